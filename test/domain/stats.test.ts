import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { orderItems, orders, salesMonths } from '#db/schema.ts';
import { deleteAccount, register } from '#domain/accounts.ts';
import { cut, type Step } from '#domain/calendar.ts';
import { addToCart } from '#domain/cart.ts';
import { cancelOrder, checkOut } from '#domain/orders.ts';
import { type StatsWish, stats } from '#domain/stats.ts';
import { test } from '#test/database.ts';
import { aCart, allRows, aPerson, someItems } from '#test/given.ts';
import { several } from '#test/together.ts';

type Line = { itemId: number; quantity: number; price: string | null };

/** An order as it stands in the tables after its sale. */
async function anOrder(
  db: Db,
  {
    userId,
    date,
    lines,
    ...more
  }: { userId: number; date: string; lines: Line[] } & Partial<typeof orders.$inferInsert>,
) {
  const cents = lines.reduce((sum, { quantity, price }) => sum + quantity * Number(price ?? 0) * 100, 0);
  const [{ insertId: orderId }] = await db.insert(orders).values({
    userId,
    orderDate: date,
    status: 'CLOSED',
    totalPrice: (cents / 100).toFixed(2),
    purchaseKey: crypto.randomUUID(),
    ...more,
  });
  const rows = lines.map(({ itemId, quantity, price }) => ({ orderId, itemId, quantity, unitPrice: price }));
  if (rows.length > 0) await db.insert(orderItems).values(rows);
  return orderId;
}

async function aShop(db: Db) {
  const operator = await aPerson(db, { role: 'operator' });
  const { userId, username } = await aPerson(db);
  const [tea = 0, cup = 0, pot = 0] = await someItems(db, [
    { name: 'Tea', price: '3.00', stock: 2 },
    { name: 'Cup', price: '5.50', stock: 40 },
    { name: 'Pot', price: '20.00', stock: 0 },
  ]);
  const ask = (wish: Partial<StatsWish> = {}) =>
    stats(db, { operatorId: operator.userId, today: '2026-03-31', ...wish });
  return { operatorId: operator.userId, userId, username, tea, cup, pot, ask };
}

describe('sales', () => {
  test('are those that were counted by hand, day by day, cancelled ones apart', async ({ db }) => {
    const { userId, tea, cup, ask } = await aShop(db);
    const [oneTea, cups] = [
      { itemId: tea, quantity: 1, price: '3.00' },
      { itemId: cup, quantity: 2, price: '5.25' },
    ];
    await anOrder(db, { userId, date: '2026-02-28', lines: [cups] });
    await anOrder(db, { userId, date: '2026-03-01', lines: [oneTea] });
    await anOrder(db, { userId, date: '2026-03-03', lines: [oneTea, cups] });
    await anOrder(db, { userId, date: '2026-03-03', lines: [oneTea] });
    await anOrder(db, { userId, date: '2026-03-03', lines: [cups], status: 'CANCELLED' });
    await anOrder(db, { userId, date: '2026-03-04', lines: [cups] });

    const found = await ask({ since: '2026-03-01', until: '2026-03-03' });

    expect(found).toMatchObject({
      by: 'day',
      revenueCents: 1950,
      orders: 3,
      averageCents: 650,
      cancelled: 1,
      sales: [
        { since: '2026-03-01', until: '2026-03-01', orders: 1, revenueCents: 300 },
        { since: '2026-03-02', until: '2026-03-02', orders: 0, revenueCents: 0 },
        { since: '2026-03-03', until: '2026-03-03', orders: 2, revenueCents: 1650 },
      ],
      items: [
        { itemId: tea, name: 'Tea', pieces: 3, revenueCents: 900 },
        { itemId: cup, name: 'Cup', pieces: 2, revenueCents: 1050 },
      ],
    });
    expect(await ask()).toMatchObject({ since: '2026-03-02', until: '2026-03-31', revenueCents: 2700 });
  });

  test('of an order that another client loaded count with its total, its pieces without a price', async ({
    db,
  }) => {
    const { userId, tea, cup, ask } = await aShop(db);
    await anOrder(db, {
      userId,
      date: '2026-03-05',
      lines: [{ itemId: cup, quantity: 4, price: null }],
      totalPrice: '22.00',
      purchaseKey: null,
    });
    await anOrder(db, { userId, date: '2026-03-05', lines: [{ itemId: tea, quantity: 1, price: '3.00' }] });

    expect(await ask()).toMatchObject({
      revenueCents: 2500,
      items: [
        { itemId: cup, pieces: 4, revenueCents: null },
        { itemId: tea, pieces: 1, revenueCents: 300 },
      ],
    });
  });

  test('of a shop in which nothing ever happened are nothing', async ({ db }) => {
    const { userId: operatorId } = await aPerson(db, { role: 'operator' });

    expect(await stats(db, { operatorId, since: '2026-01-30', until: '2026-02-01' })).toEqual({
      since: '2026-01-30',
      until: '2026-02-01',
      by: 'day',
      revenueCents: 0,
      orders: 0,
      averageCents: null,
      cancelled: 0,
      sales: ['2026-01-30', '2026-01-31', '2026-02-01'].map((day) => {
        return { since: day, until: day, orders: 0, revenueCents: 0 };
      }),
      items: [],
      stockBelow: 5,
      lowStock: 0,
      stock: [],
      openCarts: 0,
      openCartsCents: 0,
      carts: [],
    });
  });

  test('are an operator’s to see', async ({ db }) => {
    const { userId } = await aShop(db);

    await expect(stats(db, { operatorId: userId })).rejects.toMatchObject({ kind: 'auth' });
  });
});

