import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { item, users } from '#db/schema.ts';
import { seedSample } from '#db/seed.ts';
import { type Shopper, test } from '#test/run-shop.ts';

/** What a shell is told at its Tab behind these words: the first line, and the candidates with what is said of each. */
async function tab(shopper: Shopper, words: string[], shell = 'zsh') {
  const { stdout, stderr } = await shopper.run(['__complete', shell, ...words], {
    env: { SHOP_COMPLETION_MS: '60000' },
  });
  expect(stderr).toBe('');
  const [head = '', ...lines] = stdout.split('\n').slice(0, -1);
  const candidates = lines.map((line) => line.split('\t'));
  return { head, values: candidates.map(([value]) => value), abouts: candidates.map(([, about]) => about) };
}

/** joe, logged in on the sample shop. */
async function joe(db: Db, shopper: Shopper) {
  await seedSample(db, { demoPasswords: true });
  await shopper.json(['login', 'joe', '--password-stdin'], { input: 'shop-demo\n' });
}

const makeOperator = (db: Db) => db.update(users).set({ role: 'operator' }).where(eq(users.username, 'joe'));

const globals = [
  '--json',
  '--output',
  '--safe-csv',
  '--fields',
  '--quiet',
  '--no-input',
  '--no-color',
  '--help',
];

describe('without a database', () => {
  test.for<[line: string, values: string[]]>([
    ['cart ', ['show', 'add', 'set', 'remove', 'clear', 'checkout']],
    ['help cart s', ['show', 'set']],
    ['cart help s', ['show', 'set']],
    ['help ex', ['exit-codes']],
    ['help cart show ', []],
    ['-o json db st', ['status', 'start', 'stop']],
    ['items list --st', ['--stock']],
    ['items list --stock i', ['in']],
    ['items list --stock=', ['in', 'out', 'all']],
    ['items list -o ', ['table', 'tsv', 'csv', 'json', 'ndjson']],
    ['items list -qo n', ['ndjson']],
    ['items import --on-conflict ', ['update', 'skip', 'fail']],
    ['orders list --status ', ['temp', 'closed', 'cancelled']],
    ['users set-role joe ', ['customer', 'operator']],
    ['users list --role o', ['operator']],
    ['tui ', ['items', 'cart', 'orders', 'favorites', 'chat', 'account']],
    ['completion ', ['bash', 'zsh', 'fish']],
    ['config get tui.', ['tui.keys', 'tui.mouse', 'tui.borders', 'tui.pictures']],
    ['config set tui.mouse ', ['on', 'off']],
    // An option that stands there already is not offered again, and what is behind its value is no value.
    ['items list --stock in --st', []],
    ['items list --search shoes --stock o', ['out']],
    ['cart set 3 -', globals],
    // Where nothing else can follow, the options are what is left.
    ['whoami --', globals],
    ['config path --fields ', ['path']],
    // What means nothing leads nowhere.
    ['nosuch ', []],
    ['items nosuch ', []],
    ['items list --nosuch=', []],
    ['cart add 3 --quantity ', []],
    ['items list -- --', []],
    ['items add --name ', []],
    ['__complete ', []],
  ])('%s', async ([line, values], { inside }) => {
    const words = line.split(' ');
    const { values: found } = await tab(inside, words, 'bash');
    const isShort = (value = '') => /^-[a-z]$/i.test(value);
    expect(found.filter((value) => !isShort(value))).toEqual(values);
  });

  test('the shell is told what to do with them, and what they are', async ({ inside }) => {
    expect(await tab(inside, ['items', ''])).toMatchObject({
      head: 'word\t',
      abouts: expect.arrayContaining(['List and search the items', 'Show one item']),
    });
    expect(await tab(inside, ['items', 'list', '--output=j'])).toMatchObject({ head: 'word\t--output=' });
    expect(await tab(inside, ['db', 'restore', ''])).toEqual({ head: 'files\t', values: [], abouts: [] });
    expect(await tab(inside, ['config', 'set', 'shop.about', '--file', ''])).toMatchObject({
      head: 'files\t',
    });
  });

  test('fields come as a list: what is named is not offered again', async ({ inside }) => {
    const fields = ['items', 'list', '--fields'];
    const all = ['id', 'name', 'price', 'priceCents', 'stock', 'imageUrl', 'description', 'favorite'];
    expect(await tab(inside, [...fields, ''])).toMatchObject({ head: 'list\t', values: all });
    expect(await tab(inside, [...fields, 'id,name,'])).toMatchObject({
      head: 'list\tid,name,',
      values: all.slice(2),
    });
    expect(await tab(inside, [...fields, 'id,pr'], 'bash')).toMatchObject({
      head: 'list\tid,',
      values: ['price', 'priceCents'],
    });
    expect((await tab(inside, ['cart', 'show', '--fields', ''])).values).toEqual(
      expect.arrayContaining(['total', 'itemId', 'quantity']),
    );
  });

  test('bash hands over what was typed, broken at the equals sign', async ({ inside }) => {
    expect(await tab(inside, ['items', 'list', '--output', '=', 'nd'], 'bash')).toMatchObject({
      head: 'word\t',
      values: ['ndjson'],
    });
    expect(
      await tab(inside, ['items', 'list', '--search', '"red lamp"', '--stock', "'o"], 'bash'),
    ).toMatchObject({ values: ['out'] });
  });
});

