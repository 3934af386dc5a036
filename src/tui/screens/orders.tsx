import { Box } from 'ink';
import { useState } from 'react';
import { OrderDetails } from '#tui/components/order-details.tsx';
import { OrderList } from '#tui/components/order-list.tsx';
import { movesOf } from '#tui/hooks/moves.ts';
import { useServices } from '#tui/hooks/services.ts';
import { useAccount } from '#tui/hooks/use-account.tsx';
import { useCart } from '#tui/hooks/use-cart.tsx';
import { useKeys } from '#tui/hooks/use-keys.ts';
import { useNavigation } from '#tui/hooks/use-navigation.tsx';
import { useOrders } from '#tui/hooks/use-orders.ts';
import { useUndo } from '#tui/hooks/use-undo.ts';
import { detailsWidth } from '#tui/theme.ts';

/** The person's orders: looked at, cancelled, ordered again. */
export function OrdersScreen({ columns, rows }: { columns: number; rows: number }) {
  const { user } = useAccount();
  const { status } = useServices();
  const { ask, needAccount } = useNavigation();
  const { reorder } = useCart();
  const undo = useUndo();
  const [opened, setOpened] = useState(false);
  const view = useOrders(rows - 3);
  const { order, cancel } = view;

  const nothing = () => status.say('Nothing is marked.', 'plain');
  const cancelIt = async () => {
    if (!order?.id) return nothing();
    if (order.status === 'TEMP') return status.say('That is your cart: press 2 to change it.', 'plain');
    if (order.status === 'CANCELLED') return status.say('That order is cancelled already.', 'plain');
    if (await ask(`Cancel order ${order.id}?`, 'Its stock is given back.')) await cancel(order.id);
  };
  const orderAgain = async () => {
    if (!order?.id) return nothing();
    if (order.status === 'TEMP') return status.say('That is your cart already.', 'plain');
    await reorder(order.id);
  };
  const open = () => setOpened(order !== undefined);
  useKeys(
    'visitor',
    { logIn: () => needAccount('Log in to see your orders.', () => {}) },
    { active: user === undefined },
  );
  const actions = { ...movesOf(view.move), cancel: cancelIt, reorder: orderAgain, undo };
  const looking = opened && order !== undefined;
  useKeys('orders', { ...actions, details: open }, { active: user !== undefined && !looking });
  useKeys('details', { ...actions, back: () => setOpened(false) }, { active: looking });

  const details = detailsWidth(columns);
  if (looking) return <OrderDetails order={order} columns={columns} rows={rows} active />;
  return (
    <Box>
      <OrderList {...view} known={user !== undefined} columns={columns - details} height={rows} />
      {details > 0 && <OrderDetails order={order} columns={details} rows={rows} />}
    </Box>
  );
}
