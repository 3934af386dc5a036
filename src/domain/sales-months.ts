import { between, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { driverErrorOf } from '#db/errors.ts';
import { salesMonths } from '#db/schema.ts';
import type { Day, Period } from './calendar.ts';
import { ShopError } from './errors.ts';
import type { SoldRow } from './sold-items.ts';

/** What was sold of each item in the month that begins with that day, and in which orders. */
export type Noted = { month: Day; fingerprint: string; items: SoldRow[] };

// A note that is longer is not kept: it would not pass every server's limit for one statement.
const longest = 4_000_000;

/** The notes on the months of a period. None, where the account may not read them. */
export async function readNotes(db: Db, { since, until }: Period): Promise<Map<Day, Noted>> {
  const rows = await db
    .select()
    .from(salesMonths)
    .where(between(salesMonths.month, since, until))
    .catch(doWithout<(typeof salesMonths.$inferSelect)[]>([]));
  return new Map(rows.map((row) => [row.month, { ...row, items: JSON.parse(row.items) as SoldRow[] }]));
}

/** Notes what was sold in months that are over. Whoever comes second writes the same. */
export async function writeNotes(db: Db, news: readonly Noted[]): Promise<void> {
  for (const { month, fingerprint, items } of news) {
    const text = JSON.stringify(items);
    if (text.length > longest) continue;
    const row = { month, fingerprint, items: text };
    await db
      .insert(salesMonths)
      .values(row)
      .onDuplicateKeyUpdate({ set: { fingerprint: sql`VALUES(fingerprint)`, items: sql`VALUES(items)` } })
      .catch(doWithout(undefined));
  }
}

/** An account without the right, or a database that can only be read, is answered all the same, only later. */
const doWithout =
  <Value>(value: Value) =>
  (error: unknown): Value => {
    if (error instanceof ShopError || driverErrorOf(error)) return value;
    throw error;
  };
