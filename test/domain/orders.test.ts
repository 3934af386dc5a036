import { randomUUID } from 'node:crypto';
import { describe, expect, inject } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { orderItems, orders } from '#db/schema.ts';
import { getCart } from '#domain/cart.ts';
import {
  cancelOrder,
  checkOut,
  everyOrder,
  getOrder,
  lastAddress,
  listOrders,
  type Order,
  type OrderCursor,
  type OrdersWish,
  reorder,
} from '#domain/orders.ts';
import { verify } from '#domain/verify.ts';
import { test } from '#test/database.ts';
import { aCart, anItem, aPerson, aPersonWithCart, changeItem, rowsOf, stocks } from '#test/given.ts';
import { type Hook, openProxy } from '#test/proxy.ts';

const buy = (db: Db, userId: number, address = 'Main St 1') =>
  checkOut(db, { userId, address, purchaseKey: randomUUID() });

/** A bought order of one person. */
async function aPurchase(db: Db, lines: Parameters<typeof aPersonWithCart>[1]) {
  const person = await aPersonWithCart(db, lines);
  await buy(db, person.userId);
  return person;
}

/** An order as another program wrote it: without prices of its lines, movements and key. */
async function aLoadedOrder(
  db: Db,
  userId: number,
  facts: Partial<typeof orders.$inferInsert> = {},
): Promise<number> {
  const [{ insertId }] = await db
    .insert(orders)
    .values({ userId, orderDate: '2026-01-20', totalPrice: '69.98', status: 'CLOSED', ...facts });
  return insertId;
}

async function walk(db: Db, wish: OrdersWish, limit: number): Promise<Order[]> {
  const found: Order[] = [];
  let after: OrderCursor | null = null;
  do {
    const start: OrderCursor | null = JSON.parse(JSON.stringify(after));
    const page = await listOrders(db, { ...wish, limit, after: start });
    found.push(...page.orders);
    after = page.next;
  } while (after);
  return found;
}

describe('the list', () => {
  test('has the open order first, then the newest, whatever their numbers', async ({ db }) => {
    const { userId } = await aPerson(db);
    const middle = await aLoadedOrder(db, userId, { orderDate: '2026-03-01' });
    const open = await aCart(db, userId, [{ itemId: await anItem(db), quantity: 1 }]);
    const oldest = await aLoadedOrder(db, userId, { orderDate: '2025-12-31', status: 'CANCELLED' });
    const newest = await aLoadedOrder(db, userId, { orderDate: '2026-03-01' });

    const { orders: found } = await listOrders(db, { userId, limit: 10 });

    expect(found.map(({ id }) => id)).toEqual([open, newest, middle, oldest]);
  });

  test("is a person's own, unless everybody's is asked for", async ({ db }) => {
    const [joe, smith] = [await aPerson(db, { username: 'joe' }), await aPerson(db, { username: 'smith' })];
    await aLoadedOrder(db, joe.userId);
    await aLoadedOrder(db, smith.userId);
    const names = async (userId: number | null) =>
      (await listOrders(db, { userId, limit: 10 })).orders.map(({ username }) => username);

    expect(await names(joe.userId)).toEqual(['joe']);
    expect(await names(null)).toEqual(['smith', 'joe']);
  });

  test('is narrowed by status and by days, both ends included', async ({ db }) => {
    const { userId } = await aPerson(db);
    for (const [orderDate, status] of [
      ['2026-01-01', 'CLOSED'],
      ['2026-01-02', 'CANCELLED'],
      ['2026-01-03', 'CLOSED'],
    ] as const) {
      await aLoadedOrder(db, userId, { orderDate, status });
    }
    const days = async (wish: Partial<OrdersWish>) =>
      (await listOrders(db, { userId, ...wish, limit: 10 })).orders.map(({ date }) => date?.slice(-1));

    expect(await days({ status: 'CLOSED' })).toEqual(['3', '1']);
    expect(await days({ status: 'TEMP' })).toEqual([]);
    expect(await days({ since: '2026-01-02' })).toEqual(['3', '2']);
    expect(await days({ until: '2026-01-02' })).toEqual(['2', '1']);
    expect(await days({ since: '2026-01-02', until: '2026-01-02', status: 'CANCELLED' })).toEqual(['2']);
  });

  test('walked by pages gives nothing twice and misses nothing', async ({ db }) => {
    const people = await Promise.all([1, 2, 3, 4].map(() => aPerson(db)));
    const itemId = await anItem(db);
    for (const [at, { userId }] of people.entries()) {
      await aCart(db, userId, [{ itemId, quantity: 1 }]);
      for (let day = 1; day <= 5; day += 1)
        await aLoadedOrder(db, userId, { orderDate: `2026-01-0${1 + ((at + day) % 3)}` });
    }
    const whole = await listOrders(db, { userId: null, limit: 100 });

    for (const limit of [1, 4, 5, 24]) expect(await walk(db, { userId: null }, limit)).toEqual(whole.orders);

    expect(whole.orders).toHaveLength(24);
    const all: Order[] = [];
    for await (const page of everyOrder(db, { userId: null })) all.push(...page);
    expect(all).toEqual(whole.orders);
  });
});

