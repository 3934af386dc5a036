import { randomUUID } from 'node:crypto';
import { describe, expect, inject } from 'vitest';
import type { Db } from '#db/connect.ts';
import { checkOut, listOrders } from '#domain/orders.ts';
import { verify } from '#domain/verify.ts';
import { test } from '#test/database.ts';
import { atFirst, atPlace, faults } from '#test/faults.ts';
import { aPersonWithCart, stocks } from '#test/given.ts';
import { type Hook, openProxy } from '#test/proxy.ts';
import { aLogin, type Buyer, buying, redirected, runShop, startShop } from '#test/shop-process.ts';
import { several } from '#test/together.ts';

/** Somebody who has two of five pieces in the cart, 10.00 each. */
async function aBuyer(db: Db, url: string): Promise<Buyer> {
  const { userId } = await aPersonWithCart(db, [{ stock: 5, quantity: 2 }]);
  return { userId, url, token: await aLogin(db, userId) };
}

async function ordersOf(db: Db, { userId }: Buyer) {
  const { orders } = await listOrders(db, { userId, limit: 9 });
  return orders.map(({ status }) => status);
}

const cutBefore: Hook = ({ cut }) => cut();
const cutAfter: Hook = async ({ answer, cut }) => {
  await answer();
  cut();
};

describe('shop cart checkout --yes', () => {
  test.for(Object.keys(faults))(
    'prints the order when the wire is %s, COMMIT',
    async (name, { db, databaseUrl }) => {
      const buyer = await aBuyer(db, databaseUrl);
      const fault = atFirst('COMMIT', faults[name] ?? (() => {}));
      await using proxy = await openProxy(inject('socket'), { onStatement: fault, tcp: true });

      const { exitCode, stdout, stderr } = await runShop(buying, {
        ...buyer,
        url: redirected(databaseUrl, proxy),
      });

      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
      const { orders } = await listOrders(db, { userId: buyer.userId, limit: 9 });
      expect(orders).toMatchObject([{ id: JSON.parse(stdout).id, status: 'CLOSED', totalCents: 2000 }]);
      expect(await stocks(db)).toEqual([3]);
      expect((await verify(db)).broken).toEqual([]);
    },
  );

  test.for([
    { when: 'before', fault: cutBefore, orders: ['TEMP'] },
    { when: 'after', fault: cutAfter, orders: ['CLOSED'] },
  ])(
    'says that nobody knows when the database goes for good $when COMMIT',
    async ({ fault, orders }, { db, databaseUrl }) => {
      const buyer = await aBuyer(db, databaseUrl);
      const words = buying.filter((word) => word !== '--json');
      await using proxy = await openProxy(inject('socket'), {
        onStatement: atFirst('COMMIT', async (passing) => {
          await fault(passing);
          proxy.leave();
        }),
      });

      const { exitCode, stdout, stderr } = await runShop(words, {
        ...buyer,
        url: redirected(databaseUrl, proxy),
      });

      expect({ exitCode, stdout }).toEqual({ exitCode: 6, stdout: '' });
      expect(stderr).toContain('nobody knows yet whether it is bought');
      expect(stderr).toContain('shop orders list');
      expect(await ordersOf(db, buyer)).toEqual(orders);
      const { stdout: list } = await runShop(['orders', 'list', '--json'], buyer);
      expect(JSON.parse(list)).toMatchObject(orders.map((status) => ({ status })));
    },
  );

  test('says that the database is gone, and no more, when nothing was sent to be saved', async ({
    db,
    databaseUrl,
  }) => {
    const buyer = await aBuyer(db, databaseUrl);
    await using proxy = await openProxy(inject('socket'), {
      onStatement: atFirst('INSERT INTO `stock_movements`', (passing) => {
        passing.cut();
        proxy.leave();
      }),
    });

    const { exitCode, stderr } = await runShop(buying, { ...buyer, url: redirected(databaseUrl, proxy) });

    expect({ exitCode, error: JSON.parse(stderr) }).toMatchObject({
      exitCode: 6,
      error: { error: { code: 'unavailable', message: expect.stringContaining('cannot be reached') } },
    });
    expect(await ordersOf(db, buyer)).toEqual(['TEMP']);
    expect(await stocks(db)).toEqual([5]);
  });

  test('leaves one order or none when it is killed, before and after each statement of the purchase', async ({
    db,
    databaseUrl,
  }) => {
    const kills = (await purchasePlaces(db, databaseUrl)).flatMap((place) => [
      { place, fault: cutBefore },
      { place, fault: cutAfter },
    ]);

    await several(kills, 4, async ({ place, fault }) => {
      const buyer = await aBuyer(db, databaseUrl);
      await killedAt(place, fault, buyer);
      await buysOnce(db, buyer);
    });

    expect(await stocks(db)).toEqual([3, ...kills.map(() => 3)]);
    expect((await verify(db)).broken).toEqual([]);
  });
});

/** Where in the traffic of a checkout the statements stand from BEGIN on. */
async function purchasePlaces(db: Db, url: string): Promise<number[]> {
  const buyer = await aBuyer(db, url);
  await using proxy = await openProxy(inject('socket'));
  expect(await runShop(buying, { ...buyer, url: redirected(url, proxy) })).toMatchObject({ exitCode: 0 });
  return [...proxy.statements.keys()].slice(proxy.statements.indexOf('BEGIN'));
}

async function killedAt(place: number, fault: Hook, buyer: Buyer) {
  const shop = Promise.withResolvers<{ kill: () => boolean }>();
  await using proxy = await openProxy(inject('socket'), {
    onStatement: atPlace(place, async (passing) => {
      // The wire is cut last: the process must not live to see it.
      const { kill } = await shop.promise;
      if (fault === cutAfter) await passing.answer();
      kill();
      await ended;
      passing.cut();
    }),
  });
  const started = await startShop(buying, { ...buyer, url: redirected(buyer.url, proxy) });
  const ended = started.ended;
  shop.resolve(started);
  expect(await ended).toMatchObject({ signal: 'SIGKILL' });
}

/** Whoever comes back buys, or finds the cart empty because it is bought. */
async function buysOnce(db: Db, buyer: Buyer) {
  const isBought = (await ordersOf(db, buyer))[0] === 'CLOSED';
  const again = checkOut(db, { userId: buyer.userId, address: 'Here', purchaseKey: randomUUID() });
  if (isBought) await expect(again).rejects.toMatchObject({ message: 'The cart is empty.' });
  else await again;
  expect(await ordersOf(db, buyer)).toEqual(['CLOSED']);
}
