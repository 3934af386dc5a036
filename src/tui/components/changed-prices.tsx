import { Box, Text } from 'ink';
import type { PriceChange } from '#domain/prices.ts';
import { fitted } from './foreign.tsx';
import { Popup } from './popup.tsx';

type Props = { changes: readonly PriceChange[]; columns: number; rows: number };

/** Line by line, what costs something else than what was on the screen, and the one key that pays it. */
export function ChangedPrices({ changes, columns, rows }: Props) {
  const width = Math.min(72, columns - 4);
  const room = Math.max(1, rows - 8);
  const shown = changes.slice(0, room);
  const hidden = changes.length - shown.length;
  return (
    <Popup
      title="A price has changed"
      columns={columns}
      rows={rows}
      width={width}
      height={shown.length + 7 + (hidden ? 1 : 0)}
    >
      <Text>Nothing was bought. The price is no longer the one you saw:</Text>
      <Box flexDirection="column" marginY={1} flexGrow={1}>
        {shown.map(({ itemId, name, shown: before, price }) => (
          <Text key={itemId} wrap="truncate">
            {`  ${fitted(name, width - 34)} ${fitted(before, 11, 'right')} → ${price}`}
          </Text>
        ))}
        {hidden > 0 && <Text dimColor>{`  and ${hidden} more`}</Text>}
      </Box>
      <Text>
        <Text bold>y</Text> buy at the new price <Text bold>Esc</Text> back
      </Text>
    </Popup>
  );
}