describe('an order that is bought while the list is read', () => {
  test('is there once: the whole page is of one moment', async ({ db, databaseUrl }) => {
    const { userId, orderId } = await aPersonWithCart(db, [{ quantity: 1 }]);
    let reads = 0;
    const onStatement: Hook = async ({ text }) => {
      if (!text.startsWith('select')) return;
      reads += 1;
      if (reads === 2) await buy(db, userId);
    };
    await using proxy = await openProxy(inject('socket'), { onStatement });
    const own = connect({ ...parseDatabaseUrl(databaseUrl), socketPath: proxy.socketPath }, { poolSize: 1 });

    const { orders: found } = await listOrders(own.db, { userId, limit: 10 });

    await own.close();
    expect(found).toMatchObject([{ id: orderId, status: 'TEMP' }]);
    expect(reads).toBe(1);
  });

  test('is there once, as it was first, when it is bought between two pages', async ({ db }) => {
    const carts = [
      await aPersonWithCart(db, [{ quantity: 1 }]),
      await aPersonWithCart(db, [{ quantity: 1 }]),
    ];
    const found: Order[] = [];

    for await (const page of everyOrder(db, { userId: null, limit: 1 })) {
      found.push(...page);
      for (const { userId } of carts.splice(0)) await buy(db, userId);
    }

    expect(found.map(({ status }) => status)).toEqual(['TEMP', 'CLOSED']);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
  });
});

describe('one order', () => {
  test("is not found when it is somebody else's, or nobody's", async ({ db }) => {
    const { userId } = await aPerson(db);
    const other = await aPerson(db);
    const orderId = await aLoadedOrder(db, other.userId);

    for (const wanted of [orderId, 999]) {
      await expect(getOrder(db, { userId, orderId: wanted })).rejects.toMatchObject({ kind: 'not_found' });
      await expect(cancelOrder(db, { userId, orderId: wanted })).rejects.toMatchObject({ kind: 'not_found' });
      await expect(reorder(db, { userId, orderId: wanted })).rejects.toMatchObject({ kind: 'not_found' });
    }

    expect(await getOrder(db, { userId: other.userId, orderId })).toMatchObject({ status: 'CLOSED' });
  });

  test("is anybody's, for whoever sees everybody's", async ({ db }) => {
    const { userId, username } = await aPerson(db);
    const orderId = await aLoadedOrder(db, userId);

    expect(await getOrder(db, { userId: null, orderId })).toMatchObject({ id: orderId, username });
    await expect(getOrder(db, { userId: null, orderId: 999 })).rejects.toMatchObject({
      message: 'There is no order 999.',
    });
  });

  test('loaded from elsewhere has its total and no prices of its lines', async ({ db }) => {
    const { userId } = await aPerson(db);
    const itemId = await anItem(db, { name: 'Tea', price: '3.00' });
    const orderId = await aLoadedOrder(db, userId);
    await db.insert(orderItems).values({ orderId, itemId, quantity: 3 });

    expect(await getOrder(db, { userId, orderId })).toMatchObject({
      totalCents: 6998,
      purchasedAt: null,
      items: [{ name: 'Tea', quantity: 3, unitPriceCents: null, subtotalCents: null }],
    });
  });
});

