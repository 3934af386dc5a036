import { describe, expect, vi } from 'vitest';
import type { Db } from '#db/connect.ts';
import { orders, users } from '#db/schema.ts';
import { register } from '#domain/accounts.ts';
import { addToCart, getCart } from '#domain/cart.ts';
import { changeItem, someItems, stocks } from '#test/given.ts';
import { type Shopper, test } from '#test/run-shop.ts';
import { openTui } from '#test/tui.ts';

/** Ann, logged in, with two mugs at 8.75 and a bowl at 3.00 in the cart. */
async function aCart(db: Db, shopper: Shopper) {
  const account = { username: 'ann', password: 'a good password' };
  const { id: userId } = await register(db, account);
  const [mug = 0, bowl = 0] = await someItems(db, [
    { name: 'Mug', price: '8.75' },
    { name: 'Bowl', price: '3.00' },
  ]);
  await addToCart(db, { userId, itemId: mug, quantity: 2 });
  await addToCart(db, { userId, itemId: bowl });
  await shopper.json(['login', 'ann', '--password-stdin'], { input: account.password });
  return { userId, mug };
}

const totals = (db: Db) => db.select({ status: orders.status, total: orders.totalPrice }).from(orders);

describe('a price that changed since the cart was shown', () => {
  test('is marked on its screen until that is left, and counts as shown', async ({ db, shopper }) => {
    const { userId, mug } = await aCart(db, shopper);
    await changeItem(db, mug, { price: '9.10' });
    await using terminal = await openTui(shopper, { words: ['cart'] });

    await terminal.waitFor(/Mug +was 8\.75 +2 +9\.10 +18\.20/);
    await vi.waitFor(async () =>
      expect((await getCart(db, userId)).items[0]).toMatchObject({ shownPriceCents: 910 }),
    );
    // What is loaded from now on knows no other price any more.
    await changeItem(db, mug, { stock: 1 });
    await terminal.waitFor('only 1 left');
    await changeItem(db, mug, { stock: 4 });
    const still = await terminal.waitFor(/Mug +was 8\.75 +2 +9\.10/);
    terminal.press('1');
    await terminal.waitFor('╭─ Items');
    terminal.press('2');
    const again = await terminal.waitFor('╭─ Cart');

    expect(still).toContain('A price has changed since you were shown it.');
    expect(again).not.toContain('was 8.75');
    expect(await shopper.json(['cart', 'checkout', '--address', 'Here', '--yes'])).toMatchObject({
      total: '21.20',
    });
  });

  test('on the checkout is not paid unasked: one key takes the new price and buys', async ({
    db,
    shopper,
  }) => {
    const { mug } = await aCart(db, shopper);
    await using terminal = await openTui(shopper, { words: ['cart'] });
    await terminal.waitFor('› Mug');
    terminal.press('Enter');
    await terminal.waitFor('› Ship to');

    await changeItem(db, mug, { price: '9.10' });
    terminal.press('1 Main St', 'Enter');
    await terminal.waitFor('A price has changed ─');
    await terminal.waitFor(/Mug +8\.75 → 9\.10/);
    terminal.press('Enter');
    terminal.press('Esc');
    await terminal.waitForGone('A price has changed ─');
    await terminal.waitFor(/Mug +was 8\.75 +2 +9\.10[\s\S]*Total {3}3 pieces +21\.20/);
    expect(await totals(db)).toMatchObject([{ status: 'TEMP' }]);
    terminal.press('Enter');
    await terminal.waitFor(/Mug +8\.75 → 9\.10/);
    await changeItem(db, mug, { price: '9.50' });
    terminal.press('y');
    await terminal.waitFor(/Mug +9\.10 → 9\.50/);
    terminal.press('y', 'y');
    await terminal.waitFor(/Receipt[\s\S]*Mug[\s\S]* 9\.50 +19\.00/);
    terminal.press('q');
    await terminal.exit;

    expect(await totals(db)).toEqual([{ status: 'CLOSED', total: '22.00' }]);
    expect(await stocks(db)).toEqual([3, 4]);
    expect(terminal.scrollback().match(/Order \d+ is yours/g)).toHaveLength(1);
  });

  test('is bought at once when the checkout was opened with it', async ({ db, shopper }) => {
    const { mug } = await aCart(db, shopper);
    await changeItem(db, mug, { price: '9.10' });
    await using terminal = await openTui(shopper, { words: ['cart'] });
    await terminal.waitFor(/Mug .* 9\.10/);

    terminal.press('Enter');
    await terminal.waitFor('› Ship to');
    terminal.press('1 Main St', 'Enter');
    await terminal.waitFor('Receipt');

    expect(await totals(db)).toEqual([{ status: 'CLOSED', total: '21.20' }]);
  });
});

test('what a newcomer cannot have makes no visitor of them', async ({ db, shopper }) => {
  const [mug = 0] = await someItems(db, [{ name: 'Mug', stock: 1 }, { name: 'Bowl' }]);
  await using terminal = await openTui(shopper);
  await terminal.waitFor('› Mug');

  await changeItem(db, mug, { stock: 0 });
  terminal.press('a');
  await terminal.waitFor(/✗ Not enough stock/);
  expect(await db.$count(users)).toBe(0);
  terminal.press('j', 'a');
  await terminal.waitFor('Bowl: 1 in your cart.');

  expect(await db.$count(users)).toBe(1);
});
