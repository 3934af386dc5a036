import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
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
  /** Whether the keys go here. */
  active?: boolean;
  children: ReactNode;
};

/** A box with its name in the border. What is inside has `width - 4` columns and `height - 2` rows. */
export function Panel({ title, note = '', foot = '', width, height, active = false, children }: Props) {
  const theme = useTheme();
  if (theme.linear) return <LinearPanel title={title} note={note} foot={foot} body={children} />;
  const style = active ? { color: theme.accent } : { dimColor: true };
  const inner = width - 2;
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Text {...style}>
        ╭─ <Text bold>{title}</Text> {rule(inner - stringWidth(title) - 3, note)}╮
      </Text>
      <Box
        width={width}
        height={Math.max(0, height - 2)}
        paddingX={1}
        flexDirection="column"
        overflow="hidden"
        borderStyle="round"
        borderTop={false}
        borderBottom={false}
        borderDimColor={!active}
        {...(active && theme.accent ? { borderColor: theme.accent } : {})}
      >
        {children}
      </Box>
      <Text {...style}>╰{lowerRule(inner, foot)}╯</Text>
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
function rule(width: number, note: string): string {
  const said = note && stringWidth(note) + 4 <= width ? ` ${note} ─` : '';
  return '─'.repeat(Math.max(0, width - stringWidth(said))) + said;
}

function lowerRule(width: number, foot: string): string {
  if (!foot) return '─'.repeat(Math.max(0, width));
  const said = `─ ${fitted(foot, Math.min(stringWidth(foot), Math.max(0, width - 4)))} `;
  return said + '─'.repeat(Math.max(0, width - stringWidth(said)));
}
