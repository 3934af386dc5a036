// Purchases a second through `checkOut`, and the same by hand (see `purchase-by-hand.ts`), in turns on one server, so
// that the ratio says something on a noisy machine.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Pool } from 'mysql2/promise';
import { type Connection, connect, type Db } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { checkOut } from '#domain/orders.ts';
import { verify } from '#domain/verify.ts';
import type { TestServer } from '#test/server.ts';
import { buyByHand, openByHand } from './purchase-by-hand.ts';
import { compared, inTurns, type Row } from './rows.ts';

const itemCount = 1000;
const assortments = { 'a hot item': 1, 'a thousand items': itemCount } as const;

type Buy = (userId: number) => Promise<unknown>;

/** @throws Error when the books are broken afterwards, or purchases ran into deadlocks */
export async function purchaseRows(server: TestServer, { rounds }: { rounds: number }): Promise<Row[]> {
  const root = connect({ socketPath: server.socketPath, user: 'root' }, { poolSize: 1 });
  await root.db.execute(sql`CREATE DATABASE purchases CHARACTER SET utf8mb4`);
  await root.close();
  const shop = { socketPath: server.socketPath, user: 'root', database: 'purchases' };
  await within(connect(shop, { poolSize: 1 }), loadItems);

  const rows: Row[] = [];
  for (const [what, spread] of Object.entries(assortments)) {
    for (const connections of [1, 8, 32]) {
      await within(connect(shop, { poolSize: connections }), async (db) => {
        const pool = openByHand(server.socketPath, 'purchases', connections);
        const figures = await compare(db, pool, { spread, connections, rounds });
        const name = `purchases of ${what}, ${connections} at once`;
        rows.push(compared(name, 'mysql2 by hand', { ...figures, unit: '/s' }, { least: 0.8 }));
        await pool.end();
      });
    }
  }
  await within(connect(shop, { poolSize: 1 }), (db) => checkBooks(db, server));
  return rows;
}

async function within(connection: Connection, work: (db: Db) => Promise<unknown>) {
  await work(connection.db);
  await connection.close();
}

async function loadItems(db: Db) {
  await migrate(db);
  const values = Array.from(
    { length: itemCount },
    (_, at) => sql`(${at + 1}, ${`Item ${at + 1}`}, 9.50, 1000000)`,
  );
  await db.execute(
    sql`INSERT INTO item (id, item_name, price, stock_available) VALUES ${sql.join(values, sql`, `)}`,
  );
  await db.execute(
    sql`INSERT INTO stock_movements (item_id, reason, quantity) SELECT id, 'opening', 1000000 FROM item`,
  );
}

type Wish = { spread: number; connections: number; rounds: number };

/** Purchases a second, in turns: the server still writes down what the one before has left it. */
function compare(db: Db, pool: Pool, { spread, connections, rounds }: Wish) {
  const ours: Buy = (userId) =>
    checkOut(db, { userId, address: 'Main St 1', purchaseKey: randomUUID(), prices: 'accept' });
  const byHand: Buy = (userId) => buyByHand(pool, userId);
  const count = 275 + connections * 25;
  const rate = async (buy: Buy) => count / (await timed(db, buy, spread, count, connections));
  return inTurns({ ours: () => rate(ours), floor: () => rate(byHand) }, rounds);
}

/** Seconds for `count` purchases by new people with a cart of one line, `workers` at a time. */
async function timed(db: Db, buy: Buy, spread: number, count: number, workers: number): Promise<number> {
  const buyers = await prepareCarts(db, spread, count);
  const started = performance.now();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let buyer = buyers.pop(); buyer !== undefined; buyer = buyers.pop()) await buy(buyer);
    }),
  );
  return (performance.now() - started) / 1000;
}

async function prepareCarts(db: Db, spread: number, count: number): Promise<number[]> {
  const [[last]] = (await db.execute(sql`SELECT COALESCE(MAX(id), 0) AS id FROM users`)) as unknown as [
    [{ id: number }],
  ];
  const ids = Array.from({ length: count }, (_, at) => last.id + 1 + at);
  const insert = (into: string, rows: ReturnType<typeof sql>[]) =>
    db.execute(sql`INSERT INTO ${sql.raw(into)} VALUES ${sql.join(rows, sql`, `)}`);
  await insert(
    'users (id, username, is_registered)',
    ids.map((id) => sql`(${id}, ${`buyer${id}`}, TRUE)`),
  );
  await insert(
    'orders (id, user_id, status)',
    ids.map((id) => sql`(${id}, ${id}, 'TEMP')`),
  );
  await insert(
    'order_items (order_id, item_id, item_quantities)',
    ids.map((id) => sql`(${id}, ${1 + ((id * 7919) % spread)}, 1)`),
  );
  return ids;
}

async function checkBooks(db: Db, server: TestServer) {
  const deadlocks = await countDeadlocks(db, server);
  const { broken } = await verify(db);
  if (deadlocks > 0 || broken.length > 0) {
    throw new Error(`${deadlocks} deadlocks, ${broken.length} broken invariants`);
  }
}

async function countDeadlocks(db: Db, server: TestServer): Promise<number> {
  const question =
    server.flavor === 'mariadb'
      ? sql`SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'`
      : sql`SELECT 'deadlocks', COUNT AS Value FROM information_schema.INNODB_METRICS WHERE NAME = 'lock_deadlocks'`;
  const [[row]] = (await db.execute(question)) as unknown as [[{ Value: string | number }]];
  return Number(row.Value);
}
