import { Text } from 'ink';
import stringWidth from 'string-width';
import type { Hint } from '#tui/hooks/keyboard.ts';
import { keyName } from '#tui/keys.ts';

type Said = { key: string; hint: string };

/** The keys that work now, as many as fit; help and quit are never cut. */
export function Footer({ hints, columns }: { hints: readonly Hint[]; columns: number }) {
  return (
    <Text wrap="truncate">
      {fitting(hints, columns - 2).map(({ key, hint }) => (
        <Text key={key + hint}>
          {' '}
          <Text bold>{key}</Text>
          <Text dimColor> {hint} </Text>
        </Text>
      ))}
    </Text>
  );
}

/** The hints that fit into `columns`, in the table's order. */
export function fitting(hints: readonly Hint[], columns: number): Said[] {
  const said = hints
    .filter(({ hint }) => hint)
    .map(({ id, keys, hint }) => ({ id, key: keyName(keys[0] ?? ''), hint }));
  const kept = ['help', 'quit'].flatMap((id) => said.filter((one) => one.id === id));
  let left = columns - widthOf(kept);
  const first: typeof said = [];
  for (const one of said) {
    const width = widthOf([one]);
    if (kept.includes(one) || width > left) continue;
    left -= width;
    first.push(one);
  }
  return [...first, ...kept].map(({ key, hint }) => ({ key, hint }));
}

const widthOf = (said: readonly Said[]) =>
  said.reduce((width, { key, hint }) => width + stringWidth(key) + stringWidth(hint) + 3, 0);
