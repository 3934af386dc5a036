/** A line of text and the place of the cursor in it, in UTF-16 units, always between two characters as they are seen. */
export type Edited = { text: string; at: number };

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A line with the cursor at its end. */
export const edited = (text: string): Edited => ({ text, at: text.length });

/** Writes text at the cursor. Breaks and tabs become blanks, other control characters are left out. */
export function inserted({ text, at }: Edited, written: string, longest = 500): Edited {
  const plain = written.replace(/\r\n|[\r\n\t]/g, ' ').replace(/\p{Cc}/gu, '');
  let kept = '';
  for (const { segment } of characters.segment(plain)) {
    if (text.length + kept.length + segment.length > longest) break;
    kept += segment;
  }
  return { text: text.slice(0, at) + kept + text.slice(at), at: at + kept.length };
}

/** What an editing key makes of the line; `undefined` when the key does not edit. The keys are those of a shell. */
export function edit(line: Edited, press: string): Edited | undefined {
  return EDITS[press]?.(line);
}

const EDITS: Record<string, (line: Edited) => Edited> = {
  left: ({ text, at }) => ({ text, at: before(text, at) }),
  right: ({ text, at }) => ({ text, at: after(text, at) }),
  home: ({ text }) => ({ text, at: 0 }),
  'ctrl+a': ({ text }) => ({ text, at: 0 }),
  end: ({ text }) => edited(text),
  'ctrl+e': ({ text }) => edited(text),
  backspace: ({ text, at }) => without(text, before(text, at), at),
  delete: ({ text, at }) => without(text, at, after(text, at)),
  'ctrl+u': ({ text, at }) => without(text, 0, at),
  'ctrl+k': ({ text, at }) => without(text, at, text.length),
  'ctrl+w': ({ text, at }) => without(text, wordStart(text, at), at),
};

const without = (text: string, from: number, to: number): Edited => ({
  text: text.slice(0, from) + text.slice(to),
  at: from,
});

function before(text: string, at: number): number {
  const last = [...characters.segment(text.slice(0, at))].at(-1);
  return last ? last.index : 0;
}

function after(text: string, at: number): number {
  const [first] = characters.segment(text.slice(at));
  return first ? at + first.segment.length : at;
}

const wordStart = (text: string, at: number): number => /\S*\s*$/.exec(text.slice(0, at))?.index ?? 0;
