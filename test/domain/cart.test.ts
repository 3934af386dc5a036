import { describe, expect, inject } from 'vitest';
import { connect } from '#db/connect.ts';
import {
  addToCart,
  clearCart,
  getCart,
  lineByLine,
  mergeCarts,
  removeFromCart,
  setInCart,
} from '#domain/cart.ts';
import { test } from '#test/database.ts';
import { aCart, anItem, aPerson, aPersonWithCart, changeItem, rowsOf, someItems } from '#test/given.ts';
import { openProxy } from '#test/proxy.ts';

describe('a cart', () => {
  test('that was never opened is shown without being created', async ({ db }) => {
    const { userId, username } = await aPerson(db);

    expect(await getCart(db, userId)).toEqual({
      id: null,
      status: 'TEMP',
      date: null,
      shippingAddress: null,
      totalCents: 0,
      items: [],
      canPurchase: false,
      isModifiable: true,
      purchasedAt: null,
      cancelledAt: null,
      username,
    });
    expect(await rowsOf(db, 'SELECT * FROM orders')).toEqual([]);
  });

  test("shows today's names, prices and stock, and whether it can be bought", async ({ db }) => {
    const { userId, itemIds } = await aPersonWithCart(db, [
      { name: 'Tea', price: '10.00', stock: 5, quantity: 3 },
    ]);
    const before = await getCart(db, userId);
    await changeItem(db, itemIds[0] ?? 0, { name: 'Green tea', price: '11.10', stock: 2 });

    expect(before).toMatchObject({
      canPurchase: true,
      totalCents: 3000,
      items: [{ stock: 5, available: true }],
    });
    expect(await getCart(db, userId)).toMatchObject({
      canPurchase: false,
      totalCents: 3330,
      items: [{ name: 'Green tea', unitPriceCents: 1110, subtotalCents: 3330, stock: 2, available: false }],
    });
  });
});

