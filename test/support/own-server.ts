import { sql } from 'drizzle-orm';
import { test as base } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { startTestServer } from './server.ts';

type OwnServer = {
  db: Db;
  url: string;
  socketPath: string;
  /** How many deadlocks the server has found so far, in all its databases. */
  deadlocks(): Promise<number>;
};

/** A server that nobody else uses, with a migrated database: what it counts is what these tests did. */
export const test = base.extend<{ server: OwnServer }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern.
    async ({}, use) => {
      const { socketPath, flavor, stop } = await startTestServer();
      const { db, close } = connect({ socketPath, user: 'root', database: 'shop' }, { poolSize: 10 });
      await migrate(db);
      const url = `mysql://root@localhost/shop?socket=${encodeURIComponent(socketPath)}`;
      const counter = flavor === 'mysql' ? mysqlDeadlocks : mariadbDeadlocks;
      await use({
        db,
        url,
        socketPath,
        async deadlocks() {
          const [rows] = await db.execute(counter);
          return Number((rows as unknown as { count: string }[])[0]?.count);
        },
      });
      await close();
      await stop();
    },
    { scope: 'file' },
  ],
});

const mariadbDeadlocks = sql`
  SELECT variable_value AS count FROM information_schema.global_status WHERE variable_name = 'INNODB_DEADLOCKS'`;

const mysqlDeadlocks = sql`
  SELECT \`count\` AS count FROM information_schema.innodb_metrics WHERE name = 'lock_deadlocks'`;
