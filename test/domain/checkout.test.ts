import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { addToCart, getCart } from '#domain/cart.ts';
import { checkOut, getOrder, lastAddress, listOrders } from '#domain/orders.ts';
import { verify } from '#domain/verify.ts';
import { test } from '#test/database.ts';
import { aCart, anItem, aPerson, aPersonWithCart, changeItem, rowsOf, stocks } from '#test/given.ts';

const wish = (userId: number, purchaseKey = randomUUID()) => ({
  userId,
  address: '1 Main St, Berlin',
  purchaseKey,
});

describe('a purchase', () => {
  test('takes the stock, keeps price and name, and leaves no cart', async ({ db }) => {
    const { userId, itemIds } = await aPersonWithCart(db, [
      { name: 'Tea', price: '10.00', stock: 5, quantity: 2 },
      { name: 'Cup', price: '3.50', stock: 1, quantity: 1 },
    ]);

    const order = await checkOut(db, wish(userId));

    expect(order).toMatchObject({
      status: 'CLOSED',
      totalCents: 2350,
      shippingAddress: '1 Main St, Berlin',
      canPurchase: false,
      isModifiable: false,
      purchasedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      items: [
        { itemId: itemIds[0], name: 'Tea', quantity: 2, unitPriceCents: 1000, subtotalCents: 2000, stock: 3 },
        { itemId: itemIds[1], name: 'Cup', quantity: 1, unitPriceCents: 350, subtotalCents: 350, stock: 0 },
      ],
    });
    expect(await stocks(db)).toEqual([3, 0]);
    expect(await getCart(db, userId)).toMatchObject({ id: null, items: [] });
    expect(await lastAddress(db, userId)).toBe('1 Main St, Berlin');
    expect((await verify(db)).broken).toEqual([]);
  });

  test('of more lines than one statement takes is whole', async ({ db }) => {
    const facts = { price: '1.50', stock: 3, quantity: 2 };
    const { userId } = await aPersonWithCart(db, Array(130).fill(facts));

    const order = await checkOut(db, wish(userId));

    expect(order).toMatchObject({ totalCents: 130 * 300, items: { length: 130 } });
    expect(await stocks(db)).toEqual(Array(130).fill(1));
    expect((await verify(db)).broken).toEqual([]);
  });

  test('opens the books of an item that another client loaded, once', async ({ db }) => {
    const itemId = await anItem(db, { stock: 9 });
    for (const quantity of [2, 3]) {
      const { userId } = await aPerson(db);
      await addToCart(db, { userId, itemId, quantity });
      await checkOut(db, wish(userId));
    }

    const books = await rowsOf(db, 'SELECT reason, quantity FROM stock_movements ORDER BY id');

    expect(books).toEqual([
      { reason: 'opening', quantity: 9 },
      { reason: 'sale', quantity: -2 },
      { reason: 'sale', quantity: -3 },
    ]);
  });

  test('keeps the price and the name of the sale when both change later', async ({ db }) => {
    const { userId, itemIds } = await aPersonWithCart(db, [{ name: 'Tea', price: '10.00', quantity: 2 }]);
    const { id } = await checkOut(db, wish(userId));

    await changeItem(db, itemIds[0] ?? 0, { price: '99.00', name: 'Gold' });

    expect(await getOrder(db, { userId, orderId: id ?? 0 })).toMatchObject({
      totalCents: 2000,
      items: [{ name: 'Tea', unitPriceCents: 1000 }],
    });
  });

  test("charges today's price for a cart that another client has filled", async ({ db }) => {
    const { userId, itemIds } = await aPersonWithCart(db, [{ price: '10.00', quantity: 2 }]);
    await changeItem(db, itemIds[0] ?? 0, { price: '12.25' });

    const order = await checkOut(db, wish(userId));

    expect(order.totalCents).toBe(2450);
  });

  test('of very many different items is one purchase', async ({ db }) => {
    const { userId } = await aPersonWithCart(
      db,
      Array.from({ length: 250 }, (_, at) => ({ stock: 3, quantity: 1 + (at % 3), price: '1.10' })),
    );

    const order = await checkOut(db, wish(userId));

    expect(order.items).toHaveLength(250);
    expect((await verify(db)).broken).toEqual([]);
  });
});

