import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, inject, vi } from 'vitest';
import type { Db } from '#db/connect.ts';
import { users } from '#db/schema.ts';
import { seedSample } from '#db/seed.ts';
import { changeItem } from '#test/given.ts';
import { startInside } from '#test/run-inside.ts';
import { type Shopper, shopBin, test } from '#test/run-shop.ts';

type Watching = ReturnType<typeof startInside>;

const rows = (stdout: string): Record<string, unknown>[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** Changes an item's stock until that is told: from then on it is known that somebody watches. */
async function untilTold(db: Db, told: () => string) {
  const before = told().length;
  let stock = 100;
  await vi.waitUntil(
    async () => {
      stock += 1;
      await changeItem(db, 1, { stock });
      return told().length > before;
    },
    { timeout: 60_000, interval: 200 },
  );
  return stock;
}

const untilSaid = (watching: Watching, words: string) =>
  vi.waitUntil(() => Object.values(watching.told()).join('').includes(words), { timeout: 60_000 });

async function watched(db: Db, { env }: Shopper, words: string[] = []) {
  await seedSample(db, { demoPasswords: true });
  const watching = startInside(['watch', 'items', ...words], { env });
  await untilTold(db, () => watching.told().stdout);
  return watching;
}

test('writes a line for each change, as NDJSON in a pipe', async ({ db, inside }) => {
  const watching = await watched(db, inside);

  await changeItem(db, 2, { name: 'Cup', price: '1.25' });
  await untilSaid(watching, 'Cup');
  watching.signal('SIGINT');
  const { exitCode, stdout, stderr } = await watching.ended;

  expect(rows(stdout).at(-1)).toEqual({
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    change: 'price',
    id: 2,
    name: 'Cup',
    price: '1.25',
    priceCents: 125,
    stock: expect.any(Number),
    priceBefore: expect.any(String),
    priceBeforeCents: expect.any(Number),
    stockBefore: expect.any(Number),
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: 'shop: Interrupted.\n' });
});

test('tells an operator of new orders, as orders are told of elsewhere', async ({ db, inside }) => {
  await seedSample(db, { demoPasswords: true });
  await db.update(users).set({ role: 'operator' });
  await changeItem(db, 1, { stock: 1000 });
  await inside.json(['login', 'joe', '--password-stdin'], { input: 'shop-demo\n' });
  const watching = startInside(['watch', 'orders'], { env: inside.env });

  // Until it is seen that one is told, of which none is told twice.
  await vi.waitUntil(
    async () => {
      await inside.run(['cart', 'add', '1']);
      await inside.run(['cart', 'checkout', '--yes', '--address', 'Here']);
      return watching.told().stdout !== '';
    },
    { timeout: 60_000, interval: 200 },
  );
  watching.signal('SIGTERM');
  const { exitCode, stdout, stderr } = await watching.ended;

  const told = rows(stdout);
  const shown = await inside.json<Record<string, unknown>>(['orders', 'show', String(told[0]?.id)]);
  expect(Object.keys(told[0] ?? {})).toEqual(Object.keys(shown));
  expect(told[0]).toMatchObject({ status: 'CLOSED', username: 'joe', items: [{ itemId: 1, quantity: 1 }] });
  expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
  expect({ exitCode, stderr }).toEqual({ exitCode: 143, stderr: '' });
});

test('ends quietly when nobody reads any longer', async ({ db, inside }) => {
  const watching = await watched(db, inside);
  watching.leave();

  let end = '';
  void watching.ended.then(() => {
    end = 'It has ended.';
  });
  await untilTold(db, () => end);
  const { exitCode, stderr } = await watching.ended;

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});

describe('a database that goes and comes back', () => {
  test('is waited for with one line, and what changed meanwhile is told', async ({
    db,
    databaseUrl,
    inside,
  }) => {
    await using door = await aDoor(inject('socket'), join(inside.home, 'door.sock'));
    const url = new URL(databaseUrl);
    url.searchParams.set('socket', door.path);
    const watching = await watched(db, { ...inside, env: { ...inside.env, SHOP_DATABASE_URL: url.href } });

    door.close();
    await changeItem(db, 2, { name: 'Meanwhile', price: '1.25' });
    await untilSaid(watching, 'told as soon as it is back');
    // More often than one look does: it goes on looking, and says nothing more.
    await vi.waitUntil(() => door.knocks() > 10, { timeout: 60_000 });
    door.open();
    await untilSaid(watching, 'Meanwhile');
    watching.signal('SIGTERM');
    const { exitCode, stdout, stderr } = await watching.ended;

    expect(rows(stdout).filter(({ name }) => name === 'Meanwhile')).toHaveLength(1);
    expect(stderr.split('\n').filter((line) => line !== '')).toHaveLength(1);
    expect(exitCode).toBe(143);
  });

  test('is told at the start, when it is not there at all', async ({ inside }) => {
    const env = { SHOP_DATABASE_URL: 'mysql://root@localhost/shop?socket=/nowhere/to/be.sock' };

    expect((await inside.run(['watch'], { env })).exitCode).toBe(6);
  });
});

test.for([
  [['watch', 'people'], 2, /\[what\] must be one of items, orders/],
  [['watch', '--json'], 2, /would never end/],
  [['watch', 'orders', '--stock-below', '3'], 2, /are for items/],
  [['watch', '--every', '0'], 2, /--every must be a whole number from 1 to 3600/],
  [['watch', '--price-below', 'much'], 2, /--price-below must be an amount/],
  [['watch', '--fields', 'username'], 2, /no field "username" here/],
  [['watch', 'orders'], 4, /You are not logged in/],
] as [string[], number, RegExp][])('%j is refused', async ([words, code, message], { db, inside }) => {
  await seedSample(db, { demoPasswords: false });

  const { exitCode, stderr } = await inside.run(words);

  expect({ exitCode, stderr }).toEqual({ exitCode: code, stderr: expect.stringMatching(message) });
});

test('a real signal ends a real program', async ({ db, shopper }) => {
  await seedSample(db, { demoPasswords: false });
  let told = '';
  const child = execa(process.execPath, [shopBin, 'watch'], {
    env: shopper.env,
    extendEnv: false,
    reject: false,
  });
  child.stdout.on('data', (piece) => {
    told += piece;
  });
  await untilTold(db, () => told);

  child.kill('SIGTERM');

  expect((await child).signal).toBe('SIGTERM');
});

/** A way to a server's socket that can be closed, with everybody on it cut off, and opened again. */
async function aDoor(target: string, path: string) {
  const there = new Set<Socket>();
  let isOpen = true;
  let knocks = 0;
  const kept = (end: Socket) => {
    there.add(end);
    return end.on('error', () => {}).on('close', () => there.delete(end));
  };
  const listener = createServer((client) => {
    kept(client);
    if (isOpen) return void client.pipe(kept(createConnection(target))).pipe(client);
    knocks += 1;
    client.destroy();
  });
  await once(listener.listen(path), 'listening');
  const close = () => {
    isOpen = false;
    for (const end of there) end.destroy();
  };
  return {
    path,
    knocks: () => knocks,
    close,
    open() {
      isOpen = true;
    },
    [Symbol.asyncDispose]: async () => {
      listener.close();
      close();
    },
  };
}
