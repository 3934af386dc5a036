import { sql } from 'drizzle-orm';
import { vi } from 'vitest';
import type { Db } from '#db/connect.ts';

/** Waits until a statement with that text in it waits for a lock, or `otherwise` says that there is nothing to wait for. */
export const untilItWaitsForALock = (db: Db, text: string, otherwise = () => false) =>
  vi.waitUntil(async () => otherwise() || (await isWaiting(db, text)), { interval: 20, timeout: 240_000 });

// Not information_schema.innodb_trx: whoever reads it more often than every 100 ms reads the same old rows for ever.
async function isWaiting(db: Db, text: string): Promise<boolean> {
  const [rows] = await db.execute(sql`SHOW ENGINE INNODB STATUS`);
  const [row] = rows as unknown as { Status: string }[];
  const transactions = row?.Status.split('---TRANSACTION') ?? [];
  return transactions.some((one) => one.includes('LOCK WAIT') && one.includes(text));
}
