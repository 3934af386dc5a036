import { Box, Text } from 'ink';
import { memo } from 'react';
import { useRows } from '#tui/hooks/use-mouse.ts';
import { useFocus } from './focus-context.ts';
import { useTheme } from './theme-context.ts';

export type Row = {
  key: string | number;
  /** Exactly as wide as the list less the two cells of the marker. */
  text: string;
  /** Not to be had now: said in the text, and dimmed. */
  faint?: boolean;
};

type Props = {
  rows: readonly Row[];
  /** Index in `rows` of the marked one. */
  marked: number;
  /** Whether the keys go to this list; a list that has lost them keeps its marker, without the inverse. */
  active?: boolean;
  head?: string;
};

/** Rows with a marker. It draws what it is given: the caller cuts the window out of its list. */
export function List({ rows, marked, active = true, head }: Props) {
  const ref = useRows({ active });
  return (
    <Box flexDirection="column" flexShrink={0}>
      {head !== undefined && <ListHead text={head} />}
      <Box ref={ref} flexDirection="column" flexShrink={0}>
        {rows.map(({ key, text, faint = false }, index) => (
          <ListRow key={key} text={text} faint={faint} marked={index === marked} active={active} />
        ))}
      </Box>
    </Box>
  );
}

/** The names of the columns; not for somebody who is being read to, row by row. */
export function ListHead({ text }: { text: string }) {
  const { linear } = useTheme();
  if (linear) return null;
  return <Text dimColor wrap="truncate">{`  ${text}`}</Text>;
}

type RowProps = {
  text: string;
  faint: boolean;
  /** Has changed just now: said in the text, and brought out. */
  fresh?: boolean;
  marked: boolean;
  active: boolean;
};

// Moving the cursor changes two rows; the others are not drawn again.
export const ListRow = memo(function ListRow({ text, faint, fresh = false, marked, active }: RowProps) {
  const theme = useTheme();
  const focused = useFocus(active);
  return (
    <Text
      wrap="truncate"
      color={fresh ? theme.warn : undefined}
      inverse={marked && focused}
      bold={marked || fresh}
      dimColor={faint && !marked && !fresh}
    >
      {`${marked ? '›' : ' '} ${text}`}
    </Text>
  );
});