describe('a refused purchase', () => {
  test('names every short line with what is left, and changes nothing', async ({ db }) => {
    const { userId, itemIds, orderId } = await aPersonWithCart(db, [
      { name: 'Plenty', stock: 5, quantity: 2 },
      { name: 'Few', stock: 1, quantity: 2 },
      { name: 'None', stock: 0, quantity: 1 },
      { name: 'Retired', stock: 5, quantity: 1, retiredAt: new Date() },
    ]);

    await expect(checkOut(db, wish(userId))).rejects.toMatchObject({
      kind: 'conflict',
      details: {
        lines: [
          { itemId: itemIds[1], name: 'Few', wanted: 2, stock: 1 },
          { itemId: itemIds[2], name: 'None', wanted: 1, stock: 0 },
          { itemId: itemIds[3], name: 'Retired', wanted: 1, stock: 0 },
        ],
      },
    });

    expect(await stocks(db)).toEqual([5, 1, 0, 5]);
    expect(await rowsOf(db, 'SELECT * FROM stock_movements')).toEqual([]);
    expect(await getOrder(db, { userId, orderId })).toMatchObject({ status: 'TEMP', shippingAddress: null });
    expect((await getCart(db, userId)).items).toHaveLength(4);
  });

  test('says that the cart is empty, whether it was opened or not', async ({ db }) => {
    const { userId } = await aPerson(db);
    const emptied = await aPersonWithCart(db, [{ quantity: 1 }]);
    await db.execute('DELETE FROM order_items');

    await expect(checkOut(db, wish(userId))).rejects.toMatchObject({ kind: 'conflict', message: /empty/ });
    await expect(checkOut(db, wish(emptied.userId))).rejects.toMatchObject({
      kind: 'conflict',
      message: /empty/,
    });

    expect(await getCart(db, emptied.userId)).toMatchObject({ id: emptied.orderId, status: 'TEMP' });
  });

  test('sends a visitor to register, with the cart as it was', async ({ db }) => {
    const { userId } = await aPerson(db, { isRegistered: false });
    await addToCart(db, { userId, itemId: await anItem(db) });

    await expect(checkOut(db, wish(userId))).rejects.toMatchObject({ kind: 'auth' });

    expect((await getCart(db, userId)).items).toHaveLength(1);
  });

  test.for(['', '   ', 'x'.repeat(501)])(
    'wants an address of 1 to 500 characters (%#)',
    async (address, { db }) => {
      const { userId } = await aPersonWithCart(db, [{ quantity: 1 }]);

      await expect(checkOut(db, { ...wish(userId), address })).rejects.toMatchObject({ kind: 'usage' });

      expect(await stocks(db)).toEqual([5]);
    },
  );

  test('is a conflict, not a fault, when the total does not fit into an order', async ({ db }) => {
    const { userId } = await aPersonWithCart(db, [
      { price: '99999999.99', stock: 2_000_000_000, quantity: 2_000_000_000 },
    ]);

    await expect(checkOut(db, wish(userId))).rejects.toMatchObject({ kind: 'conflict', message: /total/ });

    expect(await stocks(db)).toEqual([2_000_000_000]);
  });
});

describe('money at its edges', () => {
  test('a gift costs nothing, and the dearest item is exact', async ({ db }) => {
    const { userId } = await aPersonWithCart(db, [
      { name: 'Gift', price: '0.00', quantity: 3 },
      { name: 'Palace', price: '99999999.99', stock: 99, quantity: 99 },
    ]);

    const order = await checkOut(db, wish(userId));

    expect(order.items.map((line) => line.subtotalCents)).toEqual([0, 989_999_999_901]);
    expect(order.totalCents).toBe(989_999_999_901);
    expect((await verify(db)).broken).toEqual([]);
  });
});

describe('the same purchase twice', () => {
  test('gives the same order and buys once', async ({ db }) => {
    const { userId } = await aPersonWithCart(db, [{ stock: 5, quantity: 2 }]);
    const purchaseKey = randomUUID();

    const first = await checkOut(db, wish(userId, purchaseKey));
    const second = await checkOut(db, wish(userId, purchaseKey));

    expect(second).toEqual(first);
    expect(await stocks(db)).toEqual([3]);
  });

  test('leaves the new cart alone that was filled in between', async ({ db }) => {
    const { userId, itemIds } = await aPersonWithCart(db, [{ stock: 5, quantity: 2 }]);
    const purchaseKey = randomUUID();
    const first = await checkOut(db, wish(userId, purchaseKey));
    await aCart(db, userId, [{ itemId: itemIds[0] ?? 0, quantity: 1 }]);

    const second = await checkOut(db, wish(userId, purchaseKey));

    expect(second.id).toBe(first.id);
    expect(await stocks(db)).toEqual([3]);
    expect((await getCart(db, userId)).items).toMatchObject([{ quantity: 1 }]);
  });

  test('at the same moment buys once, and both get the order', async ({ db }) => {
    const { userId } = await aPersonWithCart(db, [{ stock: 5, quantity: 2 }]);
    const purchaseKey = randomUUID();

    const both = await Promise.all([1, 2, 3].map(() => checkOut(db, wish(userId, purchaseKey))));

    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
    expect(await stocks(db)).toEqual([3]);
    expect((await listOrders(db, { userId, limit: 10 })).orders).toHaveLength(1);
  });

  test('with two keys, as from two terminals, buys once and tells the other that the cart is empty', async ({
    db,
  }) => {
    const { userId } = await aPersonWithCart(db, [{ stock: 5, quantity: 2 }]);

    const both = await Promise.allSettled([checkOut(db, wish(userId)), checkOut(db, wish(userId))]);

    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { kind: 'conflict' } });
    expect(await stocks(db)).toEqual([3]);
  });
});
