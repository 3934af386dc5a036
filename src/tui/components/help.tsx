import { Box, Text } from 'ink';
import { type Binding, LISTS, type Where } from '#tui/keys.ts';
import { CommandRow } from './command-row.tsx';
import { keysOf, matching } from './commands.ts';
import { Panel } from './panel.tsx';
import { SearchLine } from './search-line.tsx';
import type { Edited } from './text-edit.ts';
import { useTheme } from './theme-context.ts';

/** The chapters of the help, and the places whose bindings they hold. */
const CHAPTERS: readonly { title: string; where: readonly Where[] }[] = [
  { title: 'Everywhere', where: ['everywhere'] },
  { title: 'In every list', where: [] },
  { title: 'Items and favorites', where: ['items', 'favorites', 'details', 'search'] },
  {
    title: 'Cart and checkout',
    where: ['cart', 'checkout', 'short', 'changed', 'differing', 'receipt'],
  },
  { title: 'Orders', where: ['orders'] },
  { title: 'Chat', where: ['chat', 'answer'] },
  { title: 'Account and forms', where: ['account', 'sessions', 'form', 'visitor'] },
  { title: 'Questions, commands and help', where: ['question', 'palette', 'help'] },
];

/** A heading, or, with a binding, what its key does. */
export type HelpLine = { text: string; chapter: string; binding: Binding | undefined };

/** Every binding as a line of the help: in the chapter of the first place where it works, or as it is found. */
export function helpLines(bindings: readonly Binding[], words = ''): HelpLine[] {
  const chapters = CHAPTERS.map(({ title, where }) => ({
    title,
    inside: bindings.filter((binding) =>
      isMove(binding) ? where.length === 0 : where.includes(firstOf(binding)),
    ),
  }));
  const told = chapters.flatMap(({ title, inside }) =>
    inside.map((binding) => ({ text: binding.help, chapter: title, binding })),
  );
  if (words.trim() !== '') return [...matching(words, told)];
  return chapters.flatMap(({ title }) => [
    { text: title, chapter: title, binding: undefined },
    ...told.filter(({ chapter }) => chapter === title),
  ]);
}

const isMove = ({ where }: Binding) => where === LISTS;
const firstOf = ({ where }: Binding) => where[0] ?? 'everywhere';

/** Where a line stands. */
export const lineOf = (lines: readonly HelpLine[], { binding }: HelpLine): number =>
  lines.findIndex((line) => line.binding === binding);

type Props = {
  lines: readonly HelpLine[];
  /** Index of the marked line; below 0 when nothing is found. */
  marked: number;
  search: { line: Edited; typing: boolean } | undefined;
  columns: number;
  rows: number;
};

/** All keys, with the marked one in sight. */
export function Help({ lines, marked, search, columns, rows }: Props) {
  const { linear } = useTheme();
  const width = columns - 4;
  const room = Math.max(1, rows - 2 - (search ? 1 : 0));
  const top = linear ? 0 : Math.max(0, Math.min(marked - Math.floor(room / 2), lines.length - room));
  const shown = linear ? lines : lines.slice(top, top + room);
  const note = shown.length === lines.length ? '' : `${top + 1}–${top + shown.length} of ${lines.length}`;
  return (
    <Panel title="Keys" note={note} foot="Enter does it" width={columns} height={rows} active>
      {search && <SearchLine {...search} columns={width} />}
      <Box flexDirection="column">
        {shown.map((line, at) =>
          line.binding ? (
            <CommandRow
              key={`${line.chapter} ${line.text}`}
              keys={keysOf(line.binding)}
              text={line.text}
              why={undefined}
              marked={top + at === marked}
              width={width}
            />
          ) : (
            <Text key={line.chapter} bold underline wrap="truncate">
              {line.text}
            </Text>
          ),
        )}
        {lines.length === 0 && <Text dimColor>{'  No key does that.'}</Text>}
      </Box>
    </Panel>
  );
}
