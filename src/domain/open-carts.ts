import { asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { item, orderItems, orders, users } from '#db/schema.ts';
import type { Day } from './calendar.ts';
import { type Cents, centsOf } from './money.ts';

/** A cart with something in it that was not bought. `totalCents`: at today's prices. */
export type OpenCart = {
  orderId: number;
  username: string;
  /** Whether it belongs to an account; else to a visitor. */
  isRegistered: boolean;
  /** When its first item was put into it. */
  since: Day;
  pieces: number;
  totalCents: Cents;
};

export type OpenCarts = { count: number; totalCents: Cents; oldest: OpenCart[] };

/** Carts left open, the oldest first. */
export async function openCarts(db: Db, { limit }: { limit: number }): Promise<OpenCarts> {
  const query = db
    .select({
      id: orders.id,
      since: orders.orderDate,
      pieces: sql`CAST(SUM(${orderItems.quantity}) AS SIGNED)`,
      total: sql`SUM(${orderItems.quantity} * ${item.price})`,
    })
    .from(orders)
    .innerJoin(orderItems, eq(orderItems.orderId, orders.id))
    .innerJoin(item, eq(item.id, orderItems.itemId))
    .where(isNotNull(orders.openUserId))
    .groupBy(orders.id, orders.orderDate)
    .orderBy(asc(orders.orderDate), asc(orders.id));
  const carts = await db.$rows<[number, Day, number, string]>(query);
  const whose = await ownersOf(
    db,
    carts.slice(0, limit).map(([id]) => id),
  );
  return {
    count: carts.length,
    totalCents: carts.reduce((sum, [, , , total]) => sum + centsOf(total), 0),
    oldest: carts.slice(0, limit).map(([orderId, since, pieces, total]) => {
      const owner = whose.get(orderId) ?? { username: '', isRegistered: false };
      return { orderId, ...owner, since, pieces, totalCents: centsOf(total) };
    }),
  };
}

async function ownersOf(db: Db, ids: number[]) {
  if (ids.length === 0) return new Map<number, Pick<OpenCart, 'username' | 'isRegistered'>>();
  const rows = await db
    .select({ id: orders.id, username: users.username, isRegistered: users.isRegistered })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.userId))
    .where(inArray(orders.id, ids));
  return new Map(rows.map(({ id, ...owner }) => [id, owner]));
}
