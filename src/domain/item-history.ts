import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { orderItems, stockMovements } from '#db/schema.ts';
import { type Cents, centsOf } from './money.ts';

/** How an item's figures came to be what they are, the oldest first; the last of each is that of now. */
export type ItemHistory = {
  /** The stock after each of its last movements. */
  stock: number[];
  /** What was paid for one in its last sales. */
  priceCents: Cents[];
};

type Wish = { item: { id: number; stock: number; priceCents: Cents }; length?: number };

/** The last `length` movements and sales of an item, each read from the end of its index. */
export async function itemHistory(db: Db, { item, length = 24 }: Wish): Promise<ItemHistory> {
  const [moves, sales] = await Promise.all([
    db
      .select({ quantity: stockMovements.quantity })
      .from(stockMovements)
      .where(eq(stockMovements.itemId, item.id))
      .orderBy(desc(stockMovements.id))
      .limit(length),
    db
      .select({ price: orderItems.unitPrice })
      .from(orderItems)
      .where(and(eq(orderItems.itemId, item.id), isNotNull(orderItems.unitPrice)))
      .orderBy(desc(orderItems.orderId))
      .limit(length),
  ]);
  return {
    stock: levels(
      item.stock,
      moves.map(({ quantity }) => quantity),
    ),
    priceCents: [...sales.map(({ price }) => centsOf(price ?? '0')).reverse(), item.priceCents],
  };
}

/** Walks back from the stock of now: before each movement there was as much less as it brought. */
function levels(now: number, newestFirst: number[]): number[] {
  const found = [now];
  for (const quantity of newestFirst.slice(0, -1)) found.unshift((found[0] ?? 0) - quantity);
  return found;
}
