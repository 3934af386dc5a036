import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { describe, expect, inject } from 'vitest';
import type { Db } from '#db/connect.ts';
import { seedSample } from '#db/seed.ts';
import { addToCart } from '#domain/cart.ts';
import { listItems } from '#domain/items.ts';
import { cancelOrder, checkOut, getOrder, lastAddress, listOrders } from '#domain/orders.ts';
import { verify } from '#domain/verify.ts';
import { test } from '#test/database.ts';
import { rowsOf } from '#test/given.ts';

const file = join(import.meta.dirname, '../../../shared/data/sample-data.sql');
// Its favorites name the items 1 to 10, and a cluster's nodes do not count by one (test/cluster/failures.test.ts loads it).
const isElsewhere = inject('nodes').length > 1;
const missing = isElsewhere || !existsSync(file);
const hasClient = ['/usr/bin/mariadb', '/usr/local/bin/mariadb'].find((program) => existsSync(program));

const databaseOf = (url: string) => new URL(url).pathname.slice(1);

// As the owner loads it with a program of theirs.
async function loadByDriver(url: string) {
  const connection = await mysql.createConnection({
    socketPath: inject('socket'),
    user: 'root',
    database: databaseOf(url),
    multipleStatements: true,
  });
  await connection.query(readFileSync(file, 'utf8'));
  await connection.end();
}

// As the owner loads it at the command line.
async function loadByClient(url: string) {
  const options = ['--no-defaults', `--socket=${inject('socket')}`, '--user=root', databaseOf(url)];
  const client = spawn(hasClient ?? 'mariadb', options, { stdio: ['pipe', 'ignore', 'inherit'] });
  client.stdin.end(readFileSync(file));
  const [code] = await once(client, 'close');
  expect(code).toBe(0);
}

const everything = async (db: Db) => ({
  users: await rowsOf(
    db,
    'SELECT id, username, first_name, last_name, email, phone, country, city, hashed_password, is_registered FROM users ORDER BY id',
  ),
  items: await rowsOf(db, 'SELECT id, item_name, price, stock_available, image_url FROM item ORDER BY id'),
  favorites: await rowsOf(db, 'SELECT user_id, item_id FROM favorite_items ORDER BY user_id, item_id'),
  orders: await rowsOf(
    db,
    'SELECT id, user_id, order_date, shipping_address, total_price, status FROM orders ORDER BY id',
  ),
  lines: await rowsOf(db, 'SELECT order_id, item_id, item_quantities FROM order_items'),
});

describe.skipIf(missing)("the owner's sample data, word for word", () => {
  const ways = [
    ['by the driver', loadByDriver],
    ['by the command line client', loadByClient],
  ] as const;

  test.for(ways)('%s loads into the tables', async ([way, load], { db, databaseUrl, skip }) => {
    skip(way !== 'by the driver' && !hasClient, 'the mariadb client is not installed');

    await load(databaseUrl);

    const { users, items, favorites, orders, lines } = await everything(db);
    expect([users, items, favorites, orders, lines].map((rows) => rows.length)).toEqual([3, 10, 5, 3, 1]);
    expect(await verify(db)).toMatchObject({ broken: [], loaded: { orders: 2, items: 10 } });
  });

  test('is what `shop db seed` loads in its own words', async ({ db, databaseUrl }) => {
    await seedSample(db, { demoPasswords: false });
    const seeded = await everything(db);
    const tables = ['stock_movements', 'favorite_items', 'order_items', 'orders', 'item', 'users'];
    for (const table of tables) await db.execute(`DELETE FROM ${table}`);
    for (const table of ['orders', 'item', 'users'])
      await db.execute(`ALTER TABLE ${table} AUTO_INCREMENT = 1`);

    await loadByDriver(databaseUrl);

    expect(seeded).toEqual(await everything(db));
  });

  test('can be listed, bought from and cancelled, and the books agree', async ({ db, databaseUrl }) => {
    await loadByDriver(databaseUrl);
    const [joe, smith] = [1, 2];

    const { items } = await listItems(db, { limit: 50, userId: joe });
    await addToCart(db, { userId: joe, itemId: 1, quantity: 5 });
    const bought = await checkOut(db, { userId: joe, address: 'Here', purchaseKey: 'a' });
    const loaded = await getOrder(db, { userId: joe, orderId: 1 });
    const cancelled = await cancelOrder(db, { userId: joe, orderId: 1 });

    expect(items.map(({ id, favorite }) => [id, favorite])).toEqual(
      Array.from({ length: 10 }, (_, at) => [at + 1, [1, 3, 5, 7, 10].includes(at + 1)]),
    );
    expect(bought).toMatchObject({ status: 'CLOSED', totalCents: 5000 });
    expect(loaded).toMatchObject({
      totalCents: 6998,
      date: '2026-01-20',
      items: [{ itemId: 2, name: 'Item 2', quantity: 3, unitPriceCents: null, subtotalCents: null }],
    });
    expect(cancelled.status).toBe('CANCELLED');
    expect(await rowsOf(db, 'SELECT stock_available AS stock FROM item WHERE id < 4')).toEqual([
      { stock: 0 },
      { stock: 11 },
      { stock: 3 },
    ]);
    expect(await lastAddress(db, smith)).toBe('45 Rue de Paris, Paris, France');
    expect((await listOrders(db, { userId: null, limit: 9 })).orders.map(({ id }) => id)).toEqual([
      3, 4, 2, 1,
    ]);
    expect(await verify(db)).toMatchObject({ broken: [], loaded: { orders: 1 } });
  });
});