describe('line by line', () => {
  test('adds as one line does, and refuses as one line is refused', async ({ db }) => {
    const { userId } = await aPerson(db);
    const tea = await anItem(db, { name: 'Tea', stock: 5 });
    const old = await anItem(db, { name: 'Old', retiredAt: new Date() });
    const add = lineByLine();
    await add(db, { userId, itemId: tea, quantity: 2 });
    await add(db, { userId, itemId: tea, quantity: 2 });

    await expect(add(db, { userId, itemId: tea, quantity: 2 })).rejects.toMatchObject({
      kind: 'conflict',
      details: { lines: [{ itemId: tea, name: 'Tea', wanted: 6, stock: 5 }] },
    });
    await expect(add(db, { userId, itemId: old, quantity: 1 })).rejects.toMatchObject({ kind: 'conflict' });
    await expect(add(db, { userId, itemId: 999, quantity: 1 })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(add(db, { userId, itemId: tea, quantity: 0 })).rejects.toMatchObject({ kind: 'usage' });

    expect((await getCart(db, userId)).items).toMatchObject([{ itemId: tea, quantity: 4 }]);
  });

  test('from two terminals never goes beyond what one order can cost', async ({ db }) => {
    const { userId } = await aPerson(db);
    const itemId = await anItem(db, { price: '99999999.99', stock: 2_000_000_000 });
    const terminals = [lineByLine(), lineByLine()];
    let refused = 0;

    for (let line = 0; line < 120; line += 1) {
      await terminals[line % 2]?.(db, { userId, itemId, quantity: 1 }).catch((error) => {
        expect(error).toMatchObject({ message: 'One order can cost 9999999999.99 at most.' });
        refused += 1;
      });
    }

    expect(await getCart(db, userId)).toMatchObject({ totalCents: 999_999_999_900 });
    expect(refused).toBe(20);
  });

  test('reads the whole cart once, however many lines there are', async ({ db, databaseUrl }) => {
    const { userId } = await aPerson(db);
    const itemIds = await someItems(db, Array(20).fill({}));
    await using proxy = await openProxy(inject('socket'));
    const own = connect(
      { socketPath: proxy.socketPath, user: 'root', database: nameIn(databaseUrl) },
      { poolSize: 1 },
    );
    const add = lineByLine();

    for (const itemId of itemIds) await add(own.db, { userId, itemId, quantity: 1 });
    await own.close();

    expect(proxy.statements.filter((text) => /left join `order_items`/i.test(text))).toHaveLength(1);
  });
});

const nameIn = (url: string) => new URL(url).pathname.slice(1);

test('the cart of a visitor cannot be bought', async ({ db }) => {
  const { userId } = await aPerson(db, { isRegistered: false });
  const itemId = await anItem(db);

  expect(await addToCart(db, { userId, itemId })).toMatchObject({ canPurchase: false });
});

describe('adding', () => {
  test('adds to what is there', async ({ db }) => {
    const { userId } = await aPerson(db);
    const itemId = await anItem(db, { stock: 5 });

    await addToCart(db, { userId, itemId });
    const cart = await addToCart(db, { userId, itemId, quantity: 3 });

    expect(cart.items).toMatchObject([{ itemId, quantity: 4 }]);
  });

  test('beyond the stock says how much there is, and leaves the cart as it was', async ({ db }) => {
    const { userId } = await aPerson(db);
    const itemId = await anItem(db, { name: 'Tea', stock: 5 });
    await addToCart(db, { userId, itemId, quantity: 4 });

    await expect(addToCart(db, { userId, itemId, quantity: 2 })).rejects.toMatchObject({
      kind: 'conflict',
      details: { lines: [{ itemId, name: 'Tea', wanted: 6, stock: 5 }] },
    });

    expect((await getCart(db, userId)).items).toMatchObject([{ quantity: 4 }]);
  });

  test('more than an INT holds is not enough stock, not a fault', async ({ db }) => {
    const { userId } = await aPerson(db);
    const itemId = await anItem(db, { price: '0.01', stock: 2_147_483_647 });
    await addToCart(db, { userId, itemId, quantity: 2_147_483_647 });

    await expect(addToCart(db, { userId, itemId, quantity: 2_147_483_647 })).rejects.toMatchObject({
      kind: 'conflict',
      details: { lines: [{ wanted: 4_294_967_294, stock: 2_147_483_647 }] },
    });

    expect((await getCart(db, userId)).items).toMatchObject([{ quantity: 2_147_483_647 }]);
  });

  test('beyond what one order can cost is refused, while its cents are exact', async ({ db }) => {
    const { userId } = await aPerson(db);
    const itemId = await anItem(db, { price: '99999999.99', stock: 2_000_000_000 });
    await addToCart(db, { userId, itemId, quantity: 100 });

    for (const quantity of [1, 1_999_999_000]) {
      await expect(addToCart(db, { userId, itemId, quantity })).rejects.toMatchObject({
        kind: 'conflict',
        message: 'One order can cost 9999999999.99 at most.',
      });
    }

    expect(await getCart(db, userId)).toMatchObject({ totalCents: 999_999_999_900 });
  });

  test.for([0, -1, 1.5, Number.NaN, 2_147_483_648])(
    '%d of something is refused',
    async (quantity, { db }) => {
      const { userId } = await aPerson(db);
      const itemId = await anItem(db);

      await expect(addToCart(db, { userId, itemId, quantity })).rejects.toMatchObject({ kind: 'usage' });

      expect(await rowsOf(db, 'SELECT * FROM orders')).toEqual([]);
    },
  );

  test('what does not exist, or is no longer sold, opens no cart', async ({ db }) => {
    const { userId } = await aPerson(db);
    const retired = await anItem(db, { name: 'Old', retiredAt: new Date() });

    await expect(addToCart(db, { userId, itemId: 999 })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(addToCart(db, { userId, itemId: retired })).rejects.toMatchObject({
      kind: 'conflict',
      message: '"Old" is no longer sold.',
    });

    expect(await rowsOf(db, 'SELECT * FROM orders')).toEqual([]);
  });

  test('for nobody is refused', async ({ db }) => {
    const itemId = await anItem(db);

    await expect(addToCart(db, { userId: 999, itemId })).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe('setting', () => {
  test('makes it exactly so many, and 0 takes it out', async ({ db }) => {
    const { userId } = await aPerson(db);
    const itemId = await anItem(db, { stock: 5 });

    const five = await setInCart(db, { userId, itemId, quantity: 5 });
    const two = await setInCart(db, { userId, itemId, quantity: 2 });
    const none = await setInCart(db, { userId, itemId, quantity: 0 });
    const still = await setInCart(db, { userId, itemId, quantity: 0 });

    expect([five, two, none, still].map((cart) => cart.items.map(({ quantity }) => quantity))).toEqual([
      [5],
      [2],
      [],
      [],
    ]);
  });

  test('beyond the stock changes nothing', async ({ db }) => {
    const { userId, itemIds } = await aPersonWithCart(db, [{ stock: 5, quantity: 1 }]);

    await expect(setInCart(db, { userId, itemId: itemIds[0] ?? 0, quantity: 6 })).rejects.toMatchObject({
      kind: 'conflict',
      details: { lines: [{ wanted: 6, stock: 5 }] },
    });

    expect((await getCart(db, userId)).items).toMatchObject([{ quantity: 1 }]);
  });

  test('an unknown item is not found, whatever the quantity', async ({ db }) => {
    const { userId } = await aPerson(db);

    for (const quantity of [0, 1]) {
      await expect(setInCart(db, { userId, itemId: 999, quantity })).rejects.toMatchObject({
        kind: 'not_found',
      });
    }
  });
});

describe('removing and clearing', () => {
  test('take out one line, or all', async ({ db }) => {
    const { userId, itemIds } = await aPersonWithCart(db, [
      { quantity: 1 },
      { quantity: 2 },
      { quantity: 3 },
    ]);

    const removed = await removeFromCart(db, { userId, itemId: itemIds[1] ?? 0 });
    const cleared = await clearCart(db, { userId });

    expect(removed.items.map(({ quantity }) => quantity)).toEqual([1, 3]);
    expect(cleared).toMatchObject({ items: [], totalCents: 0 });
  });

  test('take out what is no longer sold', async ({ db }) => {
    const { userId, itemIds } = await aPersonWithCart(db, [{ quantity: 1, retiredAt: new Date() }]);

    expect((await removeFromCart(db, { userId, itemId: itemIds[0] ?? 0 })).items).toEqual([]);
  });

  test('say so when it is not in the cart, or there is none', async ({ db }) => {
    const nobody = await aPerson(db);
    const { userId } = await aPersonWithCart(db, [{ quantity: 1 }]);
    const other = await anItem(db);

    await expect(removeFromCart(db, { userId, itemId: other })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(removeFromCart(db, { userId: nobody.userId, itemId: other })).rejects.toMatchObject({
      kind: 'not_found',
    });
    expect((await clearCart(db, nobody)).id).toBe(null);
  });
});

describe("a visitor's cart at login", () => {
  test('is added to the account, capped at the stock, and gone', async ({ db }) => {
    const visitor = await aPersonWithCart(db, [
      { name: 'Tea', stock: 5, quantity: 4 },
      { name: 'Cup', stock: 9, quantity: 2 },
      { name: 'Old', stock: 9, quantity: 1, retiredAt: new Date() },
    ]);
    const [tea = 0, cup = 0, old = 0] = visitor.itemIds;
    const account = await aPerson(db);
    await aCart(db, account.userId, [{ itemId: tea, quantity: 3 }]);

    const { cart, capped } = await mergeCarts(db, { fromUserId: visitor.userId, toUserId: account.userId });

    expect(cart.items.map(({ itemId, quantity }) => [itemId, quantity])).toEqual([
      [tea, 5],
      [cup, 2],
    ]);
    expect(capped).toEqual([
      { itemId: tea, name: 'Tea', wanted: 7, stock: 5 },
      { itemId: old, name: 'Old', wanted: 1, stock: 0 },
    ]);
    expect(await getCart(db, visitor.userId)).toMatchObject({ id: null });
  });

  test('never takes away what the account had already', async ({ db }) => {
    const visitor = await aPersonWithCart(db, [{ stock: 2, quantity: 1 }]);
    const account = await aPerson(db);
    await aCart(db, account.userId, [{ itemId: visitor.itemIds[0] ?? 0, quantity: 4 }]);

    const { cart, capped } = await mergeCarts(db, { fromUserId: visitor.userId, toUserId: account.userId });

    expect(cart.items).toMatchObject([{ quantity: 4 }]);
    expect(capped).toMatchObject([{ wanted: 5, stock: 2 }]);
  });

  test('merged twice, or where there is none, changes nothing more', async ({ db }) => {
    const visitor = await aPersonWithCart(db, [{ stock: 5, quantity: 2 }]);
    const account = await aPerson(db);
    const merge = { fromUserId: visitor.userId, toUserId: account.userId };

    const first = await mergeCarts(db, merge);
    const second = await mergeCarts(db, merge);
    const self = await mergeCarts(db, { fromUserId: account.userId, toUserId: account.userId });

    expect(second).toEqual({ cart: first.cart, pieces: 0, capped: [] });
    expect(self).toEqual({ cart: first.cart, pieces: 0, capped: [] });
  });
});
