import { sql } from 'drizzle-orm';
import { looking } from './retry.ts';
import type { Db } from './session.ts';

/**
 * Runs `work` on a connection that the server lets read alone: whatever it is talked into, a write fails there with 1792.
 * A transaction of its own for each look, not a setting of the session: a setting would go back into the pool with the
 * connection if a failure came between, and one transaction for a whole conversation would keep a migration waiting for
 * as long as a model thinks.
 */
export function readOnly<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  if (!('getConnection' in db.$client)) throw new Error('A look needs a connection of its own.');
  return looking(db, async (own) => {
    await own.execute(sql`START TRANSACTION READ ONLY`);
    try {
      return await work(own);
    } finally {
      await end(own);
    }
  });
}

async function end(own: Db) {
  try {
    await own.execute(sql`ROLLBACK`);
  } catch {
    // It is lost, and has told so to `work` or will tell the next one. None whose state is unknown goes to the next.
    if ('destroy' in own.$client) own.$client.destroy();
  }
}