describe('from the database', () => {
  test('items by the beginning of their ids, or by words of their names', async ({ db, inside }) => {
    await joe(db, inside);
    await db.update(item).set({ stock: 0 }).where(eq(item.id, 10));

    expect(await tab(inside, ['items', 'show', '1'])).toEqual({
      head: 'word\t',
      values: ['1', '10'],
      abouts: ['Item 1, 10.00, 5 in stock', 'Item 10, 9.99, sold out'],
    });
    // What is sold out cannot be put into a cart.
    expect((await tab(inside, ['cart', 'add', '1'])).values).toEqual(['1']);
    expect(await tab(inside, ['cart', 'add', 'item 3'])).toMatchObject({ head: 'found\t', values: ['3'] });
    expect(await tab(inside, ['cart', 'add', 'nothing'])).toMatchObject({ values: [] });
    // fish offers only what is like what was typed.
    expect((await tab(inside, ['cart', 'add', 'item 3'], 'fish')).values).toEqual([]);
    expect((await tab(inside, ['favorites', 'add', '1', '2', ''])).values).not.toContain('2');
    // More than one item is too many for it, or it is no item's place.
    expect((await tab(inside, ['items', 'show', '1', ''])).values).not.toContain('2');
    expect((await tab(inside, ['cart', 'set', '1', ''])).values).toEqual([]);
  });

  test('of many items the first, and what all have in common is not longer than it is', async ({
    db,
    inside,
  }) => {
    const rows = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => ({
        id: from + at,
        name: `Thing ${from + at}`,
        price: '1.00',
        stock: 1,
      }));
    await db.insert(item).values([...rows(120_000, 200), ...rows(1_300_000, 200)]);

    const { values } = await tab(inside, ['items', 'show', '1']);

    expect(values.length).toBeLessThan(70);
    expect(values.slice(0, 2)).toEqual(['120000', '120001']);
    expect(values).toContain('1300199');
    expect((await tab(inside, ['items', 'show', '12'])).values).toContain('120199');
    expect((await tab(inside, ['items', 'show', '13001991'])).values).toEqual([]);
    expect((await tab(inside, ['items', 'show', '99999999999'])).values).toEqual([]);
    expect((await tab(inside, ['items', 'show', '0'])).values).toEqual([]);
  });

  test('what is in the cart, the favorites, the orders and the logins of whoever asks', async ({
    db,
    inside,
  }) => {
    await joe(db, inside);
    await inside.json(['cart', 'add', '2', '-n', '3']);
    await inside.json(['favorites', 'add', '7']);
    await inside.json(['orders', 'list']);

    expect(await tab(inside, ['cart', 'remove', ''])).toMatchObject({
      values: ['2'],
      abouts: ['Item 2, 3 in the cart'],
    });
    expect((await tab(inside, ['favorites', 'remove', ''])).values).toContain('7');
    const orders = await tab(inside, ['orders', 'show', '']);
    expect(orders.abouts).toEqual(expect.arrayContaining(['closed, 2026-01-20, 69.98']));
    expect(orders.abouts.some((about) => about?.startsWith('temp'))).toBe(true);
    expect((await tab(inside, ['orders', 'cancel', ''])).abouts).toEqual(['closed, 2026-01-20, 69.98']);
    expect((await tab(inside, ['account', 'sessions', '--end', ''])).abouts).toEqual([
      expect.stringContaining('this one'),
    ]);
  });

  test("everybody's orders and people are for operators", async ({ db, inside }) => {
    await joe(db, inside);
    const own = (await tab(inside, ['orders', 'show', ''])).values;
    expect((await tab(inside, ['users', 'show', ''])).values).toEqual([]);

    await makeOperator(db);

    expect((await tab(inside, ['orders', 'show', ''])).values.length).toBeGreaterThan(own.length);
    expect((await tab(inside, ['orders', 'reorder', ''])).values).toEqual(own);
    expect(await tab(inside, ['users', 'show', 's'])).toMatchObject({
      values: ['smith'],
      abouts: ['Anna Smith'],
    });
    expect((await tab(inside, ['orders', 'list', '--user', ''])).values).toEqual(['joe', 'smith']);
  });

  test('a name is told clean, in one line, and never as a word of the line', async ({ db, inside }) => {
    const names = ['$(touch pwned)', '`touch pwned`', 'a\nb\tc', '\u001b[2Jx\u202e', `"'; touch pwned #`];
    await db.insert(item).values(names.map((name) => ({ name, price: '1.00', stock: 1 })));
    await joe(db, inside).catch(() => {});
    await db.insert(users).values({ username: '$(touch pwned)', isRegistered: true });

    const { values, abouts } = await tab(inside, ['items', 'show', '']);

    expect(values.every((value) => /^\d+$/.test(value ?? ''))).toBe(true);
    expect(abouts.slice(0, names.length).map((about) => about?.replace(/, 1\.00.*/, ''))).toEqual([
      '$(touch pwned)',
      '`touch pwned`',
      'a b c',
      'x',
      `"'; touch pwned #`,
    ]);
    expect((await tab(inside, ['users', 'show', '$'])).values).toEqual([]);
  });
});

