import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { orders } from '#db/schema.ts';
import { register } from '#domain/accounts.ts';
import { addToCart, getCart, removeFromCart, setInCart } from '#domain/cart.ts';
import { changeItem, someItems, stocks } from '#test/given.ts';
import { type Shopper, test } from '#test/run-shop.ts';
import { openTui } from '#test/tui.ts';

/** Ann, logged in, with two mugs at 10.00 and a bowl at 3.00 in the cart. */
async function ann(db: Db, shopper: Shopper) {
  const account = { username: 'ann', password: 'a good password' };
  const { id: userId } = await register(db, account);
  const [mug = 0, bowl = 0, cup = 0] = await someItems(db, [
    { name: 'Mug', price: '10.00', stock: 50 },
    { name: 'Bowl', price: '3.00' },
    { name: 'Cup', price: '1.00' },
  ]);
  await addToCart(db, { userId, itemId: mug, quantity: 2 });
  await addToCart(db, { userId, itemId: bowl });
  await shopper.json(['login', 'ann', '--password-stdin'], { input: account.password });
  return { userId, mug, bowl, cup };
}

const bought = (db: Db) => db.select({ status: orders.status, total: orders.totalPrice }).from(orders);

describe('a cart that another terminal changes', () => {
  test('is not bought unasked: the lines that differ are told, and one key buys it as it is', async ({
    db,
    shopper,
  }) => {
    const { userId, mug, bowl, cup } = await ann(db, shopper);
    await using terminal = await openTui(shopper, { words: ['cart'] });
    await terminal.waitFor('› Mug');
    terminal.press('Enter');
    await terminal.waitFor(/› Ship to[\s\S]*/);

    await setInCart(db, { userId, itemId: mug, quantity: 4 });
    await removeFromCart(db, { userId, itemId: bowl });
    await addToCart(db, { userId, itemId: cup });
    // However long it stands there by then: what counts is the cart that the checkout was opened with.
    await terminal.waitFor(/Total {3}5 pieces +41\.00/);
    terminal.press('1 Main St', 'Enter');
    await terminal.waitFor(/Your cart has changed ─/);
    const told = await terminal.waitFor(
      /Mug +2 → 4[\s\S]*Cup +0 → 1[\s\S]*Bowl +1 → none[\s\S]*Total now 41\.00/,
    );
    terminal.press('Enter');
    terminal.press('Esc');
    await terminal.waitForGone('Your cart has changed ─');
    const before = await bought(db);
    terminal.press('Enter');
    await terminal.waitFor(/Your cart has changed ─/);
    terminal.press('y', 'y');
    await terminal.waitFor('╭─ Receipt');

    expect(told).toContain('Nothing was bought.');
    expect(before).toEqual([{ status: 'TEMP', total: '0.00' }]);
    expect(await bought(db)).toEqual([{ status: 'CLOSED', total: '41.00' }]);
    expect(await stocks(db)).toEqual([46, 5, 4]);
  });

  test('keeps what was put in there when a piece is taken out or put in here, and undone', async ({
    db,
    shopper,
  }) => {
    const { userId, mug } = await ann(db, shopper);
    await using terminal = await openTui(shopper, { words: ['cart'] });
    await terminal.waitFor(/› Mug +2 /);
    const quantity = async () => (await getCart(db, userId)).items[0]?.quantity;
    const steps: [string, string, number][] = [
      ['-', '✓ Mug: 11 in your cart', 11],
      ['u', '✓ Undone. Mug: 22 in your cart', 22],
      ['U', '✓ Done again. Mug: 31 in your cart', 31],
      ['+', '✓ Mug: 42 in your cart', 42],
    ];

    for (const [key, words, left] of steps) {
      // Behind the screen's back: the key comes before the screen has heard of it.
      await addToCart(db, { userId, itemId: mug, quantity: 10 });
      terminal.press(key);
      await terminal.waitFor(words);
      expect(await quantity()).toBe(left);
    }
  });
});

