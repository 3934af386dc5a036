import { expect } from 'vitest';
import { register } from '#domain/accounts.ts';
import { addToCart } from '#domain/cart.ts';
import { listOrders } from '#domain/orders.ts';
import { changeItem, someItems, stocks } from '#test/given.ts';
import { test } from '#test/run-shop.ts';
import { openTui } from '#test/tui.ts';

test('where the stock does not reach, every short line is named, and one key takes what there is', async ({
  db,
  shopper,
}) => {
  const account = { username: 'ann', password: 'a good password' };
  const { id: userId } = await register(db, account);
  const [mug = 0, bowl = 0, jug = 0] = await someItems(db, [
    { name: 'Mug', price: '8.75' },
    { name: 'Bowl', price: '3.00' },
    { name: 'Jug', price: '5.00' },
  ]);
  for (const itemId of [mug, bowl, jug]) await addToCart(db, { userId, itemId, quantity: 2 });
  await shopper.json(['login', 'ann', '--password-stdin'], { input: account.password });
  await using terminal = await openTui(shopper, { words: ['cart'] });
  await terminal.waitFor('› Mug');
  terminal.press('Enter');
  await terminal.waitFor('› Ship to');

  await changeItem(db, mug, { stock: 1 });
  await changeItem(db, bowl, { stock: 0 });
  terminal.press('1 Main St', 'Enter');
  const popup = await terminal.waitFor('Not enough stock ─');
  const untouched = await listOrders(db, { userId, limit: 9 });
  terminal.press('y');
  await terminal.waitForGone('Not enough stock ─');
  await terminal.waitFor(/Total +3 pieces +18\.75/);
  terminal.press('Enter');
  await terminal.waitFor('Receipt');

  expect(popup).toMatch(/Mug +2 wanted, 1 left/);
  expect(popup).toMatch(/Bowl +2 wanted, sold out/);
  expect(untouched.orders).toMatchObject([{ status: 'TEMP', items: [{}, {}, {}] }]);
  expect((await listOrders(db, { userId, limit: 9 })).orders).toMatchObject([
    { status: 'CLOSED', totalCents: 1875 },
  ]);
  expect(await stocks(db)).toEqual([0, 0, 3]);
});