describe('where the database cannot be asked', () => {
  const silence = { stdout: '', stderr: '', exitCode: 0 };
  const nowhere = (home: string) => join(home, 'not', 'there');

  test.for<[name: string, env: (home: string, url: string) => Record<string, string>]>([
    ['no database was ever made', (home) => ({ SHOP_HOME: nowhere(home), SHOP_DATABASE_URL: '' })],
    ['nobody listens', () => ({ SHOP_DATABASE_URL: 'mysql://shop@127.0.0.1:1/shop' })],
    ['the address means nothing', () => ({ SHOP_DATABASE_URL: 'nonsense' })],
    [
      'there are no tables',
      (_, url) => ({ SHOP_DATABASE_URL: url.replace(/shop_\w+/, 'information_schema') }),
    ],
    ['the login means nothing', () => ({ SHOP_TOKEN: 'nonsense' })],
  ])('%s: nothing is said, started or made', async ([, env], { databaseUrl, shopper }) => {
    for (const noun of ['items', 'orders']) {
      const words = ['__complete', 'bash', noun, 'show', ''];
      const answer = await shopper.run(words, { env: env(shopper.home, databaseUrl) });
      expect.soft({ ...answer, stdout: answer.stdout.replace('word\t\n', '') }).toEqual(silence);
    }
    expect(existsSync(nowhere(shopper.home))).toBe(false);
  });

  test('a server that says nothing is waited for no longer than it is worth', async ({ shopper }) => {
    const { createServer } = await import('node:net');
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const env = { SHOP_DATABASE_URL: `mysql://shop@127.0.0.1:${port}/shop?ssl=off` };

    // It comes back at all: a command would wait for a minute.
    const answer = await shopper.run(['__complete', 'bash', 'items', 'show', ''], { env });

    expect(answer).toEqual(silence);
    server.close();
  });

  test('what is no question is answered with nothing', async ({ shopper }) => {
    for (const words of [[], ['tcsh', 'items', ''], ['bash']])
      expect((await shopper.run(['__complete', ...words])).stderr).toBe('');
  });
});

test.for(['bash', 'zsh', 'fish'])(
  'shop completion %s prints what that shell reads',
  async (shell, { inside }) => {
    const { stdout, stderr, exitCode } = await inside.run(['completion', shell]);

    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toContain(`shop __complete ${shell} `);
    expect(await inside.json(['completion', shell])).toEqual({ shell, script: stdout });
  },
);

test('a shell that is none of them is refused with the nearest', async ({ inside }) => {
  expect(await inside.run(['completion', 'fishy'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('Did you mean fish?'),
  });
});
