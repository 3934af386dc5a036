import { useEffect, useState } from 'react';
import { type Edited, edited } from '#tui/components/text-edit.ts';
import { useKeys } from './use-keys.ts';
import { useTyping } from './use-typing.ts';

export type Search = {
  line: Edited;
  /** Whether letters go into the search line. */
  typing: boolean;
  /** What is looked for: the line, once the person has paused for a moment. */
  words: string;
  start: () => void;
  clear: () => void;
  /** Looks for what was looked for before it was cleared; absent when there is no such thing. */
  again: (() => void) | undefined;
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

  const [before, setBefore] = useState('');
  const clear = () => {
    setBefore(line.text);
    setLine(edited(''));
    setTyping(false);
  };
  useKeys(
    'search',
    { keep: () => setTyping(false), clear },
    {
      level: 'field',
      active: typing,
      ...useTyping(setLine),
    },
  );
  return {
    line,
    typing,
    words,
    start: () => setTyping(true),
    clear,
    again: before ? () => setLine(edited(before)) : undefined,
  };
}
