import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { inTransaction } from '#db/retry.ts';
import { item, orderItems } from '#db/schema.ts';
import { type Cart, getCart } from './cart.ts';
import { lockCart } from './cart-lines.ts';

type TakingWish = {
  userId: number;
  itemId: number;
  /** How many pieces; left out: all of them. */
  quantity?: number;
};

/**
 * Takes pieces out of the cart as it is now, whatever another terminal has put in or taken out meanwhile. Where the stock
 * has shrunk below what is left, the line shrinks to the stock.
 * @returns how many pieces came out; 0 when there were none
 */
export function takeFromCart(db: Db, wish: TakingWish): Promise<{ cart: Cart; taken: number }> {
  return inTransaction(db, async (tx) => {
    const cartId = await lockCart(tx, wish.userId);
    const taken = cartId === undefined ? 0 : await takeFromLine(tx, cartId, wish);
    return { cart: await getCart(tx, wish.userId), taken };
  });
}

// The order's lock keeps every other change of its lines out, so what is read here still holds when it is written.
async function takeFromLine(tx: Db, orderId: number, { itemId, quantity }: TakingWish): Promise<number> {
  const here = and(eq(orderItems.orderId, orderId), eq(orderItems.itemId, itemId));
  const [line] = await tx
    .select({
      before: orderItems.quantity,
      stock: sql<number>`CASE WHEN ${item.retiredAt} IS NULL THEN ${item.stock} ELSE 0 END`,
    })
    .from(orderItems)
    .innerJoin(item, eq(item.id, orderItems.itemId))
    .where(here);
  if (!line) return 0;
  const left = quantity === undefined ? 0 : Math.max(0, Math.min(line.before - quantity, line.stock));
  if (left === 0) await tx.delete(orderItems).where(here);
  else await tx.update(orderItems).set({ quantity: left }).where(here);
  return line.before - left;
}
