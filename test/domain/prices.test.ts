import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { inTransaction } from '#db/retry.ts';
import { addToCart, getCart, mergeCarts, removeFromCart, setInCart } from '#domain/cart.ts';
import { type CheckoutWish, checkOut, getOrder, reorder } from '#domain/orders.ts';
import { priceChanges, seePrices } from '#domain/prices.ts';
import { verify } from '#domain/verify.ts';
import { onOneNode, test } from '#test/database.ts';
import {
  aCart,
  allRows,
  anItem,
  aPerson,
  aPersonWithCart,
  changeItem,
  someItems,
  stocks,
} from '#test/given.ts';
import { untilItWaitsForALock } from '#test/locks.ts';

const buy = (db: Db, userId: number, prices?: CheckoutWish['prices']) =>
  checkOut(db, { userId, address: '1 Main St', purchaseKey: randomUUID(), ...(prices && { prices }) });

/** Somebody who has put Tea at 8.75 (twice) and a Cup at 3.00 into the cart; the Tea costs 9.10 by now. */
async function aSurprise(db: Db) {
  const { userId } = await aPerson(db);
  const [tea = 0, cup = 0] = await someItems(db, [
    { name: 'Tea', price: '8.75' },
    { name: 'Cup', price: '3.00' },
  ]);
  await addToCart(db, { userId, itemId: tea, quantity: 2 });
  await addToCart(db, { userId, itemId: cup });
  await changeItem(db, tea, { price: '9.10' });
  return { userId, tea, cup };
}

const teaChanged = (tea: number) => ({
  itemId: tea,
  name: 'Tea',
  shown: '8.75',
  shownCents: 875,
  price: '9.10',
  priceCents: 910,
});

describe('a cart that changed since it was shown', () => {
  test('is not bought: only what was agreed to is', async ({ db }) => {
    const { userId, tea, cup } = await aSurprise(db);
    const { items: shown } = await getCart(db, userId);
    await addToCart(db, { userId, itemId: cup, quantity: 3 });

    await expect(buy(db, userId, shown)).rejects.toMatchObject({
      kind: 'conflict',
      details: { cartChanged: true },
    });

    const cart = await getCart(db, userId);
    expect(cart).toMatchObject({ status: 'TEMP', items: [{ itemId: tea }, { itemId: cup, quantity: 4 }] });
    await expect(buy(db, userId, cart.items)).resolves.toMatchObject({ status: 'CLOSED' });
  });

  test('by a further or a missing line is another cart too', async ({ db }) => {
    const { userId, tea, cup } = await aSurprise(db);
    const { items: shown } = await getCart(db, userId);
    await removeFromCart(db, { userId, itemId: cup });
    const fewer = (await getCart(db, userId)).items;

    await expect(buy(db, userId, shown)).rejects.toMatchObject({ details: { cartChanged: true } });
    await addToCart(db, { userId, itemId: cup });

    await expect(buy(db, userId, fewer)).rejects.toMatchObject({ details: { cartChanged: true } });
    expect(await stocks(db)).toHaveLength(2);
    expect((await getCart(db, userId)).items.map(({ itemId }) => itemId)).toEqual([tea, cup]);
  });
});

