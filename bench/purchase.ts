// Purchases a second through `checkOut`, and the same by hand (see `purchase-by-hand.ts`), in turns on one server, so
// that the ratio says something on a noisy machine. `SHOP_TEST_SERVER` chooses the server; `--check` fails below 0.8.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Pool } from 'mysql2/promise';
import { type Connection, connect, type Db } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { checkOut } from '#domain/orders.ts';
import { verify } from '#domain/verify.ts';
import { startTestServer } from '#test/server.ts';
import { buyByHand, openByHand } from './purchase-by-hand.ts';

const budget = 0.8;
const rounds = 7;
const itemCount = 1000;
const assortments = { 'hot item': 1, 'thousand items': itemCount } as const;

type Buy = (userId: number) => Promise<unknown>;
type Row = { what: string; connections: number; ours: number; floor: number; ratio: number };

const server = await startTestServer();
try {
  await main();
} finally {
  await server.stop();
}

async function main() {
  const shop = { socketPath: server.socketPath, user: 'root', database: 'shop' };
  await within(connect(shop, { poolSize: 1 }), loadItems);

  const rows: Row[] = [];
  for (const [what, spread] of Object.entries(assortments)) {
    for (const connections of [1, 8, 32]) {
      await within(connect(shop, { poolSize: connections }), async (db) => {
        const pool = openByHand(server.socketPath, connections);
        rows.push({ what, connections, ...(await compare(db, pool, spread, connections)) });
        await pool.end();
      });
    }
  }
  await within(connect(shop, { poolSize: 1 }), (db) => report(db, rows));
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

async function compare(db: Db, pool: Pool, spread: number, connections: number) {
  const ours: Buy = (userId) =>
    checkOut(db, { userId, address: 'Main St 1', purchaseKey: randomUUID(), prices: 'accept' });
  const byHand: Buy = (userId) => buyByHand(pool, userId);
  const sides = { ours, floor: byHand };
  const count = 275 + connections * 25;
  const turns: { ours: number; floor: number }[] = [];
  // The first two rounds warm both up and are not counted. Who goes first changes: the server still writes down what the
  // one before has left it.
  for (let round = -2; round < rounds; round += 1) {
    const turn = { ours: 0, floor: 0 };
    for (const side of round % 2 === 0 ? (['ours', 'floor'] as const) : (['floor', 'ours'] as const)) {
      turn[side] = count / (await timed(db, sides[side], spread, count, connections));
    }
    if (round >= 0) turns.push(turn);
  }
  return {
    ours: Math.round(median(turns.map((turn) => turn.ours))),
    floor: Math.round(median(turns.map((turn) => turn.floor))),
    ratio: median(turns.map((turn) => turn.ours / turn.floor)),
  };
}

// What else the machine does falls upon one turn or another, and should decide nothing.
function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
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

async function report(db: Db, rows: Row[]) {
  const deadlocks = await countDeadlocks(db);
  const { broken } = await verify(db);
  console.log(
    `Purchases a second on ${server.flavor} ${server.version}, ratio to the same statements by hand`,
  );
  console.table(rows.map((row) => ({ ...row, ratio: row.ratio.toFixed(2), budget: `>= ${budget}` })));
  console.log(`deadlocks ${deadlocks}, broken invariants ${broken.length}`);
  const isOver = rows.some(({ ratio }) => ratio < budget) || deadlocks > 0 || broken.length > 0;
  if (isOver && process.argv.includes('--check')) process.exitCode = 1;
}

async function countDeadlocks(db: Db): Promise<number> {
  const question =
    server.flavor === 'mariadb'
      ? sql`SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'`
      : sql`SELECT 'deadlocks', COUNT AS Value FROM information_schema.INNODB_METRICS WHERE NAME = 'lock_deadlocks'`;
  const [[row]] = (await db.execute(question)) as unknown as [[{ Value: string | number }]];
  return Number(row.Value);
}
