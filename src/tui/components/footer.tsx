import { Box, Text } from 'ink';
import stringWidth from 'string-width';
import type { Hint } from '#tui/hooks/keyboard.ts';
import { useRegion } from '#tui/hooks/use-mouse.ts';
import { type Action, keyName } from '#tui/keys.ts';

type Said = { id: Action; key: string; hint: string };

/** The keys that work now, as many as fit; help and quit are never cut. */
export function Footer({ hints, columns }: { hints: readonly Hint[]; columns: number }) {
  const said = fitting(hints, columns - 2);
  const ref = useRegion(
    (mouse, { x }) => {
      const id = actionAt(said, x);
      if (id) mouse.does(id);
    },
    { level: 'popup' },
  );
  return (
    <Box ref={ref} flexShrink={0}>
      <Text wrap="truncate">
        {said.map(({ key, hint }) => (
          <Text key={key + hint}>
            {' '}
            <Text bold>{key}</Text>
            <Text dimColor> {hint} </Text>
          </Text>
        ))}
      </Text>
    </Box>
  );
}

function actionAt(said: readonly Said[], x: number): Action | undefined {
  let from = 0;
  for (const one of said) {
    from += widthOf([one]);
    if (x < from) return one.id;
  }
  return undefined;
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
  return [...first, ...kept];
}

const widthOf = (said: readonly Said[]) =>
  said.reduce((width, { key, hint }) => width + stringWidth(key) + stringWidth(hint) + 3, 0);