describe('a price that changed since the person was shown it', () => {
  test('is named by the refused purchase, which changes nothing', async ({ db }) => {
    const { userId, tea, cup } = await aSurprise(db);
    const before = await allRows(db, ['orders', 'order_items', 'item', 'stock_movements']);

    await expect(buy(db, userId)).rejects.toMatchObject({
      kind: 'conflict',
      message: 'A price has changed.',
      details: { prices: [teaChanged(tea)] },
      next: expect.stringContaining('--accept-price-changes'),
    });

    expect(await allRows(db, ['orders', 'order_items', 'item', 'stock_movements'])).toEqual(before);
    expect((await getCart(db, userId)).items).toMatchObject([
      { itemId: tea, unitPriceCents: 910, shownPriceCents: 875 },
      { itemId: cup, unitPriceCents: 300, shownPriceCents: 300 },
    ]);
  });

  test.for([
    ['a lower price as well', '8.00'],
    ['a gift as well', '0.00'],
  ])('%s', async ([, price = ''], { db }) => {
    const { userId, tea } = await aSurprise(db);
    await changeItem(db, tea, { price });

    await expect(buy(db, userId)).rejects.toMatchObject({ details: { prices: [{ price }] } });
  });

  test('is no matter when it is back to what it was', async ({ db }) => {
    const { userId, tea } = await aSurprise(db);
    await changeItem(db, tea, { price: '8.75' });

    expect((await buy(db, userId)).totalCents).toBe(2050);
  });

  test('is paid by those who accept whatever it costs', async ({ db }) => {
    const { userId } = await aSurprise(db);

    expect((await buy(db, userId, 'accept')).totalCents).toBe(2120);
    expect((await verify(db)).broken).toEqual([]);
  });

  test('is paid once it was seen', async ({ db }) => {
    const { userId, tea } = await aSurprise(db);
    const cart = await getCart(db, userId);

    await seePrices(db, cart);

    expect(priceChanges(cart.items)).toEqual([teaChanged(tea)]);
    expect(priceChanges((await getCart(db, userId)).items)).toEqual([]);
    expect((await buy(db, userId)).totalCents).toBe(2120);
  });

  test('comes after what is short: with less in the cart it may not matter', async ({ db }) => {
    const { userId, cup } = await aSurprise(db);
    await changeItem(db, cup, { stock: 0 });

    await expect(buy(db, userId)).rejects.toMatchObject({
      message: 'Not enough stock.',
      details: { lines: [{ itemId: cup }] },
    });
  });

  test('is found though it changes between the look and the sale', async ({ db, databaseUrl }) => {
    const { userId } = await aPerson(db);
    const tea = await anItem(db, { name: 'Tea', price: '8.75' });
    await addToCart(db, { userId, itemId: tea });
    const target = parseDatabaseUrl(onOneNode(databaseUrl));
    const [operator, buyer] = [connect(target, { poolSize: 1 }), connect(target, { poolSize: 2 })];

    let bought: Promise<unknown> = Promise.resolve();
    await inTransaction(operator.db, async (tx) => {
      await changeItem(tx, tea, { price: '9.10' });
      bought = buy(buyer.db, userId).catch((error: unknown) => error);
      await untilItWaitsForALock(buyer.db, 'stock_available -');
    });

    expect(await bought).toMatchObject({ kind: 'conflict', details: { prices: [teaChanged(tea)] } });
    expect(await stocks(db)).toEqual([5]);
    await Promise.all([operator.close(), buyer.close()]);
  });
});

describe('the prices of a screen', () => {
  test('are what counts, not what was shown before', async ({ db }) => {
    const { userId, tea } = await aSurprise(db);
    const { items } = await getCart(db, userId);
    await changeItem(db, tea, { price: '9.50' });

    await expect(buy(db, userId, items)).rejects.toMatchObject({
      details: { prices: [{ itemId: tea, shown: '9.10', price: '9.50' }] },
    });

    await changeItem(db, tea, { price: '9.10' });
    expect((await buy(db, userId, items)).totalCents).toBe(2120);
  });

  test('leave a line that was not on it to what it was shown at elsewhere', async ({ db }) => {
    const { userId, tea, cup } = await aSurprise(db);

    await expect(buy(db, userId, [{ itemId: cup, unitPriceCents: 300 }])).rejects.toMatchObject({
      details: { prices: [teaChanged(tea)] },
    });
  });
});

