import { and, between, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { orderItems, orders } from '#db/schema.ts';
import { cut, type Day, isWholeMonth, type Period, startOf } from './calendar.ts';
import { namesOf } from './item-rows.ts';
import { type Cents, centsOf } from './money.ts';
import type { DaySales } from './sales.ts';
import { type Noted, readNotes } from './sales-months.ts';

/** What was sold of an item. `revenueCents` is null where no order has a price of it: another client loaded them. */
type Sold = { pieces: number; revenueCents: Cents | null };
export type SoldItems = Map<number, Sold>;

export type BestSeller = Sold & { itemId: number; name: string };

/**
 * What was sold of each item in bought orders that are not cancelled. Months that are over, and whose orders are those
 * that were noted, are taken from the notes; the others of them come back as `news`, to be noted.
 */
export async function soldItems(
  db: Db,
  { period, days, today }: { period: Period; days: readonly DaySales[]; today: Day },
): Promise<{ items: SoldItems; news: Noted[] }> {
  const items: SoldItems = new Map();
  const news: Noted[] = [];
  const isOver = (part: Period) => isWholeMonth(part) && part.until < today;
  const months = cut(period, 'month');
  const notes = months.some(isOver) ? await readNotes(db, period) : new Map<Day, Noted>();
  for (const part of months) {
    const month = startOf('month', part.since);
    const fingerprint = fingerprintOf(part, days);
    const noted = isOver(part) ? notes.get(month) : undefined;
    const isTrue = noted?.fingerprint === fingerprint;
    const sold = isTrue ? noted.items : await sumLines(db, part);
    for (const one of sold) addTo(items, one);
    if (isOver(part) && !isTrue) news.push({ month, fingerprint, items: sold });
  }
  return { items, news };
}

/** The orders of a part of the period. Theirs is another one as soon as an order is cancelled, deleted or added. */
function fingerprintOf({ since, until }: Period, days: readonly DaySales[]): string {
  let [orders, cents, ids] = [0, 0n, 0n];
  for (const day of days) {
    if (day.day < since || day.day > until) continue;
    orders += day.orders;
    cents += BigInt(day.revenueCents);
    ids += BigInt(day.ids);
  }
  return `${orders} ${cents} ${ids}`;
}

export type SoldRow = [itemId: number, pieces: number, cents: Cents | null];

async function sumLines(db: Db, { since, until }: Period): Promise<SoldRow[]> {
  const query = db
    .select({
      itemId: orderItems.itemId,
      pieces: sql`CAST(SUM(${orderItems.quantity}) AS SIGNED)`,
      revenue: sql`SUM(${orderItems.quantity} * ${orderItems.unitPrice})`,
    })
    .from(orders, { forceIndex: 'orders_date' })
    .innerJoin(orderItems, eq(orderItems.orderId, orders.id))
    .where(and(eq(orders.status, 'CLOSED'), between(orders.orderDate, since, until)))
    .groupBy(orderItems.itemId);
  const rows = await db.$rows<[number, number, string | null]>(query);
  return rows.map(([itemId, pieces, revenue]) => [
    itemId,
    pieces,
    revenue === null ? null : centsOf(revenue),
  ]);
}

function addTo(items: SoldItems, [itemId, pieces, cents]: SoldRow) {
  const before = items.get(itemId);
  if (!before) {
    items.set(itemId, { pieces, revenueCents: cents });
    return;
  }
  before.pieces += pieces;
  if (cents !== null) before.revenueCents = (before.revenueCents ?? 0) + cents;
}

/** Those of which most pieces were sold; of two the one that brought more. */
export async function bestSellers(db: Db, items: SoldItems, limit: number): Promise<BestSeller[]> {
  const best = [...items]
    .map(([itemId, sold]) => ({ itemId, ...sold }))
    .sort(
      (a, b) => b.pieces - a.pieces || (b.revenueCents ?? 0) - (a.revenueCents ?? 0) || a.itemId - b.itemId,
    )
    .slice(0, limit);
  const names = await namesOf(
    db,
    best.map(({ itemId }) => itemId),
  );
  return best.map((one) => ({ ...one, name: names.get(one.itemId) ?? '' }));
}
