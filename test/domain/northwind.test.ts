import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { item } from '#db/schema.ts';
import { register } from '#domain/accounts.ts';
import { addToCart } from '#domain/cart.ts';
import { formatMoney } from '#domain/money.ts';
import { checkOut, everyOrder, type Order } from '#domain/orders.ts';
import { verify } from '#domain/verify.ts';
import { test } from '#test/database.ts';
import { stocks } from '#test/given.ts';
import { type Customer, isNorthwindHere, type Northwind, readNorthwind, type Sale } from '#test/northwind.ts';

if (!isNorthwindHere) {
  process.stderr.write('The Northwind orders are not replayed: ../shared/data/northwind is not there.\n');
}

/** Every product with what was left of it in the end and all that was sold before, as another client loads it. */
async function load(db: Db, { products, sales }: Northwind) {
  const sold = Map.groupBy(
    sales.flatMap(({ lines }) => lines),
    ({ productId }) => productId,
  );
  await db.insert(item).values(
    products.map(({ id, name, left, priceCents }) => ({
      id,
      name,
      price: formatMoney(priceCents),
      stock: (sold.get(id) ?? []).reduce((sum, { quantity }) => sum + quantity, left),
    })),
  );
}

async function registerAll(db: Db, customers: Customer[]): Promise<Map<string, number>> {
  const userIds = new Map<string, number>();
  for (const { id, contact, ...profile } of customers) {
    const [firstName, ...lastNames] = contact.split(' ');
    const words = { ...profile, firstName, lastName: lastNames.join(' ') };
    const user = await register(db, { username: id, password: `the password of ${id}`, ...words });
    userIds.set(id, user.id);
  }
  return userIds;
}

/** Buys what the order has, at the prices that its lines had then. */
async function replay(db: Db, userId: number, { lines, address }: Sale): Promise<Order> {
  for (const { productId, quantity, priceCents } of lines) {
    await db
      .update(item)
      .set({ price: formatMoney(priceCents) })
      .where(eq(item.id, productId));
    await addToCart(db, { userId, itemId: productId, quantity });
  }
  return checkOut(db, { userId, address, purchaseKey: randomUUID() });
}

const totalOf = ({ lines }: Sale) =>
  lines.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0);

test.skipIf(!isNorthwindHere)(
  'two years of a real trader, order by order: every total and every stock is that of the files',
  { timeout: 900_000 },
  async ({ db }) => {
    const northwind = readNorthwind();
    const { products, customers, sales } = northwind;
    await load(db, northwind);
    const userIds = await registerAll(db, customers);

    const expected: Record<number, number> = {};
    const told: Record<number, number> = {};
    for (const sale of sales) {
      const order = await replay(db, userIds.get(sale.customerId) ?? 0, sale);
      expected[order.id ?? 0] = totalOf(sale);
      told[order.id ?? 0] = order.totalCents;
    }

    expect([products.length, customers.length, sales.length]).toEqual([77, 91, 830]);
    expect(told).toEqual(expected);
    expect(await kept(db)).toEqual(expected);
    expect(await stocks(db)).toEqual(products.map(({ left }) => left));
    expect(await verify(db)).toMatchObject({
      broken: [],
      loaded: { orders: 0 },
      checked: { orders: 830, lines: 2155 },
    });
  },
);

/** The totals as they stand in the database. */
async function kept(db: Db): Promise<Record<number, number>> {
  const totals: Record<number, number> = {};
  for await (const orders of everyOrder(db, { userId: null, status: 'CLOSED' })) {
    for (const { id, totalCents } of orders) totals[id ?? 0] = totalCents;
  }
  return totals;
}
