import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { inTransaction } from '#db/retry.ts';
import { seedSample } from '#db/seed.ts';
import { addToCart } from '#domain/cart.ts';
import { cancelOrder, checkOut } from '#domain/orders.ts';
import { verify } from '#domain/verify.ts';
import { test } from '#test/database.ts';

/** The sample shop, in which joe has bought items 1 and 2 (`kept`) and has cancelled item 3 (`taken`). */
async function aShopAtWork(db: Db) {
  await seedSample(db, { demoPasswords: false });
  const buy = () => checkOut(db, { userId: 1, address: 'Here', purchaseKey: randomUUID() });
  await addToCart(db, { userId: 1, itemId: 1, quantity: 2 });
  await addToCart(db, { userId: 1, itemId: 2, quantity: 1 });
  const kept = await buy();
  await addToCart(db, { userId: 1, itemId: 3, quantity: 3 });
  const taken = await buy();
  await cancelOrder(db, { userId: 1, orderId: taken.id ?? 0 });
  return { kept: kept.id ?? 0, taken: taken.id ?? 0 };
}

// A connection of its own rules: what a careless program, or a broken disk, may leave behind.
const damage = (db: Db, statement: string) =>
  inTransaction(db, async (tx) => {
    await tx.execute(sql`SET SESSION FOREIGN_KEY_CHECKS = 0`);
    await tx.execute(sql.raw(statement));
    await tx.execute(sql`SET SESSION FOREIGN_KEY_CHECKS = 1`);
  });

describe('the books', () => {
  test('of a shop at work agree, and what was looked at is counted', async ({ db }) => {
    await aShopAtWork(db);

    expect(await verify(db)).toEqual({
      checked: { items: 10, movements: 14, orders: 5, lines: 4, favorites: 5, sessions: 0 },
      broken: [],
      loaded: { orders: 2, items: 0 },
    });
  });

  test('of an empty shop agree', async ({ db }) => {
    expect(await verify(db)).toMatchObject({ broken: [], loaded: { orders: 0 } });
  });

  test('are not broken by what another client loads', async ({ db }) => {
    const { taken } = await aShopAtWork(db);
    await db.execute(sql`INSERT INTO item (item_name, price, stock_available) VALUES ('New', 1, 5)`);
    await db.execute(
      sql`INSERT INTO orders (user_id, total_price, status) VALUES (2, 5, 'CLOSED'), (2, 5, 'CANCELLED')`,
    );
    await db.execute(
      sql`INSERT INTO order_items (order_id, item_id, item_quantities) SELECT id, 1, 1 FROM orders WHERE id > ${taken}`,
    );

    expect(await verify(db)).toMatchObject({ broken: [], loaded: { orders: 3, items: 1 } });
  });
});

describe('damage', () => {
  type Facts = { order?: 'kept' | 'taken' } & Record<string, unknown>;
  const cases: [what: string, statement: string, invariant: number, facts: Facts][] = [
    [
      'a stock that changed without a movement',
      'UPDATE item SET stock_available = 9 WHERE id = 1',
      2,
      { itemId: 1, stock: 9, moved: 3 },
    ],
    [
      'a movement that changed',
      "UPDATE stock_movements SET quantity = quantity + 1 WHERE reason = 'opening' AND item_id = 4",
      2,
      { itemId: 4 },
    ],
    [
      'a sale whose movement is missing, its stock with it',
      "UPDATE stock_movements SET reason = 'restock', order_id = NULL WHERE order_id = :kept AND item_id = 1",
      3,
      { order: 'kept', itemId: 1, sold: null },
    ],
    [
      'a quantity that changed after the sale',
      'UPDATE order_items SET item_quantities = 1 WHERE order_id = :kept AND item_id = 1',
      3,
      { order: 'kept', quantity: 1, sold: -2 },
    ],
    [
      'a cancelled order that gave nothing back',
      "UPDATE orders SET status = 'CANCELLED' WHERE id = :kept",
      3,
      { order: 'kept', returned: null },
    ],
    [
      'a cancelled order that is closed again',
      "UPDATE orders SET status = 'CLOSED' WHERE id = :taken",
      3,
      { order: 'taken', returned: 3 },
    ],
    [
      'a line that was deleted after the sale',
      'DELETE FROM order_items WHERE order_id = :kept AND item_id = 2',
      3,
      { order: 'kept', itemId: 2 },
    ],
    [
      'a total that changed',
      'UPDATE orders SET total_price = 0.01 WHERE id = :kept',
      4,
      { order: 'kept', total: '0.01' },
    ],
    [
      'a price of the sale that is missing',
      'UPDATE order_items SET unit_price = NULL WHERE order_id = :kept AND item_id = 1',
      4,
      { order: 'kept' },
    ],
    [
      'a favorite of nobody',
      'UPDATE favorite_items SET user_id = 99 WHERE item_id = 3',
      6,
      { source: 'favorite_items', missing: 99 },
    ],
    [
      'an order of nobody',
      'UPDATE orders SET user_id = 99 WHERE id = 2',
      6,
      { source: 'orders', missing: 99 },
    ],
  ];

  test.for(cases)('%s is found', async ([, statement, invariant, { order, ...facts }], { db }) => {
    const ids = await aShopAtWork(db);
    await damage(db, statement.replace(':kept', `${ids.kept}`).replace(':taken', `${ids.taken}`));

    const { broken } = await verify(db);

    expect(broken).toContainEqual(
      expect.objectContaining({
        invariant,
        what: expect.stringMatching(/^\w.*\.$/),
        ...(order && { orderId: ids[order] }),
        ...facts,
      }),
    );
  });

  test('behind switched-off rules is found, too', async ({ db }) => {
    await aShopAtWork(db);
    await db.execute(sql`ALTER TABLE item DROP CONSTRAINT item_stock_not_negative`);
    await db.execute(sql`ALTER TABLE sessions DROP CONSTRAINT sessions_prompts`);
    await db.execute(sql`ALTER TABLE orders DROP INDEX orders_open_user`);
    await db.execute(sql`UPDATE item SET stock_available = -1 WHERE id = 9`);
    await db.execute(
      sql`INSERT INTO sessions (id, user_id, expires_at, prompts_used) VALUES ('s', 1, '2030-01-01', 6)`,
    );
    await db.execute(sql`INSERT INTO orders (user_id) VALUES (2), (2)`);

    const { broken } = await verify(db);
    await db.execute(sql`DELETE FROM orders WHERE status = 'TEMP'`);
    await db.execute(sql`UPDATE item SET stock_available = 0 WHERE id = 9`);
    await db.execute(sql`DELETE FROM sessions`);
    await db.execute(sql`ALTER TABLE orders ADD CONSTRAINT orders_open_user UNIQUE (open_user_id)`);
    await db.execute(
      sql`ALTER TABLE item ADD CONSTRAINT item_stock_not_negative CHECK (stock_available >= 0)`,
    );
    await db.execute(sql`ALTER TABLE sessions ADD CONSTRAINT sessions_prompts CHECK (prompts_used <= 5)`);

    expect(broken.map(({ invariant }) => invariant)).toEqual([1, 2, 5, 7]);
    expect(broken).toMatchObject([
      { itemId: 9, stock: -1 },
      { itemId: 9 },
      { userId: 2, orders: 2 },
      { prompts: 6 },
    ]);
  });
});
