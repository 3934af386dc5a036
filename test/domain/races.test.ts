import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { type Connection, connect, type Db } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { addToCart, clearCart, getCart, setInCart } from '#domain/cart.ts';
import { cancelOrder, checkOut, listOrders, reorder } from '#domain/orders.ts';
import { verify } from '#domain/verify.ts';
import { test } from '#test/database.ts';
import { aCart, anItem, aPerson, aPersonWithCart, someItems, stocks } from '#test/given.ts';

const buy = (db: Db, userId: number) =>
  checkOut(db, { userId, address: 'Main St 1', purchaseKey: randomUUID() });

/** As many terminals as people: each with a connection of its own. */
async function withTerminals<T>(
  url: string,
  count: number,
  work: (terminals: Connection[]) => Promise<T>,
): Promise<T> {
  const terminals = Array.from({ length: count }, () => connect(parseDatabaseUrl(url), { poolSize: 1 }));
  try {
    // All are connected before the race begins.
    await Promise.all(terminals.map(({ db }) => db.execute(sql`SELECT 1`)));
    return await work(terminals);
  } finally {
    for (const terminal of terminals) await terminal.close();
  }
}

test('twenty buyers of seven pieces: exactly seven get one', async ({ db, databaseUrl }) => {
  const itemId = await anItem(db, { stock: 7 });
  const buyers = await Promise.all(Array.from({ length: 20 }, () => aPerson(db)));
  for (const { userId } of buyers) await aCart(db, userId, [{ itemId, quantity: 1 }]);

  const outcomes = await withTerminals(databaseUrl, 20, (terminals) =>
    Promise.allSettled(terminals.map((terminal, at) => buy(terminal.db, buyers[at]?.userId ?? 0))),
  );

  const losers = outcomes.filter(({ status }) => status === 'rejected');
  expect(losers).toHaveLength(13);
  for (const loser of losers) {
    expect(loser).toMatchObject({
      reason: { kind: 'conflict', details: { lines: [{ itemId, wanted: 1, stock: 0 }] } },
    });
  }
  expect(await stocks(db)).toEqual([0]);
  expect((await verify(db)).broken).toEqual([]);
});

test('buyers of several items in any order: nothing is oversold, and nobody waits in a circle', async ({
  db,
  databaseUrl,
}) => {
  const items = await someItems(db, [{ stock: 6 }, { stock: 9 }, { stock: 4 }, { stock: 30 }]);
  const buyers = await Promise.all(Array.from({ length: 24 }, () => aPerson(db)));
  for (const [at, { userId }] of buyers.entries()) {
    const mine = [...items.slice(at % 4), ...items.slice(0, at % 4)].slice(0, 3);
    await aCart(
      db,
      userId,
      mine.map((itemId) => ({ itemId, quantity: 1 })),
    );
  }

  const outcomes = await withTerminals(databaseUrl, 24, (terminals) =>
    Promise.allSettled(terminals.map((terminal, at) => buy(terminal.db, buyers[at]?.userId ?? 0))),
  );

  const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
  for (const refusal of refusals) expect(refusal).toMatchObject({ reason: { kind: 'conflict' } });
  const sold = (24 - refusals.length) * 3;
  const left = await stocks(db);
  expect(left.reduce((sum, stock) => sum + stock, 0)).toBe(49 - sold);
  expect(Math.min(...left)).toBeGreaterThanOrEqual(0);
  expect((await verify(db)).broken).toEqual([]);
});

test('cart edits against a purchase: what is bought is what was in the cart at one moment', async ({
  db,
  databaseUrl,
}) => {
  const { userId, itemIds } = await aPersonWithCart(db, [
    { stock: 100, quantity: 2 },
    { stock: 100, quantity: 2 },
  ]);
  const [first = 0, second = 0] = itemIds;

  await withTerminals(databaseUrl, 4, async ([a, b, c, d]) => {
    if (!a || !b || !c || !d) throw new Error('four terminals were asked for');
    await Promise.allSettled([
      addToCart(a.db, { userId, itemId: first, quantity: 3 }),
      buy(b.db, userId),
      setInCart(c.db, { userId, itemId: second, quantity: 7 }),
      clearCart(d.db, { userId }),
    ]);
  });

  const { orders } = await listOrders(db, { userId, limit: 10 });
  const bought = orders.filter(({ status }) => status === 'CLOSED').flatMap(({ items }) => items);
  for (const line of bought) expect([2, 3, 5, 7]).toContain(line.quantity);
  expect((await stocks(db)).reduce((sum, stock) => sum + stock, 0)).toBe(
    200 - bought.reduce((sum, line) => sum + line.quantity, 0),
  );
  expect((await verify(db)).broken).toEqual([]);
});

test('many terminals open one cart: every piece is in it', async ({ db, databaseUrl }) => {
  const { userId } = await aPerson(db);
  const itemId = await anItem(db, { stock: 100 });

  await withTerminals(databaseUrl, 8, (terminals) =>
    Promise.all(terminals.map((terminal) => addToCart(terminal.db, { userId, itemId }))),
  );

  expect(await getCart(db, userId)).toMatchObject({ items: [{ itemId, quantity: 8 }] });
  expect((await listOrders(db, { userId, limit: 10 })).orders).toHaveLength(1);
});

test('an order that is cancelled from many terminals gives its stock back once', async ({
  db,
  databaseUrl,
}) => {
  const { userId } = await aPersonWithCart(db, [{ stock: 5, quantity: 4 }]);
  const { id } = await buy(db, userId);

  const outcomes = await withTerminals(databaseUrl, 6, (terminals) =>
    Promise.allSettled(terminals.map((terminal) => cancelOrder(terminal.db, { userId, orderId: id ?? 0 }))),
  );

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await stocks(db)).toEqual([5]);
  expect((await verify(db)).broken).toEqual([]);
});

test('buying, cancelling and ordering again all at once keeps the books', async ({ db, databaseUrl }) => {
  const items = await someItems(db, [{ stock: 20 }, { stock: 20 }, { stock: 20 }]);
  const people = await Promise.all(Array.from({ length: 8 }, () => aPerson(db)));

  await withTerminals(databaseUrl, 8, (terminals) =>
    Promise.all(
      terminals.map(async ({ db: own }, at) => {
        const userId = people[at]?.userId ?? 0;
        for (let round = 0; round < 4; round += 1) {
          for (const itemId of at % 2 ? items : items.toReversed())
            await addToCart(own, { userId, itemId }).catch(() => {});
          const order = await buy(own, userId).catch(() => undefined);
          if (order?.id && round % 2) await cancelOrder(own, { userId, orderId: order.id });
          if (order?.id && round === 2) await reorder(own, { userId, orderId: order.id });
        }
      }),
    ),
  );

  expect(Math.min(...(await stocks(db)))).toBeGreaterThanOrEqual(0);
  expect((await verify(db)).broken).toEqual([]);
});
