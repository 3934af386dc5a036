import { describe, expect } from 'vitest';
import { register } from '#domain/accounts.ts';
import { someItems } from '#test/given.ts';
import { test } from '#test/run-shop.ts';
import { markedRow, openTui } from '#test/tui.ts';

const account = { username: 'ann', password: 'a good password' };
const goods = [
  { name: 'Bowl', price: '20.00', stock: 1 },
  { name: 'Ash tray', price: '5.00', stock: 9 },
  { name: 'Cup', price: '1.00', stock: 0 },
];
const many = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `Thing ${at + 1}`, stock: 3 }));

describe('a long list', () => {
  test('is walked through by keys, from either end, with the place of the marked item', async ({
    db,
    shopper,
  }) => {
    await someItems(db, many(450));
    await using terminal = await openTui(shopper);
    const at = (place: string, name: string) =>
      terminal.waitFor(
        (screen) => screen.includes(` ${place} of 450 `) && markedRow(screen).startsWith(`› ${name} `),
        place,
      );
    await at('1', 'Thing 1');

    const steps = [
      ['j', '2', 'Thing 2'],
      ['Down', '3', 'Thing 3'],
      ['k', '2', 'Thing 2'],
      ['Up', '1', 'Thing 1'],
      ['PgDn', '17', 'Thing 17'],
      ['PgUp', '1', 'Thing 1'],
      ['G', '450', 'Thing 450'],
      ['k', '449', 'Thing 449'],
      ['PgUp', '433', 'Thing 433'],
      ['g', '1', 'Thing 1'],
      ['End', '450', 'Thing 450'],
      ['Home', '1', 'Thing 1'],
    ] as const;
    for (const [key, place, name] of steps) {
      terminal.press(key);
      await at(place, name);
    }

    terminal.press(...Array.from({ length: 120 }, () => 'j'));
    await at('121', 'Thing 121');
    terminal.press('G');
    await at('450', 'Thing 450');
    for (let page = 0; page < 12; page += 1) terminal.press('PgUp');
    await at('258', 'Thing 258');
  });
});

describe('the items', () => {
  test('are sorted by s, round and round', async ({ db, shopper }) => {
    await someItems(db, goods);
    await using terminal = await openTui(shopper);
    await terminal.waitFor('in the order of the shop');
    const first: string[] = [];

    for (const order of [
      'by name',
      'cheapest first',
      'dearest first',
      'most in stock first',
      'in the order of',
    ]) {
      terminal.press('s');
      const names = { by: 'Ash', cheapest: 'Cup', dearest: 'Bowl', most: 'Ash', in: 'Bowl' };
      const name = names[order.split(' ')[0] as keyof typeof names];
      const screen = await terminal.waitFor(
        (seen) => seen.includes(`╰─ ${order}`) && new RegExp(`Price +Stock +│\\n│ . ${name}`).test(seen),
        order,
      );
      first.push(screen.includes('1 of 3') ? order : `${order}, but somewhere else`);
    }

    expect(first).toHaveLength(5);
  });

  test('a search is typed, corrected, kept and cleared; nothing found is said', async ({ db, shopper }) => {
    await someItems(db, goods);
    await using terminal = await openTui(shopper);
    await terminal.waitFor('1 of 3');

    terminal.press('/', ...'cuq');
    await terminal.waitFor('Nothing matches "cuq".');
    terminal.press('Backspace', 'p');
    await terminal.waitFor(/1 of 1 [\s\S]*› Cup +1\.00 +sold out/);
    expect(terminal.cursor().visible).toBe(true);
    terminal.press('Down');
    await terminal.waitFor('a add');
    terminal.press('a');
    await terminal.waitFor(/✗ .*Cup: 1 wanted, sold out/);
    terminal.press('Esc');

    await terminal.waitFor('1 of 3');
    expect(terminal.cursor().visible).toBe(false);
  });

  test('what the stock does not reach for is refused in words', async ({ db, shopper }) => {
    await someItems(db, goods);
    await using terminal = await openTui(shopper);
    await terminal.waitFor('1 of 3');

    terminal.press('a', 'a');
    await terminal.waitFor(/✗ .*Bowl: 2 wanted, 1 in stock/);

    await terminal.waitFor('cart 1 · 20.00');
  });
});