describe('what a line was shown at', () => {
  const shownIn = async (db: Db, userId: number) =>
    (await getCart(db, userId)).items.map(({ shownPriceCents }) => shownPriceCents);

  test('is the price when it came into the cart, however often more is added', async ({ db }) => {
    const { userId, tea, cup } = await aSurprise(db);

    const added = await addToCart(db, { userId, itemId: tea });
    await setInCart(db, { userId, itemId: tea, quantity: 4 });

    expect(priceChanges(added.items)).toEqual([teaChanged(tea)]);
    expect(await shownIn(db, userId)).toEqual([875, 300]);
    await removeFromCart(db, { userId, itemId: tea });
    await setInCart(db, { userId, itemId: tea, quantity: 1 });
    expect(await shownIn(db, userId)).toEqual([910, 300]);
    expect((await getCart(db, userId)).items.map(({ itemId }) => itemId)).toEqual([tea, cup]);
  });

  test("is nothing for another client's line: then nothing is checked until it is shown", async ({ db }) => {
    const { userId, itemIds } = await aPersonWithCart(db, [{ price: '10.00', quantity: 1 }]);
    const [itemId = 0] = itemIds;
    await changeItem(db, itemId, { price: '12.25' });

    expect(await shownIn(db, userId)).toEqual([null]);
    await seePrices(db, await getCart(db, userId));
    await changeItem(db, itemId, { price: '13.00' });

    await expect(buy(db, userId)).rejects.toMatchObject({
      details: { prices: [{ shown: '12.25', price: '13.00' }] },
    });
  });

  test("moves with a visitor's cart", async ({ db }) => {
    const visitor = await aPerson(db, { isRegistered: false });
    const { userId, tea, cup } = await aSurprise(db);
    const [pot = 0, unseen = 0] = await someItems(db, [{ price: '20.00' }, { price: '1.00' }]);
    await aCart(db, visitor.userId, [{ itemId: unseen, quantity: 1 }]);
    for (const itemId of [tea, pot]) await addToCart(db, { userId: visitor.userId, itemId });
    await changeItem(db, pot, { price: '25.00' });

    const { cart } = await mergeCarts(db, { fromUserId: visitor.userId, toUserId: userId });

    expect(cart.items.map(({ itemId, shownPriceCents }) => [itemId, shownPriceCents])).toEqual([
      [tea, 910],
      [cup, 300],
      [pot, 2000],
      [unseen, null],
    ]);
  });

  test("is today's price for what is ordered again", async ({ db }) => {
    const { userId, tea, cup } = await aSurprise(db);
    const { id } = await buy(db, userId, 'accept');
    await changeItem(db, cup, { price: '3.30' });
    await addToCart(db, { userId, itemId: tea });
    await changeItem(db, tea, { price: '9.90' });

    const { cart } = await reorder(db, { userId, orderId: id ?? 0 });

    expect(cart.items.map(({ shownPriceCents }) => shownPriceCents)).toEqual([910, 330]);
    await expect(buy(db, userId)).rejects.toMatchObject({ details: { prices: [{ itemId: tea }] } });
  });

  test("is nobody's business any more once the order is bought", async ({ db }) => {
    const { userId, tea } = await aSurprise(db);
    const cart = await getCart(db, userId);
    const order = await buy(db, userId, 'accept');
    const before = await allRows(db, ['order_items']);
    await changeItem(db, tea, { price: '1.00' });

    await seePrices(db, cart);

    expect(order.items.map(({ shownPriceCents }) => shownPriceCents)).toEqual([null, null]);
    expect(await getOrder(db, { userId, orderId: order.id ?? 0 })).toMatchObject({ totalCents: 2120 });
    expect(await allRows(db, ['order_items'])).toEqual(before);
  });
});

describe('seeing prices', () => {
  test('does not even ask the database when there is nothing new', async ({ db, databaseUrl }) => {
    const { userId } = await aSurprise(db);
    await seePrices(db, await getCart(db, userId));
    const seen = await getCart(db, userId);
    const closed = connect(parseDatabaseUrl(databaseUrl), { poolSize: 1 });
    await closed.close();

    await seePrices(closed.db, seen);
    const other = seen.items.map((line) => ({ ...line, shownPriceCents: 1 }));
    await expect(seePrices(closed.db, { ...seen, items: other })).rejects.toThrow(/closed/);
  });

  test('keeps what was shown, not what the price is by the time it is kept', async ({ db }) => {
    const { userId, tea } = await aSurprise(db);
    const cart = await getCart(db, userId);
    await changeItem(db, tea, { price: '9.99' });

    await seePrices(db, cart);

    await expect(buy(db, userId)).rejects.toMatchObject({
      details: { prices: [{ shown: '9.10', price: '9.99' }] },
    });
  });

  test('of two hundred and fifty lines, at the largest prices there are', async ({ db }) => {
    const { userId, itemIds } = await aPersonWithCart(
      db,
      Array.from({ length: 250 }, (_, at) => ({
        quantity: 1,
        price: `999999${(at % 90) + 10}.${(at % 90) + 10}`,
      })),
    );

    await seePrices(db, await getCart(db, userId));

    expect(priceChanges((await getCart(db, userId)).items)).toEqual([]);
    await changeItem(db, itemIds[249] ?? 0, { price: '0.01' });
    await expect(buy(db, userId)).rejects.toMatchObject({ details: { prices: [{ itemId: itemIds[249] }] } });
  });
});
