import { useEffect, useState } from 'react';
import { isTyping } from '#tui/components/form-state.ts';
import { type Edited, edit, edited, inserted } from '#tui/components/text-edit.ts';
import { textOf } from '#tui/press.ts';
import { useKeys } from './use-keys.ts';

export type Search = {
  line: Edited;
  /** Whether letters go into the search line. */
  typing: boolean;
  /** What is looked for: the line, once the person has paused for a moment. */
  words: string;
  start: () => void;
  clear: () => void;
};

/** Shorter than the pause between two letters of most people, longer than that of a fast typist. */
const PAUSE = 120;

/** A search as you type. Esc clears it; Enter or the arrow down goes to the list. */
export function useSearch(initial: string): Search {
  const [line, setLine] = useState<Edited>(() => edited(initial));
  const [typing, setTyping] = useState(false);
  const [words, setWords] = useState(initial);

  useEffect(() => {
    const timer = setTimeout(() => setWords(line.text), line.text === '' ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [line.text]);

  const clear = () => {
    setLine(edited(''));
    setTyping(false);
  };
  useKeys(
    'search',
    { keep: () => setTyping(false), clear },
    {
      level: 'field',
      active: typing,
      typing: (press) => {
        if (isTyping(press)) setLine((old) => written(old, press));
        return isTyping(press);
      },
      paste: (text) => setLine((old) => inserted(old, text, LONGEST)),
    },
  );
  return { line, typing, words, start: () => setTyping(true), clear };
}

const LONGEST = 100;

function written(line: Edited, press: string): Edited {
  const text = textOf(press);
  return text === undefined ? (edit(line, press) ?? line) : inserted(line, text, LONGEST);
}
