import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { seedSample } from '#db/seed.ts';
import { changeItem, stocks } from '#test/given.ts';
import { type Shopper, shopBin, test } from '#test/run-shop.ts';
import { openTerminal } from '#test/terminal.ts';

type Cart = { total: string; items: { itemId: number; unitPrice: string }[] };

/** Joe with two of item 3 (8.75) and one of item 1 in the cart; item 3 costs 9.10 by now. */
async function aSurprise(db: Db, shopper: Shopper) {
  await seedSample(db, { demoPasswords: true });
  await shopper.json(['login', 'joe', '--password-stdin'], { input: 'shop-demo\n' });
  await shopper.json(['cart', 'add', '3', '-n', '2']);
  await shopper.json(['cart', 'add', '1']);
  await changeItem(db, 3, { price: '9.10' });
}

const checkout = ['cart', 'checkout', '--address', 'Here', '--yes'];
const told = 'Item 3: 8.75 before, 9.10 now\n';

describe('in a script, a changed price', () => {
  test('is a conflict that names it, and nothing is bought', async ({ db, shopper }) => {
    await aSurprise(db, shopper);
    const before = await stocks(db);

    const refused = await shopper.run(checkout);
    const asJson = await shopper.run([...checkout, '--json']);
    const rehearsed = await shopper.run(['cart', 'checkout', '--address', 'Here', '--dry-run']);

    const next = '  shop cart show, then check out again, or --accept-price-changes\n';
    const words = `shop: A price has changed.\n  ${told}${next}`;
    expect(refused).toEqual({ exitCode: 5, stdout: '', stderr: words });
    expect(rehearsed).toEqual({ exitCode: 5, stdout: '', stderr: words });
    expect(asJson).toMatchObject({ exitCode: 5, stdout: '' });
    expect(JSON.parse(asJson.stderr).error).toMatchObject({
      code: 'conflict',
      details: {
        prices: [
          { itemId: 3, name: 'Item 3', shown: '8.75', shownCents: 875, price: '9.10', priceCents: 910 },
        ],
      },
    });
    expect(await stocks(db)).toEqual(before);
  });

  test.for([[[]], [['--json']], [['-o', 'csv']]])(
    'is told by cart show %j, and then it is paid',
    async ([format = []], { db, shopper }) => {
      await aSurprise(db, shopper);

      const shown = await shopper.run(['cart', 'show', ...format]);
      const again = await shopper.run(['cart', 'show', ...format]);

      expect(shown).toMatchObject({ exitCode: 0, stderr: told, stdout: expect.stringContaining('9.10') });
      expect(again).toEqual({ ...shown, stderr: '' });
      expect(await shopper.json<Cart>(checkout)).toMatchObject({ total: '28.20' });
    },
  );

  test('is paid with --accept-price-changes, which a dry run takes too', async ({ db, shopper }) => {
    await aSurprise(db, shopper);

    const rehearsed = await shopper.json<Cart>(['cart', 'checkout', '--dry-run', '--accept-price-changes']);
    const bought = await shopper.json<Cart>([...checkout, '--accept-price-changes']);

    expect([rehearsed.total, bought.total]).toEqual(['28.20', '28.20']);
    expect(await shopper.json(['db', 'verify'])).toMatchObject({ broken: [] });
  });

  test('was not shown by fields that have no price', async ({ db, shopper }) => {
    await aSurprise(db, shopper);

    await shopper.run(['cart', 'show', '--fields', 'id,status']);

    expect(await shopper.run(checkout)).toMatchObject({ exitCode: 5 });
  });

  test('is told by whatever shows the cart', async ({ db, shopper }) => {
    await aSurprise(db, shopper);
    const ways = [
      ['cart', 'add', '2'],
      ['cart', 'set', '3', '1'],
      ['cart', 'remove', '2'],
    ];
    const { id } = await shopper.json<{ id: number }>([...checkout, '--accept-price-changes']);
    await shopper.json(['cart', 'add', '3']);
    await shopper.json(['cart', 'add', '2']);

    const said: string[] = [];
    for (const [at, words] of [...ways, ['orders', 'reorder', String(id)]].entries()) {
      await changeItem(db, 3, { price: `1${at}.00`, stock: 9 });
      said.push((await shopper.run(words)).stderr);
    }

    expect(said).toEqual([
      'Item 3: 9.10 before, 10.00 now\n',
      'Item 3: 10.00 before, 11.00 now\n',
      'Item 3: 11.00 before, 12.00 now\n',
      'Item 3: 12.00 before, 13.00 now\n',
    ]);
  });
});

describe('at a terminal, a changed price', () => {
  const atTerminal = ({ env }: Shopper, words: string[]) =>
    openTerminal(process.execPath, [shopBin, ...words], { columns: 100, rows: 40, env });

  test('has a column of its own in the cart, once', async ({ db, shopper }) => {
    await aSurprise(db, shopper);

    await using first = await atTerminal(shopper, ['cart', 'show']);
    await first.exit;
    await using second = await atTerminal(shopper, ['cart', 'show']);
    await second.exit;

    expect(first.screen()).toMatch(
      /PRICE +SUBTOTAL +STOCK +WAS\n[^\n]*Item 1[^\n]*\n[^\n]*9\.10[^\n]* 8\.75\n/,
    );
    expect(first.screen()).toContain('A price has changed since you were shown it');
    expect(second.screen()).not.toMatch(/WAS|has changed/);
  });

  test('between the question and the answer is shown, and asked about again', async ({ db, shopper }) => {
    await aSurprise(db, shopper);

    await using terminal = await atTerminal(shopper, ['cart', 'checkout']);
    await terminal.waitFor('Where shall it be sent?');
    expect(terminal.screen()).toMatch(/9\.10 .* 8\.75\n/);
    terminal.press('Enter');
    await terminal.waitFor(/Buy this, sent to .*[?]/);
    await changeItem(db, 3, { price: '9.50' });
    terminal.press('Enter');
    await terminal.waitFor('A price has changed; nothing was bought.');
    await terminal.waitFor((screen) => screen.split('Buy this, sent to').length === 3, 'a second question');

    expect(terminal.screen()).toContain('Item 3: 9.10 before, 9.50 now');
    expect(terminal.screen()).toMatch(/9\.50 .* 9\.10\n/);
    expect(terminal.screen().split('Where shall it be sent?')).toHaveLength(2);
    terminal.press('Enter');
    expect((await terminal.exit).code).toBe(0);
    expect(terminal.screen()).toMatch(/Order \d+ {2}CLOSED[\s\S]*Total 29\.00/);
  });

  test('is not asked about with --yes', async ({ db, shopper }) => {
    await aSurprise(db, shopper);

    await using terminal = await atTerminal(shopper, checkout);

    expect((await terminal.exit).code).toBe(5);
    expect(terminal.screen()).toContain('Item 3: 8.75 before, 9.10 now');
  });
});
