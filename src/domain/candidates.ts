import { and, desc, eq, isNull, like, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { item, orders, users } from '#db/schema.ts';
import { escapeLike } from './item-search.ts';
import { type Cents, centsOf } from './money.ts';
import type { Order } from './orders.ts';

// What a shell offers while an item, an order or a person is typed: few rows, found at once in a shop of any size.

export type ItemCandidate = { id: number; name: string; priceCents: Cents; stock: number };
export type OrderCandidate = { id: number; status: Order['status']; date: string; totalCents: Cents };
export type PersonCandidate = { id: number; username: string; name: string };

const most = 50;
// The database's INT.
const longestId = 10;

/**
 * Items whose id begins with these digits, in order of id. Where there are too many, the last of each length is among
 * the first of them: what all have in common at their beginning is then what all that exist have in common.
 */
export async function itemsBeginning(
  db: Db,
  { digits, soldOut }: { digits: string; soldOut: boolean },
): Promise<ItemCandidate[]> {
  const sold = and(isNull(item.retiredAt), soldOut ? undefined : sql`${item.stock} > 0`);
  const found = await itemRows(db, and(sold, isBegunBy(digits)), { limit: most + 1 });
  if (found.length <= most) return found;
  const lasts = rangesOf(digits).map((range) =>
    itemRows(db, and(sold, isWithin(range)), { limit: 1, last: true }),
  );
  const all = [...found.slice(0, most), ...(await Promise.all(lasts)).flat()];
  return [...new Map(all.map((one) => [one.id, one])).values()].sort((a, b) => a.id - b.id);
}

/** Orders whose id begins with these digits, the newest first; `userId: null`: everybody's. */
export async function ordersBeginning(
  db: Db,
  { digits, userId, status }: { digits: string; userId: number | null; status?: Order['status'] | undefined },
): Promise<OrderCandidate[]> {
  const rows = await db
    .select({ id: orders.id, status: orders.status, date: orders.orderDate, total: orders.totalPrice })
    .from(orders)
    .where(
      and(
        userId === null ? undefined : eq(orders.userId, userId),
        status ? eq(orders.status, status) : undefined,
        isBegunBy(digits, orders.id),
      ),
    )
    .orderBy(desc(orders.id))
    .limit(most);
  return rows.map(({ total, ...order }) => ({ ...order, totalCents: centsOf(total) }));
}

/** People with an account whose username begins so. */
export async function peopleBeginning(db: Db, start: string): Promise<PersonCandidate[]> {
  const rows = await db
    .select({ id: users.id, username: users.username, first: users.firstName, last: users.lastName })
    .from(users)
    .where(and(eq(users.isRegistered, true), like(users.username, `${escapeLike(start)}%`)))
    .orderBy(users.username)
    .limit(most);
  return rows.map(({ first, last, ...person }) => ({
    ...person,
    name: [first, last].filter(Boolean).join(' '),
  }));
}

async function itemRows(
  db: Db,
  condition: SQL | undefined,
  { limit, last = false }: { limit: number; last?: boolean },
): Promise<ItemCandidate[]> {
  const rows = await db
    .select({ id: item.id, name: item.name, price: item.price, stock: item.stock })
    .from(item)
    .where(condition)
    .orderBy(last ? desc(item.id) : item.id)
    .limit(limit);
  return rows.map(({ price, ...one }) => ({ ...one, priceCents: centsOf(price) }));
}

// An id is found by the ranges in which it begins so, 12, 120-129, 1200-1299 …: comparing its text would read every row.
function rangesOf(digits: string): [from: number, to: number][] {
  if (digits === '')
    return Array.from({ length: longestId }, (_, zeros) => [10 ** zeros, 10 ** (zeros + 1) - 1]);
  if (digits.startsWith('0') || digits.length > longestId) return [];
  return Array.from({ length: longestId - digits.length + 1 }, (_, zeros) => {
    const from = Number(digits) * 10 ** zeros;
    return [from, from + 10 ** zeros - 1];
  });
}

const isWithin = ([from, to]: [number, number], id: typeof item.id | typeof orders.id = item.id) =>
  sql`${id} BETWEEN ${from} AND ${to}`;

function isBegunBy(digits: string, id: typeof item.id | typeof orders.id = item.id): SQL | undefined {
  if (digits === '') return undefined;
  return or(...rangesOf(digits).map((range) => isWithin(range, id))) ?? sql`FALSE`;
}
