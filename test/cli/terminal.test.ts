import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { item, orders } from '#db/schema.ts';
import { seedSample } from '#db/seed.ts';
import { type Shopper, shopBin, test } from '#test/run-shop.ts';
import { openTerminal } from '#test/terminal.ts';

const nothingOfOurs = { CI: undefined, NO_COLOR: undefined, FORCE_COLOR: undefined, COLUMNS: undefined };

/** `shop …words` as a person sees it. */
const atTerminal = ({ env }: Shopper, words: string[], columns = 80) =>
  openTerminal(process.execPath, [shopBin, ...words], { columns, env: { ...nothingOfOurs, ...env } });

const setStock = (db: Db, id: number, stock: number) => db.update(item).set({ stock }).where(eq(item.id, id));

async function aCustomer(db: Db, shopper: Shopper) {
  await seedSample(db, { demoPasswords: true });
  await shopper.json(['login', 'joe', '--password-stdin'], { input: 'shop-demo\n' });
  await shopper.json(['cart', 'add', '5', '-n', '2']);
}

describe('what a person sees', () => {
  test('a table with a header, coloured, cut to the width', async ({ db, shopper }) => {
    await seedSample(db, { demoPasswords: false });
    await db.insert(item).values({ name: `${'日本'.repeat(30)}`, price: '1.00', stock: 1 });

    await using terminal = await atTerminal(shopper, ['items', 'list'], 40);
    const { code } = await terminal.exit;

    const lines = terminal.screen().split('\n');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^ID +NAME +PRICE +STOCK/);
    expect(lines).toHaveLength(12);
    expect(lines[11]).toContain('…');
    expect(terminal.raw()).toContain('\u001b[');
  });

  test('a sentence where nothing matches, where nothing is, and where there is more', async ({
    db,
    shopper,
  }) => {
    const shown = async (...words: string[]) => {
      await using terminal = await atTerminal(shopper, ['items', 'list', ...words]);
      const { code } = await terminal.exit;
      return { code, screen: terminal.screen() };
    };

    const screen = 'The shop has no items yet. Load the sample shop with: shop db seed';
    expect(await shown()).toEqual({ code: 0, screen });
    await seedSample(db, { demoPasswords: false });
    expect(await shown('--search', 'nothing')).toEqual({ code: 0, screen: 'No item matches.' });
    expect((await shown('--limit', '2')).screen).toContain(
      'Only the first 2 are shown; see more with --limit <n>, or all with --all.',
    );
  });

  test('an empty cart in words', async ({ shopper }) => {
    await using terminal = await atTerminal(shopper, ['cart', 'show']);
    await terminal.exit;

    expect(terminal.screen()).toBe('Your cart is empty.');
  });
});

describe('checkout asks', () => {
  test('for the address, offering the last one, and whether to buy', async ({ db, shopper }) => {
    await aCustomer(db, shopper);
    // Another program may have kept what a terminal would obey.
    await db
      .update(orders)
      .set({ shippingAddress: '\u001b]0;owned\u0007123 Main St,\r\n\u202eBerlin, Germany' });

    await using terminal = await atTerminal(shopper, ['cart', 'checkout']);
    await terminal.waitFor('Where shall it be sent? (123 Main St, Berlin, Germany)');
    expect(terminal.raw()).not.toMatch(/owned|\u202e/);
    expect(terminal.screen()).toContain('Total 40.00');
    terminal.press('Enter');
    await terminal.waitFor('Buy this, sent to 123 Main St, Berlin, Germany?');
    terminal.press('Enter');
    const { code } = await terminal.exit;

    expect(code).toBe(0);
    expect(terminal.screen()).toContain('Order 4  CLOSED');
    expect(terminal.raw()).not.toMatch(/owned|\u202e/);
    expect(await shopper.json(['items', 'show', '5'])).toMatchObject({ stock: 0 });
  });

  test('and buys nothing after a no, Ctrl-C or Ctrl-D', async ({ db, shopper }) => {
    await aCustomer(db, shopper);

    for (const [key, code] of [
      ['n', 2],
      ['Ctrl-C', 130],
      ['Ctrl-D', 130],
    ] as const) {
      await using terminal = await atTerminal(shopper, ['cart', 'checkout', '--address', 'Here']);
      await terminal.waitFor('Buy this, sent to Here?');
      terminal.press(key);
      if (key === 'n') terminal.press('Enter');
      expect((await terminal.exit).code).toBe(code);
      expect(terminal.cursor().visible).toBe(true);
    }

    expect(await shopper.json(['cart', 'show'])).toMatchObject({ status: 'TEMP', total: '40.00' });
  });

  test('again, when another terminal has changed the cart since it was shown', async ({ db, shopper }) => {
    await aCustomer(db, shopper);
    await using terminal = await atTerminal(shopper, ['cart', 'checkout', '--address', 'Here']);
    await terminal.waitFor('Buy this, sent to Here?');

    await shopper.json(['cart', 'add', '3']);
    terminal.press('Enter');

    await terminal.waitFor('The cart has changed meanwhile; nothing was bought.');
    expect(await shopper.json(['cart', 'show'])).toMatchObject({ status: 'TEMP', total: '48.75' });
  });

  test('whether to take what there is, where the stock does not reach', async ({ db, shopper }) => {
    await aCustomer(db, shopper);
    await shopper.json(['cart', 'add', '10']);
    await setStock(db, 5, 1);
    await setStock(db, 10, 0);

    await using terminal = await atTerminal(shopper, ['cart', 'checkout', '--address', 'Here']);
    await terminal.waitFor('Take what there is?');
    expect(terminal.screen()).toContain('Item 5: 2 wanted, 1 in stock\nItem 10: 1 wanted, 0 in stock');
    terminal.press('Enter');
    await terminal.waitFor('Buy this, sent to Here?');
    terminal.press('Enter');
    expect((await terminal.exit).code).toBe(0);

    const [bought] = await shopper.json<unknown[]>(['orders', 'list', '--status', 'closed', '--limit', '1']);
    expect(bought).toMatchObject({ total: '20.00', items: [{ itemId: 5, quantity: 1 }] });
  });

  test.for([['--no-input'], ['SHOP_NO_INPUT']])('nothing with %s', async ([way = ''], { db, shopper }) => {
    await aCustomer(db, shopper);
    const words = ['cart', 'checkout', '--address', 'Here', ...(way.startsWith('--') ? [way] : [])];
    const silent = { ...shopper, env: { ...shopper.env, ...(way.startsWith('--') ? {} : { [way]: '1' }) } };

    await using terminal = await atTerminal(silent, words);

    expect((await terminal.exit).code).toBe(2);
    expect(terminal.screen()).toContain('shop: --yes is missing, and');
  });
});

test('Ctrl-C ends a command in the middle with 130, and what it did before stays', async ({
  db,
  shopper,
}) => {
  await seedSample(db, { demoPasswords: false });

  await using terminal = await atTerminal(shopper, ['cart', 'add', '-']);
  terminal.press(...'Item 2,3', 'Enter');
  await terminal.waitFor('added');
  terminal.press('Ctrl-C');

  expect((await terminal.exit).code).toBe(130);
  expect(terminal.screen()).toContain('shop: Interrupted.');
  expect(await shopper.json(['cart', 'show'])).toMatchObject({ items: [{ itemId: 2, quantity: 3 }] });
});
