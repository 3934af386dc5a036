import { Box, Text } from 'ink';

/** What is said where there is nothing to show, and what can be done about it. */
export function Empty({ text, next = '' }: { text: string; next?: string }) {
  return (
    <Box flexDirection="column" paddingTop={1} paddingLeft={2}>
      <Text>{text}</Text>
      {next !== '' && <Text dimColor>{next}</Text>}
    </Box>
  );
}
