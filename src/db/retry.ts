import { setTimeout as pause } from 'node:timers/promises';
import { ShopError } from '#domain/errors.ts';
import { errnoOf, isConnectionLost, renamed } from './errors.ts';
import type { Db, Lent } from './session.ts';

/** The connection died while COMMIT was on its way: the change is there whole or not at all, and only a look tells. */
export class CommitUnknown extends ShopError {
  constructor(cause: unknown) {
    super(
      'unavailable',
      'The connection was lost while the change was being saved: nobody knows yet whether it was.',
      {
        details: { reason: 'outcome_unknown' },
        next: 'Look whether it is there before you repeat it: shop cart show, shop orders list',
        cause,
      },
    );
  }
}

type How<T> = {
  /** Lends the connection of each try, where one as the pool gives it will not do. */
  lend?: () => Promise<Lent>;
  /**
   * Looks, in a transaction of its own, for what the work has done; undefined when that is not there. It has to ask for
   * a lock that the work holds until its end, so that it waits for a COMMIT that is still on its way.
   */
  find?: (tx: Db) => Promise<T | undefined>;
};

// 1213 deadlock (on a cluster also from COMMIT), 1205 lock wait, 1020 changed since it was read, 3572 NOWAIT, 1467 what
// MariaDB calls a deadlock over the lock of a table's counter, which INSERT … SELECT holds to its end.
const passing = [1213, 1205, 1020, 3572, 1467];
const tries = 6;
// Cheap to repeat, and usual on a cluster, where whoever commits second to the same row is told so.
const triesAfterDeadlock = 20;

/**
 * Runs `work` in one READ COMMITTED transaction, again from the start when the server asks for it or when the connection
 * dies before COMMIT was sent: `work` must do nothing outside the database. Inside a transaction it simply runs.
 * A lost COMMIT is never repeated blindly: `find` tells what has become of it, and without it nobody does.
 * @throws CommitUnknown when the outcome cannot be told from here; ShopError unavailable when others hold for too long
 * what it needs; whatever `work` throws, after a ROLLBACK
 */
export async function inTransaction<T>(
  db: Db,
  work: (tx: Db) => Promise<T>,
  { find, lend = db.$lend }: How<T> = {},
): Promise<T> {
  if (!lend) return work(db);

  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(await lend(), work);
    } catch (error) {
      const found = error instanceof CommitUnknown ? await lookUp(db, find, error) : undefined;
      if (found !== undefined) return found;
      if (attempt >= triesFor(error) || !mayPass(error)) throw failureOf(error);
    }
    // Those who collided must not come back in step.
    await pause(2 ** Math.min(attempt, 6) * 4 * Math.random());
  }
}

/** Takes one look on a connection, and hands it back whatever happens. */
export type LookOnce = <T>(lent: Lent, work: (db: Db) => Promise<T>) => Promise<T>;

/**
 * Runs `work`, which only reads, without a transaction unless `lookOnce` makes one: again on another connection when one
 * is lost.
 */
export async function looking<T>(
  db: Db,
  work: (db: Db) => Promise<T>,
  lookOnce: LookOnce = lookPlainly,
): Promise<T> {
  if (!db.$lend) return work(db);

  for (let attempt = 1; ; attempt += 1) {
    try {
      return await lookOnce(await db.$lend(), work);
    } catch (error) {
      if (attempt === tries || !isConnectionLost(error)) throw renamed(error);
    }
  }
}

const lookPlainly: LookOnce = async (lent, work) => {
  try {
    return await work(lent.db);
  } finally {
    // One that was lost has left the pool by itself.
    lent.release();
  }
};

async function lookUp<T>(db: Db, find: How<T>['find'], unknown: CommitUnknown): Promise<T | undefined> {
  if (!find) throw unknown;
  try {
    return await inTransaction(db, find);
  } catch {
    throw unknown;
  }
}

const triesFor = (error: unknown) => (errnoOf(error) === 1213 ? triesAfterDeadlock : tries);

const isPassing = (error: unknown) => passing.includes(errnoOf(error) ?? 0);

// What was lost at COMMIT, looked for and not found has not happened: that is no open question any more.
const mayPass = (error: unknown) =>
  isPassing(error) || isConnectionLost(error) || error instanceof CommitUnknown;

const failureOf = (error: unknown) =>
  isPassing(error) ? tooBusy(error) : renamed(error instanceof CommitUnknown ? error.cause : error);

const tooBusy = (cause: unknown) =>
  new ShopError('unavailable', 'Others hold what this needs in the database; nothing was changed.', {
    next: 'Try again in a moment.',
    cause,
  });

// Drizzle's own transaction() loses the connection when BEGIN fails and hides a lost COMMIT behind a failing ROLLBACK.
async function runOnce<T>(lent: Lent, work: (tx: Db) => Promise<T>): Promise<T> {
  try {
    await lent.say('BEGIN');
    const result = await work(lent.db);
    await lent.say('COMMIT').catch(commitFailed);
    lent.release();
    return result;
  } catch (error) {
    await takeBack(lent);
    throw error;
  }
}

// Where the server says that the transaction lost against another, nothing was saved. No other failure proves that.
function commitFailed(error: unknown): never {
  throw isPassing(error) ? error : new CommitUnknown(error);
}

/** Ends the transaction with nothing changed, and hands the connection back. */
export async function takeBack(lent: Lent) {
  try {
    await lent.say('ROLLBACK');
    lent.release();
  } catch {
    // A connection whose state is unknown is not given to the next one.
    lent.destroy();
  }
}
