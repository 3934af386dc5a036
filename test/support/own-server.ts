import { test as base } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { startTestServer } from './server.ts';

type OwnServer = {
  db: Db;
  url: string;
  socketPath: string;
  /**
   * The deadlocks that the server has found so far, in all its databases: for each the indexes on which its transactions
   * waited for each other, such as `orders.orders_open_user`.
   */
  deadlocks(): Promise<string[][]>;
};

/** A server that nobody else uses, with a migrated database: what it counts is what these tests did. */
export const test = base.extend<{ server: OwnServer }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern.
    async ({}, use) => {
      const { socketPath, log, stop } = await startTestServer(['--innodb-print-all-deadlocks=ON']);
      const { db, close } = connect({ socketPath, user: 'root', database: 'shop' }, { poolSize: 10 });
      await migrate(db);
      const url = `mysql://root@localhost/shop?socket=${encodeURIComponent(socketPath)}`;
      await use({ db, url, socketPath, deadlocks: async () => deadlocksIn(await log()) });
      await close();
      await stop();
    },
    { scope: 'file' },
  ],
});

/** Each deadlock begins with a line of its own and names the locks that were waited for and those that were in the way. */
function deadlocksIn(log: string): string[][] {
  const [, ...told] = log.split(/deadlock detected/i);
  return told.map((one) => {
    const locks = one.matchAll(/index `?(\w+)`? of table `\w+`\.`(\w+)`/g);
    return [...new Set([...locks].map(([, index, table]) => `${table}.${index}`))].sort();
  });
}
