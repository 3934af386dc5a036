import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type SQL, sql } from 'drizzle-orm';
import { ShopError } from '#domain/errors.ts';
import { errnoOf } from './errors.ts';
import type { Db } from './session.ts';

/** That nobody else migrates this database. */
export type MigrationLock = {
  /** To be called after every step. @throws ShopError unavailable when somebody else has taken over */
  keep(): Promise<void>;
  release(): Promise<void>;
};

const longestWait = 60;

/** Waits for its turn, a minute at most. `one` is a single connection. @throws ShopError unavailable */
export async function takeMigrationLock(one: Db): Promise<MigrationLock> {
  return (await isCluster(one)) ? takeLease(one) : takeNamedLock(one);
}

async function isCluster(one: Db): Promise<boolean> {
  const [row] = await rows<{ Value: string }>(one, sql`SHOW VARIABLES LIKE 'wsrep_on'`);
  return row?.Value === 'ON';
}

// It belongs to the connection, and so ends with a process that was killed.
async function takeNamedLock(one: Db): Promise<MigrationLock> {
  const name = sql`CONCAT('shop migrate ', LEFT(SHA2(DATABASE(), 256), 32))`;
  const [row] = await rows<{ got: number | null }>(one, sql`SELECT GET_LOCK(${name}, ${longestWait}) AS got`);
  if (row?.got !== 1) throw busy('Try again when it is ready.');
  return {
    keep: async () => {},
    release: async () => {
      await one.execute(sql`DO RELEASE_LOCK(${name})`);
    },
  };
}

// A row, because every other lock of a Galera cluster ends at its node: of two who write it at the same time on two
// nodes, one is told that it came too late. It is a lease, because nobody takes back the row of a process that was killed.
async function takeLease(one: Db): Promise<MigrationLock> {
  const holder = randomUUID();
  const until = sql`UTC_TIMESTAMP() + INTERVAL 5 MINUTE`;
  await one.execute(sql`
    CREATE TABLE IF NOT EXISTS shop_lock (
      name VARCHAR(20) NOT NULL PRIMARY KEY, holder CHAR(36) NOT NULL, held_until DATETIME NOT NULL
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci`);
  const ask = sql`
    INSERT INTO shop_lock (name, holder, held_until) VALUES ('migrate', ${holder}, ${until})
    ON DUPLICATE KEY UPDATE
      holder = IF(held_until < UTC_TIMESTAMP(), VALUES(holder), holder),
      held_until = IF(holder = VALUES(holder), VALUES(held_until), held_until)`;
  const last = performance.now() + longestWait * 1000;
  while (!(await isWritten(one, ask)) || (await holderOf(one)) !== holder) {
    if (performance.now() > last)
      throw busy('If it was killed, its turn ends five minutes after its last step.');
    await pause(100 + 100 * Math.random());
  }
  const own = sql`name = 'migrate' AND holder = ${holder}`;
  return {
    keep: async () => {
      await one.execute(sql`UPDATE shop_lock SET held_until = ${until} WHERE ${own}`);
      if ((await holderOf(one)) !== holder) throw busy('It has taken over, because this step took so long.');
    },
    release: async () => {
      await one.execute(sql`DELETE FROM shop_lock WHERE ${own}`);
    },
  };
}

async function isWritten(one: Db, statement: SQL): Promise<boolean> {
  try {
    await one.execute(statement);
    return true;
  } catch (error) {
    if (errnoOf(error) === 1213) return false;
    throw error;
  }
}

async function holderOf(one: Db): Promise<string | undefined> {
  const [row] = await rows<{ holder: string }>(one, sql`SELECT holder FROM shop_lock WHERE name = 'migrate'`);
  return row?.holder;
}

const busy = (next: string) =>
  new ShopError('unavailable', 'Another shop has been migrating this database for a minute.', { next });

// Drizzle types what `execute` returns by the caller's word; the column names stand in the statement beside it.
async function rows<T>(one: Db, statement: SQL): Promise<T[]> {
  const [found] = await one.execute(statement);
  return found as unknown as T[];
}
