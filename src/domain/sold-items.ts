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
    const ofPart = days.filter(({ day, orders }) => orders > 0 && day >= part.since && day <= part.until);
    const fingerprint = fingerprintOf(ofPart);
    const noted = isOver(part) ? notes.get(month) : undefined;
    const isTrue = noted?.fingerprint === fingerprint;
    const sold = isTrue ? noted.items : await sumLines(db, part, ofPart);
    for (const one of sold) addTo(items, one);
    if (isOver(part) && !isTrue) news.push({ month, fingerprint, items: sold });
  }
  return { items, news };
}

/** Of the orders of some days. It is another one as soon as an order is cancelled, deleted or added. */
function fingerprintOf(days: readonly DaySales[]): string {
  let [orders, cents, ids] = [0, 0n, 0n];
  for (const day of days) {
    orders += day.orders;
    cents += BigInt(day.revenueCents);
    ids += BigInt(day.ids.sum);
  }
  return `${orders} ${cents} ${ids}`;
}

export type SoldRow = [itemId: number, pieces: number, cents: Cents | null];

// How many orders may be looked at for one that counts: to look at one costs a fifteenth of finding it along the date.
const worthLooking = 15;

async function sumLines(db: Db, { since, until }: Period, days: readonly DaySales[]): Promise<SoldRow[]> {
  if (days.length === 0) return [];
  const first = Math.min(...days.map(({ ids }) => ids.first));
  const last = Math.max(...days.map(({ ids }) => ids.last));
  const count = days.reduce((all, day) => all + day.orders, 0);
  // Orders of the same time mostly lie beside each other, and their lines too: read as the tables have them they cost a third.
  const isDense = last - first < worthLooking * count;
  const query = db
    .select({
      itemId: orderItems.itemId,
      pieces: sql`CAST(SUM(${orderItems.quantity}) AS SIGNED)`,
      revenue: sql`SUM(${orderItems.quantity} * ${orderItems.unitPrice})`,
    })
    .from(orders, { forceIndex: isDense ? 'PRIMARY' : 'orders_date' })
    .innerJoin(orderItems, eq(orderItems.orderId, orders.id))
    .where(
      and(
        eq(orders.status, 'CLOSED'),
        between(orders.orderDate, since, until),
        between(orders.id, first, last),
      ),
    )
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
