import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { test as base, inject } from 'vitest';
import { type Connection, connect, type Db } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { migrate } from '#db/migrate.ts';

type Fixtures = {
  /** The URL of a migrated database that belongs to this test file. It is the same for all its tests. */
  databaseUrl: string;
  /** That database, emptied for this test, its counters back at 1 (on a cluster they go on). */
  db: Db;
};

/** Tests of one file run one after the other on a database of their own, on the run's throw-away server. */
export const test = base.extend<Fixtures>({
  databaseUrl: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern.
    async ({}, use) => {
      const name = `shop_${randomBytes(6).toString('hex')}`;
      const url = databaseUrlFor(name);
      await createDatabase(name);
      const { db, close } = connect(parseDatabaseUrl(url), { poolSize: 1 });
      await migrate(db);
      await close();
      await use(url);
      await dropDatabase(name);
    },
    { scope: 'file' },
  ],
  db: async ({ databaseUrl }, use) => {
    const { db, close } = connect(parseDatabaseUrl(databaseUrl), { poolSize: 10 });
    await empty(db);
    await use(db);
    await close();
  },
});

/** A URL of the throw-away server, user root. */
export const databaseUrlFor = (name: string) =>
  `mysql://root@localhost/${name}?socket=${encodeURIComponent(inject('socket'))}`;

/** The same database, always on one server of a cluster: settings, connections and waiting for a lock belong to a server. */
export const onOneNode = (url: string): string => onSocket(url, inject('nodes')[0] ?? '');

/** The same database, by another socket: a door or a proxy in front of the server. */
export function onSocket(url: string, socketPath: string): string {
  const one = new URL(url);
  one.searchParams.set('socket', socketPath);
  return one.href;
}

/** A connection as root without a chosen database, to create and drop some. */
export const connectToServer = (socketPath = inject('socket')): Connection =>
  connect({ socketPath, user: 'root' }, { poolSize: 1 });

/** An empty database; `charset` is what it takes by default, as a bare server would: latin1. */
export const createDatabase = (name: string, charset = 'latin1') =>
  asRoot(sql.raw(`CREATE DATABASE ${name} CHARACTER SET ${charset}`));

export const dropDatabase = (name: string) => asRoot(sql.raw(`DROP DATABASE IF EXISTS ${name}`));

async function asRoot(statement: ReturnType<typeof sql.raw>) {
  const { db, close } = connectToServer();
  await db.execute(statement);
  await close();
  await Promise.all(inject('nodes').map(catchUp));
}

// Any read waits until the node has done what the cluster did before; choosing a database at the greeting does not.
async function catchUp(socketPath: string) {
  const { db, close } = connect({ socketPath, user: 'root' }, { poolSize: 1 });
  await db.execute(sql`SELECT 1`);
  await close();
}

// DELETE and a new counter: TRUNCATE makes a table with a FULLTEXT key anew, which takes far longer.
async function empty(db: Db) {
  const children = ['stock_movements', 'order_items', 'favorite_items', 'orders', 'prompts', 'sessions'];
  for (const table of [
    ...children,
    'signing_keys',
    'login_attempts',
    'shop_settings',
    'sales_months',
    'item',
    'users',
  ])
    await db.execute(sql.raw(`DELETE FROM ${table}`));
  // A cluster's nodes do not count by one in any case; and it stops everything for a change of a table.
  if (inject('nodes').length > 1) return;
  for (const table of ['orders', 'item', 'users']) {
    await db.execute(sql.raw(`ALTER TABLE ${table} AUTO_INCREMENT = 1`));
  }
}
