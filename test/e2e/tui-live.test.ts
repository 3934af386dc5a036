import { eq } from 'drizzle-orm';
import { describe, expect, inject } from 'vitest';
import { item, orders } from '#db/schema.ts';
import { register } from '#domain/accounts.ts';
import { addToCart } from '#domain/cart.ts';
import { onSocket } from '#test/database.ts';
import { openDoor } from '#test/door.ts';
import { changeItem, someItems, stocks } from '#test/given.ts';
import { aShopper, type Shopper, test } from '#test/run-shop.ts';
import type { TestTerminal } from '#test/terminal.ts';
import { markedRow, openTui } from '#test/tui.ts';

const account = { username: 'ann', password: 'a good password' };

/** Logs the shopper in, as a process before the screen is opened. */
const logIn = (shopper: Shopper) =>
  shopper.json(['login', account.username, '--password-stdin'], { input: account.password });

describe('what happens elsewhere shows by itself', () => {
  test('a price, a stock and a new item', async ({ db, shopper }) => {
    const [mug = 0] = await someItems(db, [{ name: 'Mug', price: '12.50', stock: 5 }]);
    await using terminal = await openTui(shopper, { columns: 120 });
    await terminal.waitFor(/› Mug +12\.50 +5 /);

    await changeItem(db, mug, { price: '11.00', stock: 2 });
    await terminal.waitFor(/› Mug +11\.00 +2 [\s\S]*only 2 left/);
    await changeItem(db, mug, { stock: 0 });
    await terminal.waitFor(/› Mug +11\.00 +sold out/);
    await someItems(db, [{ name: 'Bowl' }]);

    expect(markedRow(await terminal.waitFor('Bowl'))).toContain('Mug');
  });

  test('two terminals share one cart', async ({ db, databaseUrl, shopper }) => {
    await register(db, account);
    await someItems(db, [{ name: 'Mug', price: '12.50', stock: 9 }]);
    await using other = await aShopper({ databaseUrl });
    for (const one of [shopper, other]) await logIn(one);
    await using here = await openTui(shopper);
    await using there = await openTui(other, { words: ['cart'] });
    for (const terminal of [here, there]) await terminal.waitFor('ann · cart empty');

    here.press('a', 'a');
    await there.waitFor(/› Mug +2 +12\.50 +25\.00/);
    there.press('+');
    await here.waitFor('cart 3 · 37.50');
    here.press('x');

    await there.waitFor('Your cart is empty.');
  });

  test('a login that ends elsewhere makes a visitor of the person', async ({ db, shopper }) => {
    await register(db, account);
    await logIn(shopper);
    await using terminal = await openTui(shopper, { words: ['account'] });
    await terminal.waitFor('Log out everywhere');

    await shopper.json(['logout']);

    await terminal.waitFor('not logged in');
  });
});

describe('a database that is lost', () => {
  test('a banner says when it is tried again; what was there stays, and comes back to life', async ({
    db,
    databaseUrl,
  }) => {
    const [mug = 0] = await someItems(db, [{ name: 'Mug', price: '12.50', stock: 5 }]);
    await using door = await openDoor(inject('socket'));
    await using shopper = await aShopper({ databaseUrl: onSocket(databaseUrl, door.socketPath) });
    await using terminal = await openTui(shopper);
    await terminal.waitFor('› Mug');

    await door.shut();
    const lost = await terminal.waitFor(/The (connection to the )?database .* Next try in \d+ s\./);
    expect(markedRow(lost)).toContain('12.50');
    terminal.press('a');
    await terminal.waitFor(/✗ The (connection to the )?database/);
    await changeItem(db, mug, { price: '9.00' });
    await door.open();

    const found = await terminal.waitFor(/› Mug +9\.00/);
    expect(await terminal.waitForGone('Next try')).toContain('Mug');
    expect(found.split('\n')).toHaveLength(24);
  });

  test('one that hangs is told too, and Ctrl-C still ends at once', async ({ db, databaseUrl }) => {
    await someItems(db, [{ name: 'Mug' }]);
    await using door = await openDoor(inject('socket'));
    await using shopper = await aShopper({ databaseUrl: onSocket(databaseUrl, door.socketPath) });
    await using terminal = await openTui(shopper);
    await terminal.waitFor('› Mug');

    door.hold();
    await terminal.waitFor('The database does not answer.');
    terminal.press('j', '2');
    await terminal.waitFor('╭─ Cart ─');
    terminal.press('Ctrl-C');

    expect(await terminal.exit).toMatchObject({ code: 130 });
  });

  test('one that is not there at the start is waited for', async ({ db, databaseUrl }) => {
    await someItems(db, [{ name: 'Mug' }]);
    await using door = await openDoor(inject('socket'));
    await using shopper = await aShopper({ databaseUrl: onSocket(databaseUrl, door.socketPath) });
    await door.shut();
    await using terminal = await openTui(shopper);
    await terminal.waitFor('Next try in');

    await door.open();

    await terminal.waitFor('› Mug');
  });
});