test('the checkout scrolls through more lines than it has rows', async ({ db, shopper }) => {
  const { userId } = await ann(db, shopper);
  const ids = await someItems(
    db,
    Array.from({ length: 20 }, (_, at) => ({ name: `Plate ${at + 1}` })),
  );
  for (const itemId of ids) await addToCart(db, { userId, itemId });
  await using terminal = await openTui(shopper, { words: ['cart'] });
  await terminal.waitFor('1 of 22');
  terminal.press('Enter');
  await terminal.waitFor(/ Mug [\s\S]*lines 1–\d+ of 22[\s\S]*Total {3}23 pieces/);

  terminal.press('Down');
  const down = await terminal.waitFor('lines 2–');
  terminal.press('PgDn', 'PgDn', 'PgDn');
  const end = await terminal.waitFor(/Plate 20 [\s\S]*lines \d+–22 of 22/);
  terminal.press('1 Main St', 'Enter');
  await terminal.waitFor(/╭─ Receipt[\s\S]*lines 1–/);
  terminal.press('PgDn');
  await terminal.waitFor(/lines ([2-9]|1\d)–/);

  expect(down).not.toContain(' Mug ');
  expect(end).toContain('› Ship to');
});

test('an order that was bought and cancelled in one visit is not called the person’s after leaving', async ({
  db,
  shopper,
}) => {
  await ann(db, shopper);
  await using terminal = await openTui(shopper, { words: ['cart'] });
  await terminal.waitFor('› Mug');
  terminal.press('Enter');
  await terminal.waitFor('› Ship to');
  terminal.press('1 Main St', 'Enter');
  await terminal.waitFor('╭─ Receipt');
  terminal.press('3');
  await terminal.waitFor(/› #1 .*bought/);
  terminal.press('c');
  await terminal.waitFor('Cancel order 1?');
  terminal.press('y');
  await terminal.waitFor(/› #1 .*cancelled/);
  terminal.press('q');
  await terminal.exit;

  expect(terminal.scrollback()).toContain('Order 1 is cancelled.');
  expect(terminal.scrollback()).not.toContain('is yours');
});

describe('keys that do nothing here', () => {
  test('are not in the footer, and say why when they are pressed all the same', async ({ db, shopper }) => {
    await someItems(db, [{ name: 'Mug' }]);
    await using terminal = await openTui(shopper, { columns: 180 });
    const footer = () => terminal.screen().split('\n').at(-1) ?? '';
    await terminal.waitFor('› Mug');
    expect(footer()).not.toMatch(/undo|remove|less/);
    for (const [key, why] of [
      ['u', 'There is nothing to undo.'],
      ['U', 'There is nothing to make again.'],
      ['x', 'Mug is not in your cart.'],
      ['-', 'Mug is not in your cart.'],
    ] as const) {
      terminal.press(key);
      await terminal.waitFor(`· ${why}`);
    }

    terminal.press('a');
    await terminal.waitFor(
      (screen) => /a add.*u undo.*- less.*x remove/.test(screen),
      'the keys that work now',
    );
    terminal.press('u');
    await terminal.waitFor('Undone.');
    await terminal.waitForGone('u undo');
    terminal.press('2');
    await terminal.waitFor('Your cart is empty.');
    // The footer is drawn after the screen whose keys it names.
    await terminal.waitFor(() => !/check out|remove|less|more/.test(footer()), 'no keys for lines');
    terminal.press('Enter');
    await terminal.waitFor('· Your cart is empty. Press 1 for the items.');
  });
});

test('a description that is longer than the screen is read to its end', async ({ db, shopper }) => {
  const description = Array.from({ length: 200 }, (_, at) => `word${at}`).join(' ');
  const [mug = 0] = await someItems(db, [{ name: 'Mug', description }, { name: 'Bowl' }]);
  await using terminal = await openTui(shopper, { columns: 60, rows: 16 });
  await terminal.waitFor('› Mug');

  terminal.press('Enter');
  const top = await terminal.waitFor(/word0 [\s\S]*more lines below/);
  for (let page = 0; page < 20; page += 1) terminal.press('PgDn');
  const end = await terminal.waitFor(
    (screen) => screen.includes('word199') && !screen.includes('below'),
    'the end',
  );
  terminal.press('j');
  await terminal.waitFor('Bowl');
  terminal.press('k');
  await terminal.waitFor(/word0 [\s\S]*more lines below/);
  await changeItem(db, mug, { price: '11.00' });

  expect(await terminal.waitFor('11.00')).toContain('word0 ');
  for (const screen of [top, end]) expect(screen).toMatch(/Price +10\.00/);
});

test('shop tui items --search begins with what matches', async ({ db, shopper }) => {
  await someItems(db, [{ name: 'Bowl' }, { name: 'Mug' }]);
  await using terminal = await openTui(shopper, { words: ['items', '--search', 'mug'] });

  await terminal.waitFor(/\/ mug[\s\S]*› Mug /);
  expect(terminal.screen()).not.toContain('Bowl');
  terminal.press('Esc');

  await terminal.waitFor('Bowl');
});
