import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Connection, connect, type Db } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { inTransaction } from '#db/retry.ts';
import { addToCart, getCart } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import { listItems } from '#domain/items.ts';
import { checkOut } from '#domain/orders.ts';
import { verify } from '#domain/verify.ts';
import { connectEach, isCluster } from '#test/cluster.ts';
import { type Cluster, startCluster, synced } from '#test/galera.ts';
import { aCart, anItem, aPerson, aPersonWithCart, rowsOf, stocks } from '#test/given.ts';

const sample = join(import.meta.dirname, '../../../shared/data/sample-data.sql');

// A cluster of its own: what happens to it here must not happen to the other tests.
describe.runIf(isCluster)('a cluster in trouble', () => {
  let cluster: Cluster;
  let nodes: [Db, Db, Db];
  let close: () => Promise<void>;

  beforeAll(async () => {
    cluster = await startCluster();
    await asRoot(0, (db) => db.execute(sql`CREATE DATABASE shop`));
    await asRoot(1, (db) => db.execute(sql`SELECT 1`));
    await asRoot(2, (db) => db.execute(sql`SELECT 1`));
    const sockets = cluster.nodes.map(({ socketPath }) => socketPath);
    ({ nodes, close } = connectEach(sockets, 'mysql://root@localhost/shop'));
    await migrate(nodes[0]);
  });

  afterAll(async () => {
    await close?.();
    await cluster?.stop();
  });

  const socketOf = (at: number) => cluster.nodes[at]?.socketPath ?? '';

  async function asRoot(at: number, work: (db: Db) => Promise<unknown>) {
    const { db, close } = connect({ socketPath: socketOf(at), user: 'root' }, { poolSize: 1 });
    await work(db);
    await close();
  }

  test('a node that lags behind answers late, not wrong', async () => {
    const [here, , there] = nodes;
    const { userId } = await aPerson(here);
    const itemId = await anItem(here);
    const target = { socketPath: socketOf(2), user: 'root', database: 'shop' };
    const slow: Connection = connect(target, { poolSize: 1 });
    await slow.db.execute(sql`SET SESSION wsrep_sync_wait = 0`);
    await slow.db.execute(sql`FLUSH TABLES WITH READ LOCK`);

    await addToCart(here, { userId, itemId });
    const careless = await rowsOf(slow.db, 'SELECT * FROM order_items');
    const asked = getCart(there, userId);
    await slow.db.execute(sql`UNLOCK TABLES`);

    await slow.close();
    expect(careless).toEqual([]);
    expect((await asked).items).toMatchObject([{ itemId, quantity: 1 }]);
  });

  test('a node that is cut off says so, the others go on, and it catches up', async () => {
    const [here, , apart] = nodes;
    const [, , node] = cluster.nodes;
    const { userId, itemIds } = await aPersonWithCart(here, [{ stock: 5, quantity: 2 }]);
    const wish = { userId, address: 'Here', purchaseKey: randomUUID() };
    const unavailable = {
      kind: 'unavailable',
      message: expect.stringMatching(/cluster.*cut off/),
      next: expect.stringMatching(/Try again/),
    };

    await node?.isolate(true);
    await expect(checkOut(apart, wish)).rejects.toMatchObject(unavailable);
    await expect(listItems(apart, { limit: 5 })).rejects.toMatchObject(unavailable);
    const order = await checkOut(here, wish);
    await node?.isolate(false);

    expect(await checkOut(apart, wish)).toEqual(order);
    const [stock] = await rowsOf(apart, `SELECT stock_available AS stock FROM item WHERE id = ${itemIds[0]}`);
    expect(stock).toEqual({ stock: 3 });
    expect((await verify(apart)).broken).toEqual([]);
  });

  test.skipIf(!existsSync(sample))("takes the owner's sample data where its nodes count by one", async () => {
    await asRoot(0, async (db) => {
      await db.execute(sql`CREATE DATABASE sample`);
      await db.execute(sql`SET GLOBAL wsrep_auto_increment_control = OFF`);
    });
    const target = { socketPath: socketOf(0), user: 'root', database: 'sample' };
    const { db, close } = connect(target, { poolSize: 1 });
    await migrate(db);
    const loader = await createConnection({ ...target, multipleStatements: true });

    await loader.query(readFileSync(sample, 'utf8'));

    await loader.end();
    await asRoot(0, (root) => root.execute(sql`SET GLOBAL wsrep_auto_increment_control = ON`));
    expect(await verify(db)).toMatchObject({ checked: { items: 10, favorites: 5, orders: 3 }, broken: [] });
    await close();
  });

  test('a node that is killed while people buy takes no order with it, and leaves none half', async () => {
    const itemId = await anItem(nodes[0], { stock: 1000 });
    const bought = new Map<string, number | null>();
    let killed: Promise<void> | undefined;

    // As a person would: on another node when one is gone, with the same key.
    async function insist(at: number, wish: Parameters<typeof checkOut>[1]) {
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await checkOut(nodes[(at + attempt) % 3] ?? nodes[0], wish);
        } catch (error) {
          if (!(error instanceof ShopError && error.kind === 'unavailable') || attempt > 20) throw error;
        }
      }
    }
    async function shopper(at: number) {
      const { userId } = await aPerson(nodes[0]);
      for (let round = 0; round < 12; round += 1) {
        await inTransaction(nodes[at % 2] ?? nodes[0], (tx) => aCart(tx, userId, [{ itemId, quantity: 1 }]));
        const purchaseKey = randomUUID();
        const { id } = await insist(at, { userId, address: 'Here', purchaseKey });
        bought.set(purchaseKey, id);
        if (bought.size === 30) killed = cluster.nodes[2]?.kill();
      }
      return userId;
    }
    const people = await Promise.all([0, 1, 2, 3, 4, 5, 8, 11].map(shopper));

    await killed;
    const [first, second] = nodes;
    for (const node of cluster.nodes.slice(0, 2)) await synced(node, 2);
    const rows = await rowsOf<{ key: string; id: number }>(
      second,
      `SELECT purchase_key AS \`key\`, id FROM orders WHERE user_id IN (${people.join()}) AND status = 'CLOSED'`,
    );
    expect(new Map(rows.map(({ key, id }) => [key, id]))).toEqual(bought);
    expect(rows).toHaveLength(96);
    for (const node of [first, second]) {
      expect((await stocks(node)).at(-1)).toBe(1000 - 96);
      expect((await verify(node)).broken).toEqual([]);
    }
  });
});
