import { Box, Text } from 'ink';
import type { Edited } from './text-edit.ts';
import { TextField } from './text-field.tsx';

/** The search: typed into, or kept above the list that it has made. */
export function SearchLine({ line, typing, columns }: { line: Edited; typing: boolean; columns: number }) {
  return (
    <Box width={columns} height={1} flexShrink={0}>
      <Text bold>/ </Text>
      <TextField value={line} width={columns - 2} focused={typing} />
    </Box>
  );
}
