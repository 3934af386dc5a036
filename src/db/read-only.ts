import { type LookOnce, looking, takeBack } from './retry.ts';
import type { Db } from './session.ts';

/**
 * Runs `work` on a connection that the server lets read alone: whatever it is talked into, a write fails there with 1792.
 * A transaction of its own for each look, not a setting of the session: a setting would go back into the pool with the
 * connection if a failure came between, and one transaction for a whole conversation would keep a migration waiting for
 * as long as a model thinks. Where the connection is lost, it looks again on another one.
 */
export async function readOnly<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  if (!db.$lend) throw new Error('A look needs a connection of its own.');
  return looking(db, work, lookReadOnly);
}

const lookReadOnly: LookOnce = async (lent, work) => {
  try {
    await lent.say('START TRANSACTION READ ONLY');
    return await work(lent.db);
  } finally {
    await takeBack(lent);
  }
};
