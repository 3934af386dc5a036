import { eq, sql } from 'drizzle-orm';
import { describe, expect, inject } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { CommitUnknown, inTransaction } from '#db/retry.ts';
import { users } from '#db/schema.ts';
import { type Cut, openCuttingProxy } from '#test/cutting-proxy.ts';
import { test } from '#test/database.ts';
import { rowsOf, someItems } from '#test/given.ts';
import { untilItWaitsForALock } from '#test/locks.ts';

const insert = (db: Db, username: string) => db.insert(users).values({ username });
const usernames = async (db: Db) => (await db.select().from(users)).map(({ username }) => username).sort();

async function withCut<T>(
  url: string,
  cut: Cut,
  work: (db: Db, cuts: () => number) => Promise<T>,
): Promise<T> {
  const proxy = await openCuttingProxy(inject('socket'), cut);
  const { db, close } = connect({ ...parseDatabaseUrl(url), socketPath: proxy.socketPath }, { poolSize: 2 });
  try {
    return await work(db, proxy.cuts);
  } finally {
    await close();
    await proxy.close();
  }
}

describe('a transaction', () => {
  test('is there whole, and answers what its work answers', async ({ db }) => {
    const answer = await inTransaction(db, async (tx) => {
      await insert(tx, 'joe');
      await insert(tx, 'smith');
      return 42;
    });

    expect(answer).toBe(42);
    expect(await usernames(db)).toEqual(['joe', 'smith']);
  });

  test('is not there at all when its work throws, and the connection is used again', async ({
    databaseUrl,
    db,
  }) => {
    const one = connect(parseDatabaseUrl(databaseUrl), { poolSize: 1 });
    const failing = inTransaction(one.db, async (tx) => {
      await insert(tx, 'joe');
      throw new Error('no');
    });

    await expect(failing).rejects.toThrow('no');

    expect(await usernames(one.db)).toEqual([]);
    await inTransaction(one.db, (tx) => insert(tx, 'smith'));
    await one.close();
    expect(await usernames(db)).toEqual(['smith']);
  });

  test('inside another is a part of it', async ({ db }) => {
    const outer = inTransaction(db, async (tx) => {
      await inTransaction(tx, (inner) => insert(inner, 'joe'));
      throw new Error('no');
    });

    await expect(outer).rejects.toThrow('no');

    expect(await usernames(db)).toEqual([]);
  });

  test('that meets another in a circle is run again from its start', async ({ db }) => {
    await insert(db, 'joe');
    await insert(db, 'smith');
    const runs = { a: 0, b: 0 };
    const both = Promise.withResolvers<void>();
    let first = 0;
    const touch = (tx: Db, username: string, city: string) =>
      tx
        .update(users)
        .set({ city: sql`CONCAT(COALESCE(${users.city}, ''), ${city})` })
        .where(eq(users.username, username));
    const cross = (name: 'a' | 'b', from: string, to: string) =>
      inTransaction(db, async (tx) => {
        runs[name] += 1;
        await touch(tx, from, name);
        // Each holds its first row before either asks for the second.
        first += 1;
        if (first === 2) both.resolve();
        await both.promise;
        await touch(tx, to, name);
      });

    await Promise.all([cross('a', 'joe', 'smith'), cross('b', 'smith', 'joe')]);

    expect(runs.a + runs.b).toBe(3);
    const cities = await rowsOf<{ city: string }>(db, 'SELECT city FROM users');
    for (const { city } of cities) expect([...city].sort()).toEqual(['a', 'b']);
  });

  // INSERT … SELECT holds the lock of a table's counter to its end, and MariaDB has another name for that circle. MySQL
  // and the nodes of a cluster have no such lock.
  test.skipIf(inject('flavor') === 'mysql' || inject('nodes').length > 1)(
    'that meets another over the counter of a table is run again too',
    async ({ db }) => {
      const [first = 0, second = 0] = await someItems(db, [{}, {}]);
      const held = Promise.withResolvers<void>();
      let attempts = 0;
      const move = (tx: Db, itemId: number) =>
        tx.execute(sql`INSERT INTO stock_movements (item_id, reason, quantity)
          SELECT id, 'restock', 1 FROM item WHERE id = ${itemId}`);
      const holder = inTransaction(db, async (tx) => {
        attempts += 1;
        await tx.execute(sql`SELECT id FROM item WHERE id = ${second} FOR UPDATE`);
        held.resolve();
        await untilItWaitsForALock(db, 'INSERT INTO stock_movements', () => attempts > 1);
        await move(tx, first);
      });
      await held.promise;

      await Promise.all([holder, inTransaction(db, (tx) => move(tx, second))]);

      expect(await rowsOf(db, 'SELECT item_id FROM stock_movements')).toHaveLength(2);
    },
  );
});

describe('a connection that breaks', () => {
  test.for(['SET sql_mode', 'BEGIN', 'insert'])(
    'at %s is replaced, and the transaction run again',
    async (statement, { db, databaseUrl }) => {
      for (const when of ['before', 'after'] as const) {
        const username = `${statement}-${when}`;

        const cuts = await withCut(databaseUrl, { statement, when, times: 2 }, async (own, count) => {
          await inTransaction(own, (tx) => insert(tx, username));
          return count();
        });

        expect(cuts).toBe(2);
        expect(await usernames(db)).toContain(username);
      }
      expect(await usernames(db)).toHaveLength(2);
    },
  );

  test('again and again is given up, and nothing is there', async ({ db, databaseUrl }) => {
    const failing = withCut(databaseUrl, { statement: 'insert', when: 'before', times: 99 }, (own) =>
      inTransaction(own, (tx) => insert(tx, 'joe')),
    );

    await expect(failing).rejects.toMatchObject({ kind: 'unavailable' });

    expect(await usernames(db)).toEqual([]);
  });

  test.for([
    ['before', []],
    ['after', ['joe']],
  ] as const)(
    '%s COMMIT leaves the outcome open: it is not repeated',
    async ([when, there], { db, databaseUrl }) => {
      let runs = 0;
      const failing = withCut(databaseUrl, { statement: 'COMMIT', when, times: 1 }, (own) =>
        inTransaction(own, (tx) => {
          runs += 1;
          return insert(tx, 'joe');
        }),
      );

      await expect(failing).rejects.toBeInstanceOf(CommitUnknown);

      expect(runs).toBe(1);
      expect(await usernames(db)).toEqual(there);
    },
  );
});
