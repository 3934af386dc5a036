import { describe, expect } from 'vitest';
import { addToCart, getCart, setInCart } from '#domain/cart.ts';
import { takeFromCart } from '#domain/cart-taking.ts';
import { test } from '#test/database.ts';
import { anItem, aPerson, changeItem } from '#test/given.ts';

describe('taking pieces out of the cart', () => {
  test.for([
    [2, { left: 3, taken: 2 }],
    [5, { left: 0, taken: 5 }],
    [9, { left: 0, taken: 5 }],
    [undefined, { left: 0, taken: 5 }],
  ] as const)('%s of five', async ([quantity, { left, taken }], { db }) => {
    const { userId } = await aPerson(db);
    const itemId = await anItem(db, { stock: 9 });
    await addToCart(db, { userId, itemId, quantity: 5 });

    const answer = await takeFromCart(db, { userId, itemId, quantity });

    expect([answer.cart.items.map((line) => line.quantity), answer.taken]).toEqual([
      left > 0 ? [left] : [],
      taken,
    ]);
    expect(await getCart(db, userId)).toEqual(answer.cart);
  });

  test('keeps what another terminal has put in meanwhile', async ({ db }) => {
    const { userId } = await aPerson(db);
    const itemId = await anItem(db, { stock: 50 });
    await addToCart(db, { userId, itemId, quantity: 10 });

    await Promise.all([
      ...Array.from({ length: 5 }, () => takeFromCart(db, { userId, itemId, quantity: 1 })),
      ...Array.from({ length: 5 }, () => addToCart(db, { userId, itemId, quantity: 2 })),
    ]);

    expect((await getCart(db, userId)).items).toMatchObject([{ quantity: 15 }]);
  });

  test('where there are none, none come out', async ({ db }) => {
    const { userId } = await aPerson(db);
    const itemId = await anItem(db);

    const nobody = await takeFromCart(db, { userId, itemId });
    await addToCart(db, { userId, itemId: await anItem(db) });
    const another = await takeFromCart(db, { userId, itemId, quantity: 1 });

    expect([nobody.taken, another.taken, another.cart.items.length]).toEqual([0, 0, 1]);
  });

  test('a line beyond the stock shrinks to it', async ({ db }) => {
    const { userId } = await aPerson(db);
    const itemId = await anItem(db, { stock: 5 });
    await setInCart(db, { userId, itemId, quantity: 5 });
    await changeItem(db, itemId, { stock: 2 });

    const { cart, taken } = await takeFromCart(db, { userId, itemId, quantity: 1 });

    expect([cart.items[0]?.quantity, taken]).toEqual([2, 3]);
  });
});