test.for([
  [
    'day',
    ['2026-02-27..2026-02-27', '2026-02-28..2026-02-28', '2026-03-01..2026-03-01', '2026-03-02..2026-03-02'],
  ],
  ['week', ['2026-02-27..2026-03-01', '2026-03-02..2026-03-02']],
  ['month', ['2026-02-27..2026-02-28', '2026-03-01..2026-03-02']],
] as [Step, string[]][])('a %s ends where the next begins, and a period where it ends', ([step, parts]) => {
  const found = cut({ since: '2026-02-27', until: '2026-03-02' }, step);

  expect(found.map(({ since, until }) => `${since}..${until}`)).toEqual(parts);
});

describe('months that are over', () => {
  async function threeMonths(db: Db) {
    const shop = await aShop(db);
    const { userId, tea, cup } = shop;
    const sell = (date: string, quantity: number, itemId = tea) =>
      anOrder(db, { userId, date, lines: [{ itemId, quantity, price: '3.00' }] });
    const ids = [
      await sell('2025-12-31', 100),
      await sell('2026-01-01', 1),
      await sell('2026-01-31', 2),
      await sell('2026-02-01', 4),
      await sell('2026-03-30', 8, cup),
    ];
    const year = () => shop.ask({ since: '2026-01-01', until: '2026-12-31' });
    return { ...shop, sell, ids, year };
  }

  test('are noted at the first question, and answered from the note', async ({ db }) => {
    const { year, tea } = await threeMonths(db);

    const first = await year();
    const noted = await allRows(db, ['sales_months']);
    await db
      .update(salesMonths)
      .set({ items: `[[${tea},700,2100]]` })
      .where(eq(salesMonths.month, '2026-01-01'));
    const second = await year();

    expect(first.items.map(({ pieces }) => pieces)).toEqual([8, 7]);
    expect(noted.sales_months).toHaveLength(2);
    expect(second.items[0]?.pieces).toBe(704);
  });

  test('are counted anew when an order of theirs is cancelled, loaded or deleted with its account', async ({
    db,
  }) => {
    const { year, sell, ids, userId, tea } = await threeMonths(db);
    const teas = async () => (await year()).items.find(({ itemId }) => itemId === tea)?.pieces ?? 0;
    const counts = [await teas()];

    await cancelOrder(db, { userId, orderId: ids[2] ?? 0 });
    counts.push(await teas());
    await sell('2026-01-15', 20);
    counts.push(await teas());
    const { id: leaver } = await register(db, { username: 'leaver', password: 'a good password' });
    await anOrder(db, {
      userId: leaver,
      date: '2026-02-02',
      lines: [{ itemId: tea, quantity: 50, price: null }],
    });
    counts.push(await teas());
    await deleteAccount(db, { userId: leaver, username: 'leaver' });
    counts.push(await teas());

    expect(counts).toEqual([7, 5, 25, 75, 25]);
  });

  test('are noted once, however many ask at the same time', async ({ db }) => {
    const { year } = await threeMonths(db);

    const answers = await several(Array(8).fill(null), 8, year);

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await allRows(db, ['sales_months'])).sales_months).toHaveLength(2);
  });
});