describe('undo', () => {
  test('takes back what was added, changed and removed, the last one first', async ({ db, shopper }) => {
    await someItems(db, goods);
    await using terminal = await openTui(shopper);
    await terminal.waitFor('1 of 3');
    const undone = [
      ['Undone. Ash tray: 3 in your cart.', 'cart 3 · 15.00'],
      ['Undone. Ash tray: 2 in your cart.', 'cart 2 · 10.00'],
      ['Undone. Ash tray: 1 in your cart.', 'cart 1 · 5.00'],
      ['Undone. Ash tray is out of your cart.', 'cart empty'],
    ] as const;

    terminal.press('j', 'a', '+', 'a', 'x');
    await terminal.waitFor('Ash tray is out of your cart.');
    for (const [words, cart] of undone) {
      terminal.press('u');
      await terminal.waitFor(words);
      await terminal.waitFor(cart);
    }
    terminal.press('u');

    await terminal.waitFor('There is nothing to undo.');
  });

  test('in the cart brings a removed line back', async ({ db, shopper }) => {
    await someItems(db, goods);
    await using terminal = await openTui(shopper);
    await terminal.waitFor('1 of 3');
    terminal.press('j', 'a', '+', '2');
    await terminal.waitFor(/› Ash tray +2 +5\.00 +10\.00/);

    terminal.press('x');
    await terminal.waitFor('Your cart is empty.');
    terminal.press('u');

    await terminal.waitFor(/› Ash tray +2 +5\.00 +10\.00/);
  });
});

describe('a visitor', () => {
  test('who wants a favorite is offered a login, and comes back with it', async ({ db, shopper }) => {
    await register(db, account);
    await someItems(db, goods);
    await using terminal = await openTui(shopper);
    await terminal.waitFor('1 of 3');

    terminal.press('j', 'f');
    await terminal.waitFor('Log in to keep Ash tray as a favorite.');
    terminal.press('Enter');
    await terminal.waitFor('╭─ Log in ─');
    terminal.press('ann', 'Enter', 'wrong', 'Enter');
    await terminal.waitFor('✗ Wrong username or password.');
    terminal.press('Ctrl-U', account.password, 'Enter');

    await terminal.waitFor(/› Ash tray .*♥/);
    await terminal.waitFor('Ash tray is one of your favorites.');
    expect(await shopper.json(['favorites', 'list'])).toMatchObject([{ name: 'Ash tray' }]);
  });

  test('can also think better of it', async ({ db, shopper }) => {
    await someItems(db, goods);
    await using terminal = await openTui(shopper);
    await terminal.waitFor('1 of 3');

    terminal.press('f');
    await terminal.waitFor('Log in to keep Bowl');
    terminal.press('Esc');

    await terminal.waitFor('╭─ Items ─');
  });
});

test('where there is no keychain, the person is asked on the screen what to do with the login', async ({
  db,
  shopper,
}) => {
  await register(db, account);
  const env = { SHOP_KEYCHAIN: 'auto', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
  await using terminal = await openTui(shopper, { words: ['account'], env });
  await terminal.waitFor('You are not logged in.');

  terminal.press('Enter');
  await terminal.waitFor('╭─ Log in ─');
  terminal.press('ann', 'Enter', account.password, 'Enter');
  await terminal.waitFor('in a file that only you can read?');
  terminal.press('n');

  await terminal.waitFor('Welcome back, ann. This login ends when you leave.');
  await terminal.waitFor(/Username +ann/);
});

test('the help shows every key, and gives the screen back as it was', async ({ db, shopper }) => {
  await someItems(db, goods);
  await using terminal = await openTui(shopper, { rows: 17, columns: 60 });
  await terminal.waitFor('1 of 3');
  terminal.press('j', '?');
  await terminal.waitFor('╭─ Keys ─');
  await terminal.waitFor('Go to Account');

  terminal.press('G');
  await terminal.waitFor('Close the help');
  terminal.press('q');

  expect(markedRow(await terminal.waitFor('╭─ Items ─'))).toContain('Ash tray');
});

test('the account is registered, changed into a visitor by logout, and its errors stand beside their fields', async ({
  db,
  shopper,
}) => {
  await register(db, account);
  await using terminal = await openTui(shopper, { words: ['account'], columns: 180 });
  await terminal.waitFor('You are not logged in.');

  terminal.press('j', 'Enter');
  await terminal.waitFor('Create an account ─');
  const toTheEnd = Array.from({ length: 8 }, () => 'Tab');
  terminal.press('Ann', 'Tab', 'a good password', 'Tab', 'a good password', ...toTheEnd.slice(2), 'Enter');
  await terminal.waitFor(/› Username +Ann +✗ The username ann is taken\./);
  terminal.press('Ctrl-U', 'x', ...toTheEnd, 'Enter');
  await terminal.waitFor(/› Username +x +✗ A username has 3 to 32 characters/);
  terminal.press('Ctrl-U', 'bea', ...toTheEnd, 'Enter');
  await terminal.waitFor('Welcome, bea.');
  await terminal.waitFor(/Username +bea/);
  terminal.press('g', 'j', 'j', 'j', 'Enter');

  await terminal.waitFor('You are logged out.');
  await terminal.waitFor('not logged in');
});
