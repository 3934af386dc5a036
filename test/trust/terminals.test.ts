import { randomUUID } from 'node:crypto';
import { describe, expect, inject } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { checkOut, listOrders } from '#domain/orders.ts';
import { verify } from '#domain/verify.ts';
import { test } from '#test/database.ts';
import { atPlace } from '#test/faults.ts';
import { aPersonWithCart, stocks } from '#test/given.ts';
import { untilItWaitsForALock } from '#test/locks.ts';
import { type Hook, openProxy } from '#test/proxy.ts';

/** A terminal whose statements go through `onStatement`. */
async function aTerminal(url: string, onStatement: Hook = () => {}) {
  const proxy = await openProxy(inject('socket'), { onStatement });
  const { db, close } = connect({ ...parseDatabaseUrl(url), socketPath: proxy.socketPath }, { poolSize: 1 });
  return {
    db,
    statements: proxy.statements,
    async [Symbol.asyncDispose]() {
      await close();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

const aCartOfTwo = (db: Db) => aPersonWithCart(db, [{ stock: 5, quantity: 2 }]);

/** The statements of a purchase, in their order. */
async function purchaseStatements(db: Db, url: string): Promise<string[]> {
  const { userId } = await aCartOfTwo(db);
  await using terminal = await aTerminal(url);
  await checkOut(terminal.db, { userId, address: 'Here', purchaseKey: randomUUID() });
  return [...terminal.statements];
}

async function expectBoughtOnce(db: Db, userId: number) {
  const { orders } = await listOrders(db, { userId, limit: 9 });
  expect(orders).toMatchObject([{ status: 'CLOSED', totalCents: 2000 }]);
  expect((await stocks(db)).at(-1)).toBe(3);
}

describe('two terminals, one of them held at each statement', () => {
  test('with one key (a double Enter): both are shown the one order', async ({ db, databaseUrl }) => {
    for (const place of (await purchaseStatements(db, databaseUrl)).keys()) {
      const { userId } = await aCartOfTwo(db);
      const wish = { userId, address: 'Here', purchaseKey: randomUUID() };

      const [held, other] = await race(db, databaseUrl, { place, wish, otherWish: wish });

      expect(held).toMatchObject({ status: 'fulfilled' });
      expect(other).toMatchObject({ status: 'fulfilled' });
      await expectBoughtOnce(db, userId);
    }
    expect((await verify(db)).broken).toEqual([]);
  });

  test('with two keys: one buys, the other finds the cart empty', async ({ db, databaseUrl }) => {
    for (const place of (await purchaseStatements(db, databaseUrl)).keys()) {
      const { userId } = await aCartOfTwo(db);
      const wish = { userId, address: 'Here', purchaseKey: randomUUID() };

      const results = await race(db, databaseUrl, {
        place,
        wish,
        otherWish: { ...wish, purchaseKey: randomUUID() },
      });

      const refused = results.filter(({ status }) => status === 'rejected');
      expect(refused).toMatchObject([{ reason: { kind: 'conflict', message: 'The cart is empty.' } }]);
      await expectBoughtOnce(db, userId);
    }
    expect((await verify(db)).broken).toEqual([]);
  });
});

type Wish = Parameters<typeof checkOut>[1];

/** The first is held at a statement until the second has come to its end, or to a lock that the first one holds. */
async function race(
  db: Db,
  url: string,
  { place, wish, otherWish }: { place: number; wish: Wish; otherWish: Wish },
) {
  const isHeld = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  await using first = await aTerminal(
    url,
    atPlace(place, () => {
      isHeld.resolve();
      return goOn.promise;
    }),
  );
  await using second = await aTerminal(url);

  const held = checkOut(first.db, wish);
  await isHeld.promise;
  let isOver = false;
  const other = checkOut(second.db, otherWish).finally(() => {
    isOver = true;
  });
  const settled = Promise.allSettled([held, other]);
  await untilItWaitsForALock(db, otherWish.purchaseKey, () => isOver);
  goOn.resolve();
  return await settled;
}

describe('a client whose connection is lost while the server does not know it', () => {
  test('waits for a COMMIT that arrives late, and finds its order', async ({ db, databaseUrl }) => {
    const { userId } = await aCartOfTwo(db);
    const wish = { userId, address: 'Here', purchaseKey: randomUUID() };
    const statements = await purchaseStatements(db, databaseUrl);
    await using terminal = await aTerminal(
      databaseUrl,
      atPlace(statements.indexOf('COMMIT'), async ({ part, client }) => {
        part();
        client.destroy();
        await untilItWaitsForALock(db, wish.purchaseKey);
      }),
    );

    const order = await checkOut(terminal.db, wish);

    expect((await listOrders(db, { userId, limit: 9 })).orders).toEqual([order]);
    // The purchase and the look: nothing was tried again.
    expect(terminal.statements.filter((text) => text === 'BEGIN')).toHaveLength(2);
    expect((await verify(db)).broken).toEqual([]);
  });

  test('buys once where the server hears of it late, at each statement that holds a lock', async ({
    db,
    databaseUrl,
  }) => {
    const statements = await purchaseStatements(db, databaseUrl);
    const claim = statements.findIndex((text) => text.startsWith('update `orders`'));
    const commit = statements.indexOf('COMMIT');

    for (let place = claim + 1; place <= commit; place += 1) {
      const { userId } = await aCartOfTwo(db);
      const wish = { userId, address: 'Here', purchaseKey: randomUUID() };
      await using terminal = await aTerminal(
        databaseUrl,
        atPlace(place, async ({ part, client, cut }) => {
          part();
          client.destroy();
          await untilItWaitsForALock(db, wish.purchaseKey);
          cut();
        }),
      );

      await checkOut(terminal.db, wish);

      await expectBoughtOnce(db, userId);
    }
    expect((await verify(db)).broken).toEqual([]);
  });
});