test('the revenue is the sum of what the items brought, while people go on buying', async ({ db }) => {
  const { operatorId, cup } = await aShop(db);
  const buyers = await Promise.all(Array.from({ length: 3 }, () => aPerson(db)));
  let buying = true;
  const buy = async ({ userId }: { userId: number }) => {
    for (let bought = 0; bought < 8; bought += 1) {
      await addToCart(db, { userId, itemId: cup });
      await checkOut(db, { userId, address: 'Here', purchaseKey: crypto.randomUUID(), prices: 'accept' });
    }
  };
  const look = async () => {
    const sums: [number, number][] = [];
    while (buying) {
      const { revenueCents, items } = await stats(db, { operatorId });
      sums.push([revenueCents, items[0]?.revenueCents ?? 0]);
    }
    return sums;
  };

  const looking = look();
  await Promise.all(buyers.map(buy));
  buying = false;
  const sums = await looking;

  expect(sums.filter(([revenue, ofItems]) => revenue !== ofItems)).toEqual([]);
  expect((await stats(db, { operatorId })).revenueCents).toBe(24 * 550);
});

test('low stock begins with what sells', async ({ db }) => {
  const { userId, tea, pot, ask } = await aShop(db);
  await someItems(db, [{ name: 'Gone', stock: 0, retiredAt: new Date() }]);
  await anOrder(db, { userId, date: '2026-03-05', lines: [{ itemId: tea, quantity: 6, price: '3.00' }] });

  expect(await ask()).toMatchObject({
    stockBelow: 5,
    lowStock: 2,
    stock: [
      { itemId: tea, name: 'Tea', stock: 2, sold: 6 },
      { itemId: pot, name: 'Pot', stock: 0, sold: 0 },
    ],
  });
  expect((await ask({ stockBelow: 41, limit: 1 })).lowStock).toBe(3);
});

test('carts left open are those with something in them, the oldest first', async ({ db }) => {
  const { userId, username, tea, cup, ask } = await aShop(db);
  const visitor = await aPerson(db, { isRegistered: false });
  const { userId: idle } = await aPerson(db);
  await db.insert(orders).values({ userId: idle });
  const younger = await aCart(db, userId, [
    { itemId: tea, quantity: 2 },
    { itemId: cup, quantity: 1 },
  ]);
  const older = await aCart(db, visitor.userId, [{ itemId: tea, quantity: 1 }]);
  await db.update(orders).set({ orderDate: '2026-03-01' }).where(eq(orders.id, older));
  await db.update(orders).set({ orderDate: '2026-03-02' }).where(eq(orders.id, younger));

  expect(await ask({ sections: ['carts'] })).toMatchObject({
    openCarts: 2,
    openCartsCents: 1450,
    carts: [
      {
        orderId: older,
        username: visitor.username,
        isRegistered: false,
        since: '2026-03-01',
        totalCents: 300,
      },
      { orderId: younger, username, isRegistered: true, since: '2026-03-02', pieces: 3, totalCents: 1150 },
    ],
  });
});
