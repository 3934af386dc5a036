import { Box, Text } from 'ink';
import type { Item } from '#domain/items.ts';
import { formatMoney } from '#domain/money.ts';
import { fitted } from './foreign.tsx';
import { Panel } from './panel.tsx';
import type { Edited } from './text-edit.ts';
import { TextField } from './text-field.tsx';

type Props = {
  /** Lines that are ready to be drawn. */
  lines: readonly string[];
  line: Edited;
  items: readonly Item[];
  /** Index of the marked item; undefined while the question is typed. */
  marked: number | undefined;
  note: string;
  foot: string;
  columns: number;
  rows: number;
  active: boolean;
};

/** Rows of a pane of this height that are left for what was said. */
export const chatRoom = (rows: number, items: number) => Math.max(1, rows - 3 - items);

/** The most items of an answer that stand below it. */
export const mostChoices = 4;

/** What was said, the items of the last answer, and the line that is typed into. */
export function ChatPane(props: Props) {
  const { lines, line, items, marked, note, foot, columns, rows, active } = props;
  const width = columns - 4;
  return (
    <Panel title="Chat" note={note} foot={foot} width={columns} height={rows} active={active}>
      <Box flexDirection="column" height={chatRoom(rows, items.length)} overflow="hidden">
        {lines.map((text, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone.
          <Text key={at} wrap="truncate">
            {text === '' ? ' ' : text}
          </Text>
        ))}
      </Box>
      {items.map((item, at) => (
        <Text key={item.id} inverse={at === marked} wrap="truncate">
          {fitted(`${at === marked ? '›' : ' '} ${item.name}  ${formatMoney(item.priceCents)}`, width)}
        </Text>
      ))}
      <Box height={1} flexShrink={0}>
        <Text bold>{'> '}</Text>
        <TextField
          value={line}
          width={width - 2}
          focused={active && marked === undefined}
          placeholder="Ask something"
        />
      </Box>
    </Panel>
  );
}
