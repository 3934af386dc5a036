import { expect } from 'vitest';
import { seedSample } from '#db/seed.ts';
import { stocks } from '#test/given.ts';
import { test } from '#test/run-shop.ts';
import { markedRow, openTui } from '#test/tui.ts';

test('a shopper by keys: browse, search, register, cart, checkout, orders, cancel, favorites, delete', async ({
  db,
  shopper,
}) => {
  await seedSample(db, { demoPasswords: false });
  await using terminal = await openTui(shopper);

  // Somebody looks around and fills a cart without an account.
  await terminal.waitFor('1 of 10');
  terminal.press('j', 'j', 'a', '+');
  await terminal.waitFor('Item 3: 2 in your cart.');
  await terminal.waitFor('cart 2 · 17.50');
  terminal.press('-');
  await terminal.waitFor('cart 1 · 8.75');
  terminal.press('/', ...'item 7');
  await terminal.waitFor((screen) => markedRow(screen).startsWith('› Item 7'), 'Item 7 found');
  terminal.press('Enter', 'a');
  await terminal.waitFor('cart 2 · 27.00');
  terminal.press('Esc');
  await terminal.waitFor('1 of 10');

  // Buying needs an account; the cart comes along, and the checkout goes on where it was left.
  terminal.press('2');
  await terminal.waitFor(/╭─ Cart .* 1 of 2 ─╮/);
  terminal.press('Enter');
  await terminal.waitFor('Log in to buy what is in your cart.');
  terminal.press('j', 'Enter');
  await terminal.waitFor('Create an account ─');
  terminal.press('ann', 'Enter', 'a good password', 'Enter', 'another password', 'Enter');
  terminal.press('Ann', 'Enter', 'Lee', 'Enter', 'Enter', 'Enter', 'Enter', 'Enter');
  await terminal.waitFor('✗ The two passwords differ.');
  terminal.press('Ctrl-U', 'a good password', 'Enter', 'Enter', 'Enter', 'Enter', 'Enter', 'Enter', 'Enter');
  await terminal.waitFor('Your account is ready. Your cart came along.');
  await terminal.waitFor(/╭─ Checkout [\s\S]*Total {3}2 pieces +27\.00/);

  // An address is needed; then Enter buys.
  terminal.press('Enter');
  await terminal.waitFor('✗ Where shall it go?');
  terminal.press('1 Main St, Berlin', 'Enter');
  await terminal.waitFor('Order 5 is yours.');
  await terminal.waitFor('ann · cart empty');
  expect(await stocks(db)).toEqual([5, 8, 2, 10, 2, 7, 3, 6, 9, 1]);

  // The order is listed and looked at, ordered again, and cancelled: its stock comes back.
  terminal.press('3');
  await terminal.waitFor(/› #5 .* bought +2 +27\.00/);
  terminal.press('Enter');
  await terminal.waitFor('Ship to     1 Main St, Berlin');
  terminal.press('r');
  await terminal.waitFor('Order 5 is in your cart again.');
  terminal.press('c');
  await terminal.waitFor('Cancel order 5?');
  terminal.press('y');
  await terminal.waitFor('Order 5 is cancelled');
  expect(await stocks(db)).toEqual([5, 8, 3, 10, 2, 7, 4, 6, 9, 1]);

  // A favorite, taken back and made again.
  terminal.press('1', 'g', 'f');
  await terminal.waitFor('Item 1 is one of your favorites.');
  terminal.press('u');
  await terminal.waitFor('Undone. Item 1 is no longer a favorite.');
  terminal.press('f', '4');
  await terminal.waitFor(/› Item 1 .*♥/);

  // The account is deleted by its name, and nothing of it is left.
  terminal.press('5', 'G', 'Enter');
  await terminal.waitFor('Delete the account ─');
  terminal.press('nobody', 'Enter');
  await terminal.waitFor('✗ That is not the name of this account.');
  terminal.press('Ctrl-U', 'ann', 'Enter');
  await terminal.waitFor('Your account is deleted');
  await terminal.waitFor('not logged in · cart empty');
  terminal.press('q');

  expect(await terminal.exit).toEqual({ code: 0, signal: undefined });
  expect(terminal.scrollback()).toContain('Order 5 is cancelled.');
  expect(await shopper.json(['db', 'verify'])).toMatchObject({ broken: [] });
});
