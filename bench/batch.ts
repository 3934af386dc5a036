// How long `shop cart add -` takes for a thousand lines and for ten thousand, each another item: whether a line costs more
// in a full cart than in an empty one. `SHOP_TEST_SERVER` chooses the server.

import { sql } from 'drizzle-orm';
import { connect, type Db } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { users } from '#db/schema.ts';
import { addToCart, lineByLine } from '#domain/cart.ts';
import { startTestServer } from '#test/server.ts';
import { numbers, timed } from './million.ts';

const server = await startTestServer();
try {
  const target = { socketPath: server.socketPath, user: 'root', database: 'shop' };
  const { db, close } = connect(target, { poolSize: 1 });
  await migrate(db);
  await db.execute(sql`
    INSERT INTO item (id, item_name, price, stock_available)
    SELECT n, CONCAT('Item ', n), 1, 100 FROM ${numbers(10_000)}`);
  console.log(`lines into a cart on ${server.flavor} ${server.version}`);
  for (const count of [1_000, 10_000]) {
    const { seconds } = await timed(() => fillCart(db, count, lineByLine()));
    console.log(`${count}: ${seconds.toFixed(1)} s`);
  }
  if (process.argv.includes('--whole')) {
    for (const count of [1_000, 2_000]) {
      const { seconds } = await timed(() => fillCart(db, count, addToCart));
      console.log(`${count}, the whole cart read for each: ${seconds.toFixed(1)} s`);
    }
  }
  await close();
} finally {
  await server.stop();
}

async function fillCart(db: Db, count: number, add: (db: Db, wish: Line) => Promise<unknown>) {
  const [{ insertId: userId }] = await db.insert(users).values({ username: crypto.randomUUID() });
  for (let itemId = 1; itemId <= count; itemId += 1) await add(db, { userId, itemId, quantity: 1 });
}

type Line = { userId: number; itemId: number; quantity: number };
