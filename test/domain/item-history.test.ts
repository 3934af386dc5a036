import { describe, expect } from 'vitest';
import { register } from '#domain/accounts.ts';
import { addToCart } from '#domain/cart.ts';
import { itemHistory } from '#domain/item-history.ts';
import { getItem } from '#domain/items.ts';
import { checkOut } from '#domain/orders.ts';
import { sparkline } from '#domain/sparkline.ts';
import { test } from '#test/database.ts';
import { changeItem, someItems } from '#test/given.ts';

describe('the history of an item', () => {
  test('is its stock after each movement, and what was paid for it, up to now', async ({ db }) => {
    const { id: userId } = await register(db, { username: 'ann', password: 'a good password' });
    const [itemId = 0] = await someItems(db, [{ price: '10.00', stock: 9 }]);
    for (const quantity of [2, 1, 3]) {
      await addToCart(db, { userId, itemId, quantity });
      await checkOut(db, {
        userId,
        address: '1 Main St',
        purchaseKey: crypto.randomUUID(),
        prices: 'accept',
      });
      await changeItem(db, itemId, { price: `${10 + quantity}.00` });
    }
    const item = await getItem(db, { item: itemId });

    expect(await itemHistory(db, { item })).toEqual({
      stock: [9, 7, 6, 3],
      priceCents: [1000, 1200, 1100, 1300],
    });
    expect(await itemHistory(db, { item, length: 2 })).toEqual({
      stock: [6, 3],
      priceCents: [1200, 1100, 1300],
    });
  });

  test('of one that never moved is what there is now', async ({ db }) => {
    const [itemId = 0] = await someItems(db, [{ price: '10.00', stock: 9 }]);

    const item = await getItem(db, { item: itemId });

    expect(await itemHistory(db, { item })).toEqual({ stock: [9], priceCents: [1000] });
  });
});

test.for([
  [[], ''],
  [[5], ''],
  [[5, 5, 5], ''],
  [[0, 7], '▁█'],
  [[1, 2, 3, 4, 5, 6, 7, 8], '▁▂▃▄▅▆▇█'],
  [[100, 0, 50], '█▁▅'],
] as [number[], string][])('%j is drawn as %j', ([values, line]) => {
  expect(sparkline(values)).toBe(line);
});
