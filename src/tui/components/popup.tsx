import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { Panel } from './panel.tsx';
import { useTheme } from './theme-context.ts';

type Props = {
  title: string;
  /** The room of the whole screen's body, in the middle of which it stands. */
  columns: number;
  rows: number;
  width: number;
  height: number;
  children: ReactNode;
};

/** A box over the middle of what is shown. Blanks are drawn below it, since a terminal has no layers. */
export function Popup({ title, columns, rows, width, height, children }: Props) {
  const { linear } = useTheme();
  const wide = Math.min(width, columns);
  const high = Math.min(height, rows);
  const panel = (
    <Panel title={title} width={wide} height={high} active>
      {children}
    </Panel>
  );
  if (linear) return panel;
  const place = { left: Math.floor((columns - wide) / 2), top: Math.floor((rows - high) / 2) };
  return (
    <>
      <Box position="absolute" {...place} width={wide} height={high}>
        <Text>{Array.from({ length: high }, () => ' '.repeat(wide)).join('\n')}</Text>
      </Box>
      <Box position="absolute" {...place} width={wide} height={high}>
        {panel}
      </Box>
    </>
  );
}
