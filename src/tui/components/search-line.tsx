import { Box, Text } from 'ink';
import type { Edited } from './text-edit.ts';
import { TextField } from './text-field.tsx';

type Props = {
  line: Edited;
  typing: boolean;
  columns: number;
  /** The key that it was opened by. */
  sign?: string;
};

/** The search: typed into, or kept above the list that it has made. */
export function SearchLine({ line, typing, columns, sign = '/' }: Props) {
  return (
    <Box width={columns} height={1} flexShrink={0}>
      <Text bold>{`${sign} `}</Text>
      <TextField value={line} width={columns - 2} focused={typing} />
    </Box>
  );
}
