import { and, between, count, max, min, ne, sum } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { orders } from '#db/schema.ts';
import { cut, type Day, daysIn, type Period, type Step } from './calendar.ts';
import { type Cents, centsOf } from './money.ts';

/** The orders of a day (UTC) on which they were bought. */
export type DaySales = {
  day: Day;
  orders: number;
  revenueCents: Cents;
  /** How many were bought on that day and cancelled since: they count in no other figure. */
  cancelled: number;
  /** Of the orders that count: the sum of their ids, which tells one set of orders from another, the least and the greatest. */
  ids: { sum: string; first: number; last: number };
};

/** The sales of a day, a week or a month, or of as much of it as lies within the period. */
export type Sales = Period & { orders: number; revenueCents: Cents };

/** Every day with orders, the oldest first. */
export async function salesByDay(db: Db, period: Period): Promise<DaySales[]> {
  const query = db
    .select({
      day: orders.orderDate,
      status: orders.status,
      orders: count(),
      revenue: sum(orders.totalPrice),
      ids: sum(orders.id),
      first: min(orders.id),
      last: max(orders.id),
    })
    // Along its index a day is found at once; a large share of all orders is read quicker as the table has them.
    .from(orders, { forceIndex: (await shareOf(db, period)) > 0.15 ? 'PRIMARY' : 'orders_date' })
    .where(and(between(orders.orderDate, period.since, period.until), ne(orders.status, 'TEMP')))
    .groupBy(orders.orderDate, orders.status)
    .orderBy(orders.orderDate);
  const rows = await db.$rows<DayRow>(query);
  return [...Map.groupBy(rows, ([day]) => day)].map(([day, ofDay]) => {
    const [, , orders = 0, revenue = '0', sum = '0', first = 0, last = 0] =
      ofDay.find(([, status]) => status === 'CLOSED') ?? [];
    const cancelled = ofDay.find(([, status]) => status === 'CANCELLED')?.[2] ?? 0;
    return { day, orders, revenueCents: centsOf(revenue), cancelled, ids: { sum, first, last } };
  });
}

type DayRow = [
  day: Day,
  status: 'CLOSED' | 'CANCELLED',
  orders: number,
  revenue: string,
  ids: string,
  first: number,
  last: number,
];

/** Roughly how many of all orders lie within the period, from 0 to 1: as many as its days are of all days. */
async function shareOf(db: Db, { since, until }: Period): Promise<number> {
  const [all] = await db.select({ first: min(orders.orderDate), last: max(orders.orderDate) }).from(orders);
  if (!all?.first || !all.last) return 0;
  const within = { since: since > all.first ? since : all.first, until: until < all.last ? until : all.last };
  return daysIn(within) / daysIn({ since: all.first, until: all.last });
}

/** The days summed up, with nothing left out: where nothing was sold stands a 0. */
export function salesBy(step: Step, period: Period, days: readonly DaySales[]): Sales[] {
  let at = 0;
  return cut(period, step).map((part) => {
    const sales = { ...part, orders: 0, revenueCents: 0 };
    for (let day = days[at]; day !== undefined && day.day <= part.until; day = days[++at]) {
      sales.orders += day.orders;
      sales.revenueCents += day.revenueCents;
    }
    return sales;
  });
}
