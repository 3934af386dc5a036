import { expect } from 'vitest';
import { seedSample } from '#db/seed.ts';
import { aShopper, type Shopper, test } from '#test/run-shop.ts';

type Line = { itemId: number; name: string; quantity: number; subtotal: string; stock: number };
type Order = { id: number; status: string; total: string; items: Line[]; shippingAddress: string | null };
type Item = { id: number; name: string; stock: number; favorite: boolean };

const password = { input: 'a good password\n' };
const register = ['register', '--username', 'ann', '--first-name', 'Ann', '--password-stdin'];

const stockOf = async (shopper: Shopper, item: string) =>
  (await shopper.json<Item>(['items', 'show', item])).stock;

test('list, search, register, cart, checkout, orders, cancel, favorites, delete the account', async ({
  db,
  shopper,
}) => {
  await seedSample(db, { demoPasswords: false });

  // Somebody comes in, looks around and fills a cart without an account.
  expect(await shopper.json<Item[]>(['items', 'list'])).toHaveLength(10);
  const found = await shopper.json<Item[]>(['items', 'list', '--search', 'item 2']);
  expect(found.map(({ name }) => name)).toEqual(['Item 2']);
  await shopper.json(['cart', 'add', 'Item 2', '-n', '3']);
  await shopper.json(['cart', 'add', '5']);
  expect(await shopper.run(['cart', 'checkout', '--yes'])).toMatchObject({ exitCode: 4, stdout: '' });

  // The account takes the cart over.
  await shopper.json(register, password);
  const cart = await shopper.json<Order>(['cart', 'show']);
  expect(cart).toMatchObject({ status: 'TEMP', total: '66.50' });
  expect(cart.items.map(({ name, quantity }) => [name, quantity])).toEqual([
    ['Item 2', 3],
    ['Item 5', 1],
  ]);
  await shopper.json(['cart', 'set', '2', '2']);
  await shopper.json(['cart', 'remove', 'Item 5']);

  // It is bought: once, for its price, from the stock.
  const bought = await shopper.json<Order>(['cart', 'checkout', '--address', '1 Main St', '--yes']);
  expect(bought).toMatchObject({ status: 'CLOSED', total: '31.00', shippingAddress: '1 Main St' });
  expect(await stockOf(shopper, '2')).toBe(6);
  expect(await shopper.json<Order>(['cart', 'show'])).toMatchObject({ items: [], total: '0.00' });

  // The next one needs no address, since the last one is remembered.
  await shopper.json(['orders', 'reorder', String(bought.id)]);
  const second = await shopper.json<Order>(['cart', 'checkout', '--yes']);
  expect(second).toMatchObject({ shippingAddress: '1 Main St', total: '31.00' });
  expect(await shopper.json<Order[]>(['orders', 'list'])).toMatchObject([
    { id: second.id },
    { id: bought.id },
  ]);

  // One is cancelled: its stock comes back, and only once.
  const words = ['orders', 'cancel', String(bought.id)];
  expect(await shopper.json<Order>(words)).toMatchObject({ status: 'CANCELLED' });
  expect(await shopper.run(words)).toMatchObject({ exitCode: 5 });
  expect(await stockOf(shopper, '2')).toBe(6);

  // Favorites: twice is no error.
  expect(await shopper.json(['favorites', 'add', '1', 'Item 3'])).toMatchObject({
    added: [{ id: 1 }, { id: 3 }],
  });
  expect(await shopper.json(['favorites', 'add', '1'])).toMatchObject({
    added: [],
    already: [{ id: 1, favorite: true }],
  });
  await shopper.json(['favorites', 'remove', '3']);
  expect(await shopper.json<Item[]>(['favorites', 'list'])).toMatchObject([{ id: 1 }]);

  // The books are right, and nothing of Ann is left behind.
  expect(await shopper.json(['db', 'verify'])).toMatchObject({ broken: [] });
  await shopper.json(['account', 'delete', '--confirm', 'ann']);
  expect(await shopper.run(['whoami'])).toMatchObject({ exitCode: 4 });
  expect(await shopper.json(['db', 'verify'])).toMatchObject({ broken: [] });
  expect(await shopper.run(['login', 'ann', '--password-stdin'], password)).toMatchObject({ exitCode: 4 });
});

test('what the stock does not cover is named line by line, and nothing is bought', async ({
  db,
  shopper,
  databaseUrl,
}) => {
  await seedSample(db, { demoPasswords: false });
  await shopper.json(register, password);
  await shopper.json(['cart', 'add', '5', '-n', '2']);
  await shopper.json(['cart', 'add', '10']);
  await shopper.json(['cart', 'add', '1']);
  // Somebody else is quicker.
  await using other = await aShopper({ databaseUrl });
  await other.json(['register', '--username', 'bob', '--password-stdin'], password);
  await other.run(['cart', 'add', '-'], { input: 'Item 5\nItem 10\n' });
  await other.json(['cart', 'checkout', '--address', 'There', '--yes']);

  const refused = await shopper.run(['cart', 'checkout', '--address', 'Here', '--yes', '--json']);

  expect(refused).toMatchObject({ exitCode: 5, stdout: '' });
  expect(JSON.parse(refused.stderr)).toMatchObject({
    error: {
      code: 'conflict',
      details: {
        lines: [
          { itemId: 5, name: 'Item 5', wanted: 2, stock: 1 },
          { itemId: 10, name: 'Item 10', wanted: 1, stock: 0 },
        ],
      },
    },
  });
  const { stderr } = await shopper.run(['cart', 'checkout', '--address', 'Here', '--dry-run']);
  expect(stderr).toContain('Item 5: 2 wanted, 1 in stock\n  Item 10: 1 wanted, 0 in stock\n');
  expect(await shopper.json<Order>(['cart', 'show'])).toMatchObject({ canPurchase: false });
  expect(await stockOf(shopper, '1')).toBe(5);
});

test('a cart that comes along at login is capped at the stock, and that is said', async ({ db, shopper }) => {
  await seedSample(db, { demoPasswords: true });
  await shopper.json(['login', 'joe', '--password-stdin'], { input: 'shop-demo\n' });
  await shopper.json(['cart', 'add', '5', '-n', '2']);
  await shopper.json(['logout']);
  await shopper.json(['cart', 'add', '5']);

  const { stderr, exitCode } = await shopper.run(['login', 'joe', '--password-stdin'], {
    input: 'shop-demo\n',
  });

  expect({ stderr, exitCode }).toEqual({
    stderr:
      'Your cart came along: 1 piece from before the login.\n' +
      'Only 2 of Item 5 in stock: your cart holds that instead of 3.\n',
    exitCode: 0,
  });
});