describe('the purchase', () => {
  test.for([
    ['leaving', (terminal: TestTerminal): void => terminal.press('q')],
    ['SIGTERM', (terminal: TestTerminal): boolean => terminal.kill('SIGTERM')],
  ] as const)(
    'two quick presses of Enter buy once, and the receipt stays after %s',
    async ([, end], { db, shopper }) => {
      const [mug = 0] = await someItems(db, [{ name: 'Mug', price: '12.50', stock: 5 }]);
      const { id } = await register(db, account);
      await addToCart(db, { userId: id, itemId: mug, quantity: 2 });
      await logIn(shopper);
      await using terminal = await openTui(shopper, { words: ['cart'] });
      await terminal.waitFor('› Mug');
      terminal.press('Enter');
      await terminal.waitFor('› Ship to');

      terminal.press('1 Main St', 'Enter', 'Enter');
      await terminal.waitFor('Receipt');
      end(terminal);

      await terminal.exit;
      expect(terminal.scrollback()).toMatch(/Order \d+ is yours\./);
      expect(await stocks(db)).toEqual([3]);
      expect(await db.select({ status: orders.status }).from(orders)).toEqual([{ status: 'CLOSED' }]);
    },
  );

  test('what the lost database has kept from being bought is bought once it is back, and once', async ({
    db,
    databaseUrl,
  }) => {
    const [mug = 0] = await someItems(db, [{ name: 'Mug', price: '12.50', stock: 5 }]);
    const { id } = await register(db, account);
    await addToCart(db, { userId: id, itemId: mug, quantity: 2 });
    await using door = await openDoor(inject('socket'));
    await using shopper = await aShopper({ databaseUrl: onSocket(databaseUrl, door.socketPath) });
    await logIn(shopper);
    await using terminal = await openTui(shopper, { words: ['cart'] });
    await terminal.waitFor('› Mug');
    terminal.press('Enter');
    await terminal.waitFor('› Ship to');

    await door.shut();
    terminal.press('1 Main St', 'Enter');
    await terminal.waitFor(/Next try[\s\S]*Ship to +1 Main St[\s\S]*✗ The (connection to the )?database/);
    await door.open();
    expect(await terminal.waitForGone('Next try')).toContain('1 Main St');
    terminal.press('Enter');
    await terminal.waitFor('Receipt');

    expect(await stocks(db)).toEqual([3]);
    expect(await db.select({ status: orders.status }).from(orders)).toEqual([{ status: 'CLOSED' }]);
  });

  test('what somebody else was quicker for is told line by line, and one key takes what there is', async ({
    db,
    shopper,
  }) => {
    const ids = await someItems(db, [
      { name: 'Mug', price: '10.00', stock: 5 },
      { name: 'Bowl', price: '20.00', stock: 5 },
      { name: 'Cup', price: '1.00', stock: 5 },
    ]);
    const { id } = await register(db, account);
    for (const itemId of ids) await addToCart(db, { userId: id, itemId, quantity: 3 });
    await logIn(shopper);
    await using terminal = await openTui(shopper, { words: ['cart'] });
    await terminal.waitFor('› Mug');
    terminal.press('Enter');
    await terminal.waitFor('› Ship to');

    await changeItem(db, ids[0] ?? 0, { stock: 1 });
    await changeItem(db, ids[1] ?? 0, { stock: 0 });
    terminal.press('1 Main St', 'Enter');
    await terminal.waitFor('Not enough stock');
    await terminal.waitFor(/Mug +3 wanted, 1 left\s[\s\S]*Bowl +3 wanted, sold out/);
    terminal.press('Enter');
    terminal.press('y');
    await terminal.waitFor(/Total {3}4 pieces +13\.00/);
    expect(await stocks(db)).toEqual([1, 0, 5]);
    terminal.press('Enter');
    await terminal.waitFor('Receipt');

    expect(await stocks(db)).toEqual([0, 0, 2]);
    expect(await db.select({ total: orders.totalPrice }).from(orders)).toEqual([{ total: '13.00' }]);
    expect(await db.select({ id: item.id }).from(item).where(eq(item.stock, 0))).toHaveLength(2);
  });
});
