import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { errnoOf } from '#db/errors.ts';
import { readOnly } from '#db/read-only.ts';
import { addToCart, getCart } from '#domain/cart.ts';
import { addFavorites } from '#domain/favorites.ts';
import { listItems } from '#domain/items.ts';
import { test } from '#test/database.ts';
import { allRows, anItem, aPerson } from '#test/given.ts';

const written = ['orders', 'order_items', 'favorite_items', 'item', 'users'];

test('reads', async ({ db }) => {
  const { userId } = await aPerson(db);
  const itemId = await anItem(db, { name: 'Lamp' });
  await addToCart(db, { userId, itemId });

  const seen = await readOnly(db, async (own) => ({
    items: (await listItems(own, { limit: 20 })).items.map(({ name }) => name),
    cart: (await getCart(own, userId)).items.map(({ name }) => name),
  }));

  expect(seen).toEqual({ items: ['Lamp'], cart: ['Lamp'] });
});

test('is refused every write by the server, also through the functions of the domain', async ({ db }) => {
  const { userId } = await aPerson(db);
  const itemId = await anItem(db);
  const before = await allRows(db, written);
  const writes: Parameters<typeof readOnly>[1][] = [
    (own) => addToCart(own, { userId, itemId }),
    (own) => addFavorites(own, { userId, itemIds: [itemId] }),
    (own) => own.execute(sql`UPDATE item SET price = 0`),
    (own) => own.execute(sql`DELETE FROM users`),
  ];

  for (const write of writes) {
    expect(errnoOf(await readOnly(db, write).catch((error: unknown) => error))).toBe(1792);
  }

  expect(await allRows(db, written)).toEqual(before);
});

test('leaves the connection as it was, for whoever writes next', async ({ db }) => {
  const { userId } = await aPerson(db);
  const itemId = await anItem(db);
  // Ten connections in the pool: each of them has been through it once.
  await Promise.all(Array.from({ length: 10 }, () => readOnly(db, (own) => listItems(own, { limit: 1 }))));
  await readOnly(db, () => Promise.reject(new Error('no'))).catch(() => {});

  await Promise.all(Array.from({ length: 3 }, () => addToCart(db, { userId, itemId })));

  expect((await getCart(db, userId)).items).toMatchObject([{ quantity: 3 }]);
});
