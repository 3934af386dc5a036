import { useCallback, useEffect, useRef, useState } from 'react';
import type { Order, OrderCursor } from '#domain/orders.ts';
import { dataOf, type Query, settledWith } from './query.ts';
import { useLive, useServices } from './services.ts';
import { useAccount } from './use-account.tsx';
import { useMarked } from './use-marked.ts';

const PAGE = 50;

/** The person's orders, the open one first, then the newest first; more are loaded as the cursor goes down. */
export function useOrders(height: number) {
  const { shop, status, live, receipts } = useServices();
  const { user, person } = useAccount();
  const [orders, setOrders] = useState<Query<readonly Order[]>>({ state: 'loading' });
  const [more, setMore] = useState(false);
  const [limit, setLimit] = useState(PAGE);

  const userId = user?.id;
  const whose = useRef(userId);
  whose.current = userId;
  useLive(`orders ${person.state} ${userId} ${limit}`, async () => {
    if (person.state === 'loading') return false;
    const page = userId === undefined ? NONE : await load(userId);
    // Somebody else has logged in meanwhile.
    if (whose.current !== userId) return true;
    setOrders((old) => settledWith(old, page.orders));
    setMore(page.next !== null);
    return userId !== undefined;
  });

  async function load(owner: number) {
    const { listOrders } = await import('#domain/orders.ts');
    return listOrders(await shop.db(), { userId: owner, limit });
  }

  const { item: order, ...view } = useMarked(dataOf(orders) ?? [], height);
  useEffect(() => {
    if (more && view.position + 2 * height > limit) setLimit(limit + PAGE);
  }, [more, view.position, height, limit]);

  /** Cancels a bought order; its stock comes back. */
  const cancel = useCallback(
    async (orderId: number) => {
      const { cancelOrder } = await import('#domain/orders.ts');
      const { user: owner } = await shop.person();
      await cancelOrder(await shop.db(), { userId: owner.id, orderId });
      receipts.cancelled(orderId);
      status.say(`Order ${orderId} is cancelled; its stock is given back.`);
      void live.soon();
    },
    [shop, status, live, receipts],
  );

  return { ...view, order, orders, more, cancel };
}

const NONE: { orders: Order[]; next: OrderCursor | null } = { orders: [], next: null };
