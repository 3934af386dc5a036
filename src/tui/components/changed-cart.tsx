import { Box, Text } from 'ink';
import type { Cart } from '#domain/cart.ts';
import { formatMoney } from '#domain/money.ts';
import { fitted } from './foreign.tsx';
import { Popup } from './popup.tsx';

type Line = { itemId: number; quantity: number };
type Props = {
  /** What was on the screen, with the names that the items had there. */
  shown: readonly (Line & { name: string })[];
  cart: Cart;
  columns: number;
  rows: number;
};

/** Line by line, what another terminal has changed in the cart, and the one key that buys it as it is now. */
export function ChangedCart({ shown, cart, columns, rows }: Props) {
  const width = Math.min(72, columns - 4);
  const differing = differences(shown, cart);
  const seen = differing.slice(0, Math.max(1, rows - 9));
  const hidden = differing.length - seen.length;
  return (
    <Popup
      title="Your cart has changed"
      columns={columns}
      rows={rows}
      width={width}
      height={seen.length + 8 + (hidden ? 1 : 0)}
    >
      <Text>Nothing was bought. Another terminal has changed your cart:</Text>
      <Box flexDirection="column" marginY={1} flexGrow={1}>
        {seen.map(({ itemId, name, before, now }) => (
          <Text key={itemId} wrap="truncate">
            {`  ${fitted(name, width - 24)} ${fitted(String(before), 6, 'right')} → ${now === 0 ? 'none' : now}`}
          </Text>
        ))}
        {hidden > 0 && <Text dimColor>{`  and ${hidden} more`}</Text>}
      </Box>
      <Text bold>{`  Total now ${formatMoney(cart.totalCents)}`}</Text>
      <Text>
        <Text bold>y</Text>
        {' buy it as it is now   '}
        <Text bold>Esc</Text>
        {' back'}
      </Text>
    </Popup>
  );
}

type Difference = { itemId: number; name: string; before: number; now: number };

/** The items whose quantity is not what was shown; 0 stands for a line that was not there, or is gone. */
export function differences(shown: Props['shown'], { items }: Pick<Cart, 'items'>): Difference[] {
  const before = new Map(shown.map((line) => [line.itemId, line.quantity]));
  const here = new Set(items.map(({ itemId }) => itemId));
  const changed = items.map(({ itemId, name, quantity }) => ({
    itemId,
    name,
    before: before.get(itemId) ?? 0,
    now: quantity,
  }));
  const gone = shown
    .filter(({ itemId }) => !here.has(itemId))
    .map(({ itemId, name, quantity }) => ({ itemId, name, before: quantity, now: 0 }));
  return [...changed, ...gone].filter((line) => line.before !== line.now);
}
