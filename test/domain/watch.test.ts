import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { inTransaction } from '#db/retry.ts';
import { orders, users } from '#db/schema.ts';
import { addItem, editItem, removeItem, restockItem } from '#domain/assortment.ts';
import { addToCart } from '#domain/cart.ts';
import { cancelOrder, checkOut } from '#domain/orders.ts';
import { type ItemChange, watchItems, watchOrders } from '#domain/watch.ts';
import { test } from '#test/database.ts';
import { aPerson, changeItem, someItems } from '#test/given.ts';

async function anOperator(db: Db) {
  return (await aPerson(db, { role: 'operator' })).userId;
}

const inWords = ({ change, name, now, before }: ItemChange) =>
  `${name} ${change} ${before?.priceCents}/${before?.stock} ${now.priceCents}/${now.stock}`;

/** Buys one of an item, and leaves the transaction open until `commit`. */
async function buySlowly(db: Db, itemId: number) {
  const { userId, username } = await aPerson(db);
  await addToCart(db, { userId, itemId });
  const [bought, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ended = inTransaction(db, async (tx) => {
    await checkOut(tx, { userId, address: 'Here', purchaseKey: crypto.randomUUID(), prices: 'accept' });
    bought.resolve();
    await commit.promise;
  });
  await bought.promise;
  return {
    username,
    commit: () => {
      commit.resolve();
      return ended;
    },
  };
}

// The first test here: a row that another one has deleted, and that is not purged yet, would make a purchase wait for the
// one beside it, whose rows get the same keys anew.
test('orders that are committed in another order than they began are all told, and once', async ({ db }) => {
  const operatorId = await anOperator(db);
  const [tea = 0, cup = 0, pot = 0] = await someItems(db, [{}, {}, {}]);
  const look = watchOrders(db, { operatorId });
  await look();

  // Each on an item of its own, so that none waits for another.
  const slow = await buySlowly(db, tea);
  const slower = await buySlowly(db, cup);
  const quick = await buySlowly(db, pot);
  await quick.commit();
  const told = [await look()];
  await slower.commit();
  told.push(await look(), await look());
  await slow.commit();
  told.push(await look(), await look());

  expect(told.map((found) => found.map(({ username }) => username))).toEqual([
    [quick.username],
    [slower.username],
    [],
    [slow.username],
    [],
  ]);
});

describe('the items', () => {
  test('are told of by what became of them, and once', async ({ db }) => {
    const operatorId = await anOperator(db);
    const [tea = 0, cup = 0, pot = 0] = await someItems(db, [
      { name: 'Tea' },
      { name: 'Cup' },
      { name: 'Pot' },
    ]);
    const look = watchItems(db);
    const told = [await look()];

    await restockItem(db, { operatorId, itemId: tea, by: 3 });
    // Past the ledger, as another client would.
    await changeItem(db, cup, { price: '8.00', stock: 1 });
    await removeItem(db, { operatorId, itemId: pot });
    await addItem(db, {
      operatorId,
      name: 'Can',
      priceCents: 100,
      stock: 2,
      imageUrl: null,
      description: null,
    });
    told.push(await look(), await look());

    expect(told.map((changes) => changes.map(inWords))).toEqual([
      [],
      [
        'Tea stock 1000/5 1000/8',
        'Cup price 1000/5 800/1',
        'Cup stock 1000/5 800/1',
        'Can added undefined/undefined 100/2',
        // It is deleted, with its name.
        'null removed 1000/5 1000/5',
      ],
      [],
    ]);
  });

  test('with a bound are told of when they come below it, and again when they come back', async ({ db }) => {
    const operatorId = await anOperator(db);
    const [tea = 0, low = 0] = await someItems(db, [
      { name: 'Tea', stock: 5 },
      { name: 'Low', stock: 1 },
    ]);
    const look = watchItems(db, { stockBelow: 3 });
    const told = [await look()];

    for (const to of [3, 2, 1, 3, 0]) {
      await restockItem(db, { operatorId, itemId: tea, to });
      told.push(await look());
    }
    await changeItem(db, low, { stock: 0 });
    told.push(await look());

    expect(told.map((changes) => changes.map(inWords))).toEqual([
      [],
      [],
      ['Tea stock 1000/5 1000/2'],
      [],
      [],
      ['Tea stock 1000/3 1000/0'],
      [],
    ]);
  });

  test('with two bounds are told of for the one that they come below', async ({ db }) => {
    const operatorId = await anOperator(db);
    const [tea = 0] = await someItems(db, [{ name: 'Tea', price: '10.00', stock: 5 }]);
    const look = watchItems(db, { stockBelow: 3, priceBelowCents: 1000 });
    await look();

    await editItem(db, { operatorId, itemId: tea, priceCents: 999 });
    const cheap = await look();
    await editItem(db, { operatorId, itemId: tea, stock: 2 });
    const scarce = await look();

    expect(cheap.map(inWords)).toEqual(['Tea price 1000/5 999/5']);
    expect(scarce.map(inWords)).toEqual(['Tea stock 999/5 999/2']);
  });
});

describe('the orders', () => {
  test('of many buyers at once are all told, and once', async ({ db }) => {
    const operatorId = await anOperator(db);
    const [itemId = 0] = await someItems(db, [{ stock: 1000 }]);
    const look = watchOrders(db, { operatorId });
    await look();
    const told: (number | null)[] = [];
    const bought: (number | null)[] = [];
    let buying = true;

    const buy = async () => {
      const { userId } = await aPerson(db);
      for (let count = 0; count < 6; count += 1) {
        await addToCart(db, { userId, itemId });
        const wish = { userId, address: 'Here', purchaseKey: crypto.randomUUID(), prices: 'accept' as const };
        bought.push((await checkOut(db, wish)).id);
      }
    };
    const watch = async () => {
      while (buying) told.push(...(await look()).map(({ id }) => id));
    };
    const watching = watch();
    await Promise.all([buy(), buy(), buy(), buy()]);
    buying = false;
    await watching;
    told.push(...(await look()).map(({ id }) => id));

    const numerically = (a: number | null, b: number | null) => (a ?? 0) - (b ?? 0);
    expect(told.sort(numerically)).toEqual(bought.sort(numerically));
  });

  test('are told with their lines, those of before not, nor one that is cancelled later', async ({ db }) => {
    const operatorId = await anOperator(db);
    const [itemId = 0] = await someItems(db, [{ name: 'Tea', price: '3.00' }]);
    const { userId } = await aPerson(db);
    const buy = async () => {
      await addToCart(db, { userId, itemId, quantity: 2 });
      return checkOut(db, { userId, address: 'Here', purchaseKey: crypto.randomUUID(), prices: 'accept' });
    };
    const before = await buy();
    const look = watchOrders(db, { operatorId });
    await look();

    const { id } = await buy();
    const told = await look();
    await cancelOrder(db, { userId, orderId: before.id ?? 0 });
    await cancelOrder(db, { userId, orderId: id ?? 0 });

    expect(told).toMatchObject([
      { id, status: 'CLOSED', totalCents: 600, items: [{ name: 'Tea', quantity: 2 }] },
    ]);
    expect(await look()).toEqual([]);
  });

  test('that began before midnight are told after it', async ({ db }) => {
    const operatorId = await anOperator(db);
    const { userId } = await aPerson(db);
    let day = '2026-03-01';
    const look = watchOrders(db, { operatorId, today: () => day });
    await look();
    day = '2026-03-02';
    await look();

    await db.insert(orders).values({ userId, status: 'CLOSED', orderDate: '2026-03-01', totalPrice: '1.00' });
    const told = await look();

    expect(told.map(({ date }) => date)).toEqual(['2026-03-01']);
    expect(await look()).toEqual([]);
  });

  test('are for operators, as long as they are', async ({ db }) => {
    const operatorId = await anOperator(db);
    const { userId } = await aPerson(db);
    const look = watchOrders(db, { operatorId });
    await look();

    await db.update(users).set({ role: 'customer' }).where(eq(users.id, operatorId));

    await expect(look()).rejects.toMatchObject({ kind: 'auth' });
    await expect(watchOrders(db, { operatorId: userId })()).rejects.toMatchObject({ kind: 'auth' });
  });
});
