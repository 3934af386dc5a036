import fuzzysort from 'fuzzysort';
import { type Binding, keyName } from '#tui/keys.ts';

/** Something that can be done, by whatever name and key; `why` says what stands in its way just now. */
export type Command = { binding: Binding; why: string | undefined; run: () => void };

/** The commands that the words find, the best match first; all of them where there are no words. */
export function matching<One extends { binding: Binding }>(
  words: string,
  commands: readonly One[],
): readonly One[] {
  if (words.trim() === '') return commands;
  return fuzzysort
    .go(words.trim(), commands, {
      key: ({ binding }) => `${binding.help} ${binding.hint}`,
      threshold: 0.3,
      limit: 0,
    })
    .map(({ obj }) => obj);
}

/** The keys of a binding as they are printed. */
export const keysOf = ({ keys }: Binding): string => keys.map(keyName).join(' ');
