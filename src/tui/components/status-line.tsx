import { Box, Text } from 'ink';
import type { Said } from '#tui/hooks/status.ts';
import { fitted } from './foreign.tsx';
import { useTheme } from './theme-context.ts';

/** The last thing that happened, in one sentence. The row is always there, so that nothing jumps. */
export function StatusLine({ said, columns }: { said: Said | undefined; columns: number }) {
  const theme = useTheme();
  const colors = { good: theme.good, bad: theme.bad, plain: undefined };
  const marks = { good: '✓', bad: '✗', plain: '·' };
  return (
    <Box height={1} width={columns}>
      {said && (
        <Text wrap="truncate" color={colors[said.tone]} bold={said.tone === 'bad'}>
          {fitted(` ${marks[said.tone]} ${said.text}`, columns - 1)}
        </Text>
      )}
    </Box>
  );
}
