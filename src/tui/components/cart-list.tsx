import { Box, Text } from 'ink';
import type { Cart } from '#domain/cart.ts';
import { Empty } from './empty.tsx';
import { List } from './list.tsx';
import { Total } from './order-lines.tsx';
import { hasNewPrice, lineHead, lineRow } from './order-text.ts';
import { Panel } from './panel.tsx';
import { useTheme } from './theme-context.ts';

type Props = {
  /** Undefined until it is known. */
  cart: Cart | undefined;
  rows: readonly Cart['items'][number][];
  marked: number;
  position: number;
  columns: number;
  height: number;
};

/** The lines of the cart with their stock as it is now, and the total. */
export function CartList({ cart, rows, marked, position, columns, height }: Props) {
  const theme = useTheme();
  const width = columns - 4;
  const count = cart?.items.length ?? 0;
  return (
    <Panel
      title="Cart"
      note={count > 0 ? `${position} of ${count}` : ''}
      width={columns}
      height={height}
      active
    >
      {cart && count > 0 ? (
        <>
          <Box flexGrow={1} flexDirection="column">
            <List
              head={lineHead(width)}
              rows={rows.map((line) => lineRow(line, width, true))}
              marked={marked}
            />
          </Box>
          <Text color={theme.warn} wrap="truncate">
            {warning(cart)}
          </Text>
          <Total order={cart} columns={width} />
        </>
      ) : (
        <Box flexGrow={1}>{emptyWords(cart === undefined)}</Box>
      )}
    </Panel>
  );
}

function warning({ items }: Cart): string {
  if (!items.every(({ available }) => available)) return '  Stock does not reach for every line.';
  return items.some(hasNewPrice) ? '  A price has changed since you were shown it.' : ' ';
}

function emptyWords(loading: boolean) {
  if (loading) return <Empty text="Fetching your cart…" />;
  return <Empty text="Your cart is empty." next="Press 1 for the items, and a to add one." />;
}
