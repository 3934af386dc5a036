import { Box, Text } from 'ink';
import { SMALLEST } from '#tui/theme.ts';

/** Said while the terminal is too small for the shop. */
export function TooSmall({ columns, rows }: { columns: number; rows: number }) {
  return (
    <Box width={columns} height={rows} alignItems="center" justifyContent="center" flexDirection="column">
      <Text bold wrap="truncate">
        {`The shop needs ${SMALLEST.columns}x${SMALLEST.rows}.`}
      </Text>
      <Text wrap="truncate">{`This terminal has ${columns}x${rows}.`}</Text>
    </Box>
  );
}
