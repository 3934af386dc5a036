import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
import { useFocus } from './focus-context.ts';
import { fitted } from './foreign.tsx';
import { useTheme } from './theme-context.ts';

type Props = {
  title: string;
  /** Said at the right end of the upper border, for example a count. */
  note?: string;
  /** Said at the left end of the lower border, for example the sort order. */
  foot?: string;
  width: number;
  height: number;
  /** Whether the keys go here, as long as they go to this part of the screen. */
  active?: boolean;
  children: ReactNode;
};

const LINES = {
  style: 'round',
  line: '─',
  upperLeft: '╭',
  upperRight: '╮',
  lowerLeft: '╰',
  lowerRight: '╯',
} as const;
const ASCII = {
  style: 'classic',
  line: '-',
  upperLeft: '+',
  upperRight: '+',
  lowerLeft: '+',
  lowerRight: '+',
} as const;

/** A box with its name in the border. What is inside has `width - 4` columns and `height - 2` rows. */
export function Panel(props: Props) {
  const { title, note = '', foot = '', width, height, children } = props;
  const theme = useTheme();
  const active = useFocus(props.active ?? false);
  if (theme.linear) return <LinearPanel title={title} note={note} foot={foot} body={children} />;
  const style = active ? { color: theme.accent } : { dimColor: true };
  const inner = width - 2;
  const edges = theme.ascii ? ASCII : LINES;
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Text {...style}>
        {`${edges.upperLeft}${edges.line} `}
        <Text bold={active}>{title}</Text>
        {` ${rule(edges.line, inner - stringWidth(title) - 3, note)}${edges.upperRight}`}
      </Text>
      <Box
        width={width}
        height={Math.max(0, height - 2)}
        paddingX={1}
        flexDirection="column"
        overflow="hidden"
        borderStyle={edges.style}
        borderTop={false}
        borderBottom={false}
        borderDimColor={!active}
        {...(active && theme.accent ? { borderColor: theme.accent } : {})}
      >
        {children}
      </Box>
      <Text {...style}>{`${edges.lowerLeft}${lowerRule(edges.line, inner, foot)}${edges.lowerRight}`}</Text>
    </Box>
  );
}

function LinearPanel({
  title,
  note,
  foot,
  body,
}: {
  title: string;
  note: string;
  foot: string;
  body: ReactNode;
}) {
  return (
    <Box flexDirection="column">
      <Text>{[title, note, foot].filter(Boolean).join(', ')}</Text>
      {body}
    </Box>
  );
}

/** A rule of `width` cells that ends in a note, which is left out where it does not fit. */
function rule(line: string, width: number, note: string): string {
  const said = note && stringWidth(note) + 4 <= width ? ` ${note} ${line}` : '';
  return line.repeat(Math.max(0, width - stringWidth(said))) + said;
}

function lowerRule(line: string, width: number, foot: string): string {
  if (!foot) return line.repeat(Math.max(0, width));
  const said = `${line} ${fitted(foot, Math.min(stringWidth(foot), Math.max(0, width - 4)))} `;
  return said + line.repeat(Math.max(0, width - stringWidth(said)));
}
