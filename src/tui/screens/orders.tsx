import { Box } from 'ink';
import { useState } from 'react';
import type { Order } from '#domain/orders.ts';
import { OrderDetails, orderLinesRows } from '#tui/components/order-details.tsx';
import { linesInSight } from '#tui/components/order-lines.tsx';
import { OrderList } from '#tui/components/order-list.tsx';
import type { Act } from '#tui/hooks/keyboard.ts';
import { movesOf } from '#tui/hooks/moves.ts';
import { useAccount } from '#tui/hooks/use-account.tsx';
import { useCart } from '#tui/hooks/use-cart.tsx';
import { useKeys } from '#tui/hooks/use-keys.ts';
import { useNavigation } from '#tui/hooks/use-navigation.tsx';
import { useOrders } from '#tui/hooks/use-orders.ts';
import { useScroll } from '#tui/hooks/use-scroll.ts';
import { useUndo } from '#tui/hooks/use-undo.ts';
import { detailsWidth } from '#tui/theme.ts';

const NOT_CANCELLED = {
  TEMP: 'That is your cart: press 2 to change it.',
  CANCELLED: 'That order is cancelled already.',
};
const NOT_AGAIN = { TEMP: 'That is your cart already.' };

/** The person's orders: looked at, cancelled, ordered again. */
export function OrdersScreen({ columns, rows }: { columns: number; rows: number }) {
  const { user } = useAccount();
  const { ask, needAccount } = useNavigation();
  const { reorder } = useCart();
  const undo = useUndo();
  const [opened, setOpened] = useState(false);
  const view = useOrders(rows - 3);
  const { order, cancel } = view;

  const onOrder = (
    work: (orderId: number) => Promise<void>,
    off: Partial<Record<Order['status'], string>>,
  ): Act => {
    if (!order?.id) return { why: 'Nothing is marked.' };
    const [orderId, why] = [order.id, off[order.status]];
    return why ? { why } : () => work(orderId);
  };
  const cancelIt = async (orderId: number) => {
    if (await ask(`Cancel order ${orderId}?`, 'Its stock is given back.')) await cancel(orderId);
  };
  const open: Act = order ? () => setOpened(true) : { why: 'Nothing is marked.' };
  useKeys(
    'visitor',
    { logIn: () => needAccount('Log in to see your orders.', () => {}) },
    { active: user === undefined },
  );
  const actions = {
    ...movesOf(view.move),
    ...undo,
    cancel: onOrder(cancelIt, NOT_CANCELLED),
    reorder: onOrder(reorder, NOT_AGAIN),
  };
  const looking = opened && order !== undefined;
  useKeys('orders', { ...actions, details: open }, { active: user !== undefined && !looking });
  const scroll = useScroll(order?.id, order?.items.length ?? 0, linesInSight(orderLinesRows(rows)));
  useKeys('details', { ...actions, ...scroll.byPage, back: () => setOpened(false) }, { active: looking });

  const details = detailsWidth(columns);
  if (looking) return <OrderDetails order={order} columns={columns} rows={rows} top={scroll.top} active />;
  return (
    <Box>
      <OrderList {...view} known={user !== undefined} columns={columns - details} height={rows} />
      {details > 0 && <OrderDetails order={order} columns={details} rows={rows} />}
    </Box>
  );
}
