import { randomUUID } from 'node:crypto';
import { expect, inject } from 'vitest';
import { connect } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { checkOut, listOrders } from '#domain/orders.ts';
import { verify } from '#domain/verify.ts';
import { openCuttingProxy } from '#test/cutting-proxy.ts';
import { test } from '#test/database.ts';
import { aPersonWithCart, stocks } from '#test/given.ts';

// Each statement of the purchase in turn, its COMMIT and the look after it, whether it arrived or not.
const statements = [
  'SET sql_mode',
  'BEGIN',
  'update `orders`',
  'select `orders`',
  'UPDATE `order_items`',
  'UPDATE `item`',
  'INSERT INTO `stock_movements`',
  'COMMIT',
  'select `heads`',
];
const cuts = statements.flatMap((statement) =>
  (['before', 'after'] as const).map((when) => ({ statement, when })),
);

test.for(cuts)(
  'a wire that breaks $when $statement: the cart is bought once',
  async ({ statement, when }, { db, databaseUrl }) => {
    const { userId } = await aPersonWithCart(db, [{ stock: 5, quantity: 2 }]);
    const proxy = await openCuttingProxy(inject('socket'), { statement, when, times: 1 });
    const own = connect({ ...parseDatabaseUrl(databaseUrl), socketPath: proxy.socketPath }, { poolSize: 1 });

    const order = await checkOut(own.db, { userId, address: 'Here', purchaseKey: randomUUID() });

    await own.close();
    await proxy.close();
    expect(proxy.cuts()).toBe(1);
    expect(order).toMatchObject({ status: 'CLOSED', totalCents: 2000 });
    expect((await listOrders(db, { userId, limit: 9 })).orders).toEqual([order]);
    expect(await stocks(db)).toEqual([3]);
    expect((await verify(db)).broken).toEqual([]);
  },
);

test('a server that cannot be reached after a lost COMMIT leaves the question open, and says so', async ({
  db,
  databaseUrl,
}) => {
  const { userId } = await aPersonWithCart(db, [{ stock: 5, quantity: 2 }]);
  const proxy = await openCuttingProxy(inject('socket'), { statement: 'COMMIT', when: 'after', times: 99 });
  const own = connect({ ...parseDatabaseUrl(databaseUrl), socketPath: proxy.socketPath }, { poolSize: 1 });
  const purchaseKey = randomUUID();

  await expect(checkOut(own.db, { userId, address: 'Here', purchaseKey })).rejects.toMatchObject({
    kind: 'unavailable',
    next: expect.stringContaining('Look whether it is there'),
  });

  await own.close();
  await proxy.close();
  const again = await checkOut(db, { userId, address: 'Here', purchaseKey });
  expect((await listOrders(db, { userId, limit: 9 })).orders).toEqual([again]);
  expect(await stocks(db)).toEqual([3]);
});

test('an order that is bought but cannot be shown is said to be bought', async ({ db, databaseUrl }) => {
  const { userId, orderId } = await aPersonWithCart(db, [{ stock: 5, quantity: 2 }]);
  const statement = 'select `heads`';
  const proxy = await openCuttingProxy(inject('socket'), { statement, when: 'before', times: 99 });
  const own = connect({ ...parseDatabaseUrl(databaseUrl), socketPath: proxy.socketPath }, { poolSize: 1 });

  const failing = checkOut(own.db, { userId, address: 'Here', purchaseKey: randomUUID() });

  await expect(failing).rejects.toMatchObject({
    kind: 'unavailable',
    message: `Order ${orderId} is bought, but cannot be shown now.`,
    details: { orderId },
  });
  await own.close();
  await proxy.close();
  expect(await stocks(db)).toEqual([3]);
});
