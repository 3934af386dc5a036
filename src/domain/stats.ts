import type { Db } from '#db/connect.ts';
import { atOneMoment } from '#db/one-moment.ts';
import { addDays, type Day, daysIn, type Period, type Step, todayUtc } from './calendar.ts';
import { ShopError } from './errors.ts';
import { type LowItem, lowStock } from './low-stock.ts';
import type { Cents } from './money.ts';
import { type OpenCart, openCarts } from './open-carts.ts';
import { requireOperator } from './operators.ts';
import { type DaySales, type Sales, salesBy, salesByDay } from './sales.ts';
import { writeNotes } from './sales-months.ts';
import { type BestSeller, bestSellers, soldItems } from './sold-items.ts';

export const sections = ['sales', 'items', 'stock', 'carts'] as const;
export type Section = (typeof sections)[number];

/** How the shop does. What is left out of `sections` is empty. */
export type Stats = Period & {
  by: Step;
  /** Of all orders that were bought in the period and are not cancelled. */
  revenueCents: Cents;
  orders: number;
  averageCents: Cents | null;
  /** Orders that were bought in the period and cancelled since. */
  cancelled: number;
  sales: Sales[];
  /** The best sellers. */
  items: BestSeller[];
  stockBelow: number;
  /** How many items have less. */
  lowStock: number;
  stock: LowItem[];
  openCarts: number;
  openCartsCents: Cents;
  carts: OpenCart[];
};

export type StatsWish = {
  operatorId: number;
  /** Default: today, UTC. */
  until?: Day | undefined;
  /** Default: thirty days with `until`. */
  since?: Day | undefined;
  /** Default: what draws the period in some thirty steps at most. */
  by?: Step | undefined;
  sections?: readonly Section[];
  stockBelow?: number;
  /** How many items, and carts, are named. */
  limit?: number;
  today?: Day;
};

/** All figures are of one moment. @throws ShopError auth; usage for a period of more steps than anybody looks at */
export async function stats(db: Db, wish: StatsWish): Promise<Stats> {
  const { sections: wanted = sections, stockBelow = 5, limit = 10, today = todayUtc() } = wish;
  const period = periodOf(wish, today);
  const by = wish.by ?? stepFor(period);
  refuseTooMany(period, by);
  const has = (section: Section) => wanted.includes(section);
  const { news, ...found } = await atOneMoment(db, async (some) => {
    await requireOperator(some, wish.operatorId);
    const needsItems = has('items') || has('stock');
    const days = needsItems || has('sales') ? await salesByDay(some, period) : [];
    const sold = needsItems ? await soldItems(some, { period, days, today }) : { items: new Map(), news: [] };
    return {
      news: sold.news,
      days,
      best: has('items') ? await bestSellers(some, sold.items, limit) : [],
      low: has('stock')
        ? await lowStock(some, { below: stockBelow, limit, sold: sold.items })
        : { count: 0, items: [] },
      carts: has('carts') ? await openCarts(some, { limit }) : { count: 0, totalCents: 0, oldest: [] },
    };
  });
  await writeNotes(db, news);
  return {
    ...period,
    by,
    ...totals(found.days),
    sales: has('sales') ? salesBy(by, period, found.days) : [],
    items: found.best,
    stockBelow,
    lowStock: found.low.count,
    stock: found.low.items,
    openCarts: found.carts.count,
    openCartsCents: found.carts.totalCents,
    carts: found.carts.oldest,
  };
}

const usualDays = 30;

const periodOf = ({ since, until }: StatsWish, today: Day): Period => {
  const last = until ?? (since !== undefined && since > today ? since : today);
  return { since: since ?? addDays(last, 1 - usualDays), until: last };
};

function stepFor(period: Period): Step {
  const days = daysIn(period);
  if (days <= 31) return 'day';
  return days <= 31 * 7 ? 'week' : 'month';
}

const mostSteps = 10_000;

function refuseTooMany(period: Period, by: Step) {
  if (daysIn(period) <= mostSteps * { day: 1, week: 7, month: 28 }[by]) return;
  throw new ShopError('usage', `The period has more than ${mostSteps} times a ${by}.`, {
    next: 'Give a later --since, or --by month.',
  });
}

function totals(days: readonly DaySales[]) {
  const sum = (of: (day: DaySales) => number) => days.reduce((all, day) => all + of(day), 0);
  const [orders, revenueCents] = [sum((day) => day.orders), sum((day) => day.revenueCents)];
  const averageCents = orders === 0 ? null : Math.round(revenueCents / orders);
  return { revenueCents, orders, averageCents, cancelled: sum((day) => day.cancelled) };
}
