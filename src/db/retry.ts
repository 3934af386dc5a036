import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolConnection } from 'mysql2/promise';
import { ShopError } from '#domain/errors.ts';
import { errnoOf, isConnectionLost, renamed } from './errors.ts';
import { type Db, databaseOn } from './session.ts';

/** The connection died while COMMIT was on its way: the change is there whole or not at all, and only a look tells. */
export class CommitUnknown extends ShopError {
  constructor(cause: unknown) {
    super('unavailable', 'The connection was lost while the change was being saved.', {
      next: 'Look whether it is there before you repeat it.',
      cause,
    });
  }
}

// 1213 deadlock (on a cluster also from COMMIT), 1205 lock wait, 1020 changed since it was read, 3572 NOWAIT.
const passing = [1213, 1205, 1020, 3572];
const tries = 6;

/**
 * Runs `work` in one READ COMMITTED transaction, again from the start when the server asks for it or when the connection
 * dies before COMMIT was sent: `work` must do nothing outside the database. Inside a transaction it simply runs.
 * @throws CommitUnknown when the outcome cannot be told from here; whatever `work` throws, after a ROLLBACK
 */
export async function inTransaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  const client = db.$client;
  if (!('getConnection' in client)) return work(db);

  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(client, work);
    } catch (error) {
      if (error instanceof CommitUnknown || attempt === tries || !mayPass(error)) throw renamed(error);
    }
    // Those who collided must not come back in step.
    await pause(2 ** attempt * 4 * Math.random());
  }
}

const mayPass = (error: unknown) => passing.includes(errnoOf(error) ?? 0) || isConnectionLost(error);

// Drizzle's own transaction() loses the connection when BEGIN fails and hides a lost COMMIT behind a failing ROLLBACK.
async function runOnce<T>(pool: Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  const connection = await pool.getConnection();
  try {
    await connection.query('BEGIN');
    const result = await work(databaseOn(connection));
    await commit(connection);
    connection.release();
    return result;
  } catch (error) {
    await takeBack(connection);
    throw error;
  }
}

async function commit(connection: PoolConnection) {
  try {
    await connection.query('COMMIT');
  } catch (error) {
    throw isConnectionLost(error) ? new CommitUnknown(error) : error;
  }
}

async function takeBack(connection: PoolConnection) {
  try {
    await connection.query('ROLLBACK');
    connection.release();
  } catch {
    // A connection whose state is unknown is not given to the next one.
    connection.destroy();
  }
}
