import { asc, inArray, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { item, stockMovements } from '#db/schema.ts';
import { listOrders } from '#domain/orders.ts';

/** What is written about some people and some items, without any number that differs from run to run. */
export type Books = {
  /** Of each item. */
  stocks: number[];
  /** Of each item, what has been sold and given back since its opening. */
  moved: number[];
  /** Of each person. */
  orders: { status: string; totalCents: number; lines: [place: number, quantity: number][] }[][];
};

export async function booksOf(db: Db, userIds: number[], itemIds: number[]): Promise<Books> {
  const rows = await db
    .select({ id: item.id, stock: item.stock })
    .from(item)
    .where(inArray(item.id, itemIds))
    .orderBy(asc(item.id));
  const moved = await db
    .select({
      id: stockMovements.itemId,
      sum: sql<string>`SUM(CASE WHEN ${stockMovements.reason} = 'opening' THEN 0 ELSE ${stockMovements.quantity} END)`,
    })
    .from(stockMovements)
    .where(inArray(stockMovements.itemId, itemIds))
    .groupBy(stockMovements.itemId);
  return {
    stocks: itemIds.map((id) => rows.find((row) => row.id === id)?.stock ?? Number.NaN),
    moved: itemIds.map((id) => Number(moved.find((row) => row.id === id)?.sum ?? 0)),
    orders: await Promise.all(userIds.map((userId) => ordersOf(db, userId, itemIds))),
  };
}

async function ordersOf(db: Db, userId: number, itemIds: number[]): Promise<Books['orders'][number]> {
  const { orders } = await listOrders(db, { userId, limit: 50 });
  return orders.map(({ status, totalCents, items }) => ({
    status,
    totalCents,
    lines: items.map(({ itemId, quantity }) => [itemIds.indexOf(itemId), quantity]),
  }));
}
