import { isTyping } from '#tui/components/form-state.ts';
import { type Edited, edit, inserted } from '#tui/components/text-edit.ts';
import { textOf } from '#tui/press.ts';
import type { Layer } from './keyboard.ts';

const LONGEST = 100;

/** What a layer of the keyboard needs so that one line is typed into, pasted text included. */
export function useTyping(change: (to: (old: Edited) => Edited) => void): Pick<Layer, 'typing' | 'paste'> {
  return {
    typing: (press) => {
      if (isTyping(press)) change((old) => written(old, press));
      return isTyping(press);
    },
    paste: (text) => change((old) => inserted(old, text, LONGEST)),
  };
}

function written(line: Edited, press: string): Edited {
  const text = textOf(press);
  return text === undefined ? (edit(line, press) ?? line) : inserted(line, text, LONGEST);
}
