import { and, asc, gte, inArray, isNull, lt, ne, type SQL } from 'drizzle-orm';
import { union } from 'drizzle-orm/mysql-core';
import type { Db } from '#db/connect.ts';
import { atOneMoment } from '#db/one-moment.ts';
import { item, orders } from '#db/schema.ts';
import { addDays, type Day, todayUtc } from './calendar.ts';
import { namesOf } from './item-rows.ts';
import { type Cents, centsOf, formatMoney } from './money.ts';
import { requireOperator } from './operators.ts';
import { readOrders } from './order-rows.ts';
import type { Order } from './orders.ts';

// What is there is compared with what was there at the look before. Numbers that are given out one after the other would
// not do: what got an earlier one may be committed later, and whoever remembers the last one has missed it.

/**
 * Tells what has changed since the look before; the first finds out what is there, and tells nothing. After one that failed
 * the next tells everything since the last that did not.
 */
export type Look<Change> = () => Promise<Change[]>;

type Figures = { priceCents: Cents; stock: number };

export type ItemChange = {
  /** `removed`: it is no longer sold. */
  change: 'added' | 'removed' | 'price' | 'stock';
  itemId: number;
  /** Null for an item that is deleted. */
  name: string | null;
  now: Figures;
  /** What was last seen of it; null for an item that was not there. With a bound only those below it are seen at each look. */
  before: Figures | null;
};

export type ItemWatch = {
  /** Only items that come to have less than so many. */
  stockBelow?: number | undefined;
  /** Only items that come to cost less than this. */
  priceBelowCents?: Cents | undefined;
};

/**
 * Looks at the stock and the price of all items that are sold. With a bound it asks for those below it alone, and tells of
 * an item when it comes there, and again only after it has been elsewhere.
 */
export function watchItems(db: Db, wish: ItemWatch = {}): Look<ItemChange> {
  let known: Map<number, Figures> | undefined;
  let below: Iterable<number> = [];
  const isBounded = wish.stockBelow !== undefined || wish.priceBelowCents !== undefined;
  return async () => {
    const { found, left, changes } = await atOneMoment(db, async (some) => {
      const found = await readFigures(some, boundsOf(known ? wish : {}));
      const left = [...below].filter((id) => !found.has(id));
      const changes = known ? (isBounded ? arrivals(known, found, wish) : differences(known, found)) : [];
      const names = await namesOf(some, [...new Set(changes.map(({ itemId }) => itemId))]);
      return {
        found,
        // Where they have gone to is what they come from when they come back.
        left: { ids: left, figures: await readThese(some, left) },
        changes: changes.map((one) => ({ ...one, name: names.get(one.itemId) ?? null })),
      };
    });
    if (!isBounded || !known) known = found;
    for (const id of left.ids) known.delete(id);
    for (const [id, figures] of [...found, ...left.figures]) known.set(id, figures);
    below = isBounded ? idsBelow(found, wish) : [];
    return changes;
  };
}

/** Each bound along an index of its own. */
const boundsOf = ({ stockBelow, priceBelowCents }: ItemWatch): SQL[] => [
  ...(stockBelow === undefined ? [] : [lt(item.stock, stockBelow)]),
  ...(priceBelowCents === undefined ? [] : [lt(item.price, formatMoney(priceBelowCents))]),
];

/** The figures of what is sold and within one of the bounds. */
async function readFigures(db: Db, [first, second]: SQL[]): Promise<Map<number, Figures>> {
  const select = (condition?: SQL) =>
    db
      .select({ id: item.id, price: item.price, stock: item.stock })
      .from(item)
      .where(and(isNull(item.retiredAt), condition));
  const query = first && second ? union(select(first), select(second)) : select(first);
  const rows = await db.$rows<[number, string, number]>(query);
  return new Map(rows.map(([id, price, stock]) => [id, { priceCents: centsOf(price), stock }]));
}

async function readThese(db: Db, ids: number[]): Promise<Map<number, Figures>> {
  return ids.length === 0 ? new Map() : readFigures(db, [inArray(item.id, ids)]);
}

const isLow = (one: Figures | undefined, { stockBelow = 0 }: ItemWatch) =>
  one !== undefined && one.stock < stockBelow;
const isCheap = (one: Figures | undefined, { priceBelowCents = 0 }: ItemWatch) =>
  one !== undefined && one.priceCents < priceBelowCents;

const idsBelow = (found: Map<number, Figures>, wish: ItemWatch): number[] =>
  [...found].flatMap(([id, one]) => (isLow(one, wish) || isCheap(one, wish) ? [id] : []));

type Unnamed = Omit<ItemChange, 'name'>;

function arrivals(known: Map<number, Figures>, found: Map<number, Figures>, wish: ItemWatch): Unnamed[] {
  return [...found].flatMap(([itemId, now]) => {
    const before = known.get(itemId);
    const rest = { itemId, now, before: before ?? null };
    const changes: Unnamed[] = [];
    if (isLow(now, wish) && !isLow(before, wish)) changes.push({ change: 'stock', ...rest });
    if (isCheap(now, wish) && !isCheap(before, wish)) changes.push({ change: 'price', ...rest });
    return changes;
  });
}

function differences(known: Map<number, Figures>, found: Map<number, Figures>): Unnamed[] {
  const changes: Unnamed[] = [];
  for (const [itemId, now] of found) {
    const before = known.get(itemId) ?? null;
    if (!before) changes.push({ change: 'added', itemId, now, before });
    if (before && before.priceCents !== now.priceCents)
      changes.push({ change: 'price', itemId, now, before });
    if (before && before.stock !== now.stock) changes.push({ change: 'stock', itemId, now, before });
  }
  for (const [itemId, before] of known) {
    if (!found.has(itemId)) changes.push({ change: 'removed', itemId, now: before, before });
  }
  return changes;
}

/**
 * Looks for orders that were bought, whichever number they have: it got that with its cart. Each is told once, with its
 * lines. @throws ShopError auth as soon as whoever looks is no operator
 */
export function watchOrders(
  db: Db,
  { operatorId, today = todayUtc }: { operatorId: number; today?: () => Day },
): Look<Order> {
  let known: Map<number, Day> | undefined;
  let lastLook = today();
  return async () => {
    const day = today();
    // An order has the day on which its purchase began: one that ended after midnight is older than today.
    const since = addDays(lastLook, -1);
    const { found, news } = await atOneMoment(db, async (some) => {
      await requireOperator(some, operatorId);
      const found = await readBought(some, since);
      const ids = known ? [...found.keys()].filter((id) => !known?.has(id)) : [];
      return { found, news: await readAll(some, ids) };
    });
    known = found;
    lastLook = day;
    return news;
  };
}

async function readBought(db: Db, since: Day): Promise<Map<number, Day>> {
  const query = db
    .select({ id: orders.id, day: orders.orderDate })
    .from(orders)
    .where(and(gte(orders.orderDate, since), ne(orders.status, 'TEMP')))
    .orderBy(asc(orders.orderDate), asc(orders.id));
  return new Map(await db.$rows<[number, Day]>(query));
}

/** Orders in the order in which they were bought. */
async function readAll(db: Db, ids: number[]): Promise<Order[]> {
  const found: Order[] = [];
  for (let at = 0; at < ids.length; at += 200) {
    const some = ids.slice(at, at + 200);
    found.push(...(await readOrders(db, [[inArray(orders.id, some)]], some.length)));
  }
  const keyOf = (order: Order) => order.purchasedAt ?? order.date ?? '';
  return found.sort((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : (a.id ?? 0) - (b.id ?? 0),
  );
}
