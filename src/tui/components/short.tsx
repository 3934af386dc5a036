import { Box, Text } from 'ink';
import type { ShortLine } from '#domain/cart.ts';
import { fitted } from './foreign.tsx';
import { Popup } from './popup.tsx';

type Props = { lines: readonly ShortLine[]; columns: number; rows: number };

/** Line by line, what stock does not reach for, and the one key that takes what there is. */
export function Short({ lines, columns, rows }: Props) {
  const width = Math.min(72, columns - 4);
  const room = Math.max(1, rows - 8);
  const shown = lines.slice(0, room);
  const hidden = lines.length - shown.length;
  return (
    <Popup
      title="Not enough stock"
      columns={columns}
      rows={rows}
      width={width}
      height={shown.length + 7 + (hidden ? 1 : 0)}
    >
      <Text>Nothing was bought. Somebody was quicker:</Text>
      <Box flexDirection="column" marginY={1} flexGrow={1}>
        {shown.map(({ itemId, name, wanted, stock }) => (
          <Text key={itemId} wrap="truncate">
            {`  ${fitted(name, width - 34)} ${wanted} wanted, ${stock === 0 ? 'sold out' : `${stock} left`}`}
          </Text>
        ))}
        {hidden > 0 && <Text dimColor>{`  and ${hidden} more`}</Text>}
      </Box>
      <Text>
        <Text bold>y</Text>
        {' take what there is   '}
        <Text bold>Esc</Text>
        {' back'}
      </Text>
    </Popup>
  );
}
