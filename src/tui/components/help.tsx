import { Box, Text } from 'ink';
import { BINDINGS, keyName, LISTS, type Where } from '#tui/keys.ts';
import { Panel } from './panel.tsx';
import { useTheme } from './theme-context.ts';

/** The chapters of the help, and the places whose bindings they hold. */
const CHAPTERS: readonly { title: string; where: readonly Where[] }[] = [
  { title: 'Everywhere', where: ['everywhere'] },
  { title: 'Items and favorites', where: ['items', 'favorites', 'details', 'search'] },
  { title: 'Cart and checkout', where: ['cart', 'checkout', 'short', 'changed', 'differing', 'receipt'] },
  { title: 'Orders', where: ['orders'] },
  { title: 'Account and forms', where: ['account', 'form', 'visitor'] },
  { title: 'Questions and help', where: ['question', 'help'] },
];

export type HelpLine = { keys: string; text: string; heading: boolean };

/** Every binding as a line of the help: in the chapter of the first place where it works. */
export function helpLines(): HelpLine[] {
  const moves = BINDINGS.filter(({ where }) => where === LISTS);
  const others = BINDINGS.filter(({ where }) => where !== LISTS);
  const chapters = CHAPTERS.map(({ title, where }) => ({
    title,
    bindings: others.filter((binding) => where.includes(binding.where[0])),
  }));
  const [everywhere, ...rest] = chapters;
  const sorted = [...(everywhere ? [everywhere] : []), { title: 'In every list', bindings: moves }, ...rest];
  return sorted.flatMap(({ title, bindings }) => [
    { keys: '', text: title, heading: true },
    ...bindings.map(({ keys, help }) => ({
      keys: keys.map(keyName).join(' '),
      text: help,
      heading: false,
    })),
  ]);
}

type Props = { lines: readonly HelpLine[]; top: number; columns: number; rows: number };

/** The room of one column of the help: the keys, and the longest sentence. */
const COLUMN = 58;

/** How many lines fit into a panel of this size, in as many columns as it has room for. */
export const helpRoom = (columns: number, rows: number): number =>
  Math.max(1, Math.floor((columns - 4) / COLUMN)) * Math.max(1, rows - 2);

/** All keys, a screenful at a time, from the line `top` on. */
export function Help({ lines, top, columns, rows }: Props) {
  const { linear } = useTheme();
  const height = linear ? lines.length : rows - 2;
  const end = linear ? lines.length : Math.min(lines.length, top + helpRoom(columns, rows));
  const shown = lines.slice(linear ? 0 : top, end);
  const note = shown.length === lines.length ? '' : `${top + 1}–${end} of ${lines.length}`;
  const parts = Array.from({ length: Math.ceil(shown.length / height) }, (_, part) =>
    shown.slice(part * height, (part + 1) * height),
  );
  return (
    <Panel title="Keys" note={note} width={columns} height={rows} active>
      <Box>
        {parts.map((part) => (
          <Box key={part[0]?.text} flexDirection="column" width={linear ? '100%' : COLUMN} flexShrink={0}>
            {part.map((line) => (
              <HelpRow key={line.keys + line.text} {...line} />
            ))}
          </Box>
        ))}
      </Box>
    </Panel>
  );
}

function HelpRow({ keys, text, heading }: HelpLine) {
  if (heading) {
    return (
      <Text bold underline wrap="truncate">
        {text}
      </Text>
    );
  }
  return (
    <Text wrap="truncate">
      <Text bold>{`  ${keys.padEnd(14)}`}</Text>
      {text}
    </Text>
  );
}
