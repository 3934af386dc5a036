import { isConnectionLost, renamed } from './errors.ts';
import type { Db, Lent } from './session.ts';

const tries = 3;

/**
 * Runs `work` on a connection that the server lets read alone: whatever it is talked into, a write fails there with 1792.
 * A transaction of its own for each look, not a setting of the session: a setting would go back into the pool with the
 * connection if a failure came between, and one transaction for a whole conversation would keep a migration waiting for
 * as long as a model thinks. Where the connection is lost, it looks again on another one.
 */
export async function readOnly<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  if (!db.$lend) throw new Error('A look needs a connection of its own.');
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await lookOnce(await db.$lend(), work);
    } catch (error) {
      if (attempt === tries || !isConnectionLost(error)) throw renamed(error);
    }
  }
}

async function lookOnce<T>(lent: Lent, work: (db: Db) => Promise<T>): Promise<T> {
  try {
    await lent.say('START TRANSACTION READ ONLY');
    return await work(lent.db);
  } finally {
    await handBack(lent);
  }
}

async function handBack(lent: Lent) {
  try {
    await lent.say('ROLLBACK');
    lent.release();
  } catch {
    // `work` has told why, or the next one will be: a connection whose state is unknown is given to nobody.
    lent.destroy();
  }
}