describe('cancelling', () => {
  test('gives the stock back, keeps what was paid, and is done once', async ({ db }) => {
    const { userId, orderId } = await aPurchase(db, [
      { stock: 5, price: '2.00', quantity: 2 },
      { stock: 1, price: '3.00', quantity: 1 },
    ]);

    const order = await cancelOrder(db, { userId, orderId });
    const again = cancelOrder(db, { userId, orderId });

    await expect(again).rejects.toMatchObject({ kind: 'conflict', message: /already/ });
    expect(order).toMatchObject({
      status: 'CANCELLED',
      totalCents: 700,
      isModifiable: false,
      canPurchase: false,
      cancelledAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect(await stocks(db)).toEqual([5, 1]);
    expect((await verify(db)).broken).toEqual([]);
  });

  test('an order that another program wrote opens the books of its items', async ({ db }) => {
    const { userId } = await aPerson(db);
    const itemId = await anItem(db, { stock: 8 });
    const orderId = await aLoadedOrder(db, userId);
    await db.insert(orderItems).values({ orderId, itemId, quantity: 3 });

    await cancelOrder(db, { userId, orderId });

    expect(await stocks(db)).toEqual([11]);
    expect(await rowsOf(db, 'SELECT reason, quantity FROM stock_movements ORDER BY id')).toEqual([
      { reason: 'opening', quantity: 8 },
      { reason: 'cancel', quantity: 3 },
    ]);
    expect((await verify(db)).broken).toEqual([]);
  });

  test('the cart is a conflict', async ({ db }) => {
    const { userId, orderId } = await aPersonWithCart(db, [{ quantity: 1 }]);

    await expect(cancelOrder(db, { userId, orderId })).rejects.toMatchObject({
      kind: 'conflict',
      message: /cart/,
    });

    expect(await stocks(db)).toEqual([5]);
  });

  test('is refused when the stock would be more than can be counted', async ({ db }) => {
    const { userId, orderId, itemIds } = await aPurchase(db, [{ stock: 5, quantity: 2 }]);
    await changeItem(db, itemIds[0] ?? 0, { stock: 2_147_483_646 });

    await expect(cancelOrder(db, { userId, orderId })).rejects.toMatchObject({ kind: 'conflict' });

    expect(await stocks(db)).toEqual([2_147_483_646]);
    expect(await getOrder(db, { userId, orderId })).toMatchObject({ status: 'CLOSED', cancelledAt: null });
  });
});

describe('ordering again', () => {
  test('fills the cart as far as stock goes, on top of what is in it', async ({ db }) => {
    const { userId, orderId, itemIds } = await aPurchase(db, [
      { name: 'Plenty', stock: 20, quantity: 2 },
      { name: 'Few', stock: 5, quantity: 3 },
      { name: 'Gone', stock: 1, quantity: 1 },
      { name: 'Retired', stock: 9, quantity: 1 },
    ]);
    const [plenty = 0, few = 0, gone = 0, retired = 0] = itemIds;
    await changeItem(db, retired, { retiredAt: new Date() });
    await aCart(db, userId, [{ itemId: plenty, quantity: 4 }]);

    const { cart, short } = await reorder(db, { userId, orderId });

    expect(cart.items.map(({ itemId, quantity }) => [itemId, quantity])).toEqual([
      [plenty, 6],
      [few, 2],
    ]);
    expect(short).toEqual([
      { itemId: few, name: 'Few', wanted: 3, stock: 2 },
      { itemId: gone, name: 'Gone', wanted: 1, stock: 0 },
      { itemId: retired, name: 'Retired', wanted: 1, stock: 0 },
    ]);
    expect(await getCart(db, userId)).toEqual(cart);
  });

  test('of an order that names no items opens no cart', async ({ db }) => {
    const { userId } = await aPerson(db);
    const [{ insertId: orderId }] = await db.insert(orders).values({ userId, status: 'CLOSED' });

    const { cart, lines } = await reorder(db, { userId, orderId });

    expect(lines).toBe(0);
    expect(cart.id).toBe(null);
    expect((await listOrders(db, { userId, limit: 9 })).orders.map(({ status }) => status)).toEqual([
      'CLOSED',
    ]);
  });

  test('the cart itself is a conflict', async ({ db }) => {
    const { userId, orderId } = await aPersonWithCart(db, [{ quantity: 1 }]);

    await expect(reorder(db, { userId, orderId })).rejects.toMatchObject({ kind: 'conflict' });
  });
});

describe('the last address', () => {
  test("is that of the newest order, not a cart's, and nobody else's", async ({ db }) => {
    const { userId } = await aPerson(db);
    const other = await aPerson(db);
    await aLoadedOrder(db, userId, { orderDate: '2026-02-01', shippingAddress: 'New Street 2' });
    await aLoadedOrder(db, userId, { orderDate: '2026-01-01', shippingAddress: 'Old Street 1' });
    await aLoadedOrder(db, userId, { orderDate: '2026-03-01', shippingAddress: null });
    await db.insert(orders).values({ userId, shippingAddress: 'Nowhere', orderDate: '2026-04-01' });

    expect(await lastAddress(db, userId)).toBe('New Street 2');
    expect(await lastAddress(db, other.userId)).toBe(null);
  });
});
