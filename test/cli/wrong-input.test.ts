import { sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { seedSample } from '#db/seed.ts';
import { createDatabase, databaseUrlFor, dropDatabase } from '#test/database.ts';
import { type Shopper, test } from '#test/run-shop.ts';
import { unchanged } from '#test/unchanged.ts';

type Refusal = [words: string, exitCode: number, sentence: RegExp | string, input?: string];

// Words are split at spaces; `_` stands for a space inside a word.
const refusals: Record<string, Refusal[]> = {
  'the frame': [
    ['itmes', 2, "Unknown command 'itmes'."],
    ['items lst', 2, "Unknown command 'lst'."],
    ['help nosuch', 2, "Unknown command 'nosuch'."],
    ['help items lst', 2, "Unknown command 'lst'."],
    ['nosuch --help', 2, "Unknown command 'nosuch'."],
    ['x'.repeat(100_000), 2, /^Unknown command 'x{39}…'\.$/],
    [`items list ${'x'.repeat(100_000)}`, 2, /^Too many arguments.{200,300}$/],
    [`items list -o ${'x'.repeat(100_000)}`, 2, /'x{39}…' is invalid/],
    ['items list --SEARCH x', 2, "Unknown option '--SEARCH'."],
    ['--bogus', 2, "Unknown option '--bogus'."],
    ['items list --serch x', 2, "Unknown option '--serch'."],
    ['items list extra', 2, /^Too many arguments/],
    ['items list -o xml', 2, /Allowed choices are table, tsv, csv, json, ndjson\.$/],
    ['items list --output', 2, /argument missing/],
    ['cart show --fields itemId,total', 2, /not both/],
    ['items list --fields id,nix', 2, '--fields knows no field "nix" here.'],
    ['items list --fields=', 2, '--fields knows no field "" here.'],
    ['tui', 2, /needs a terminal/],
    ['tui nowhere', 2, /^\[screen\] must be one of/],
  ],
  items: [
    ['items list --min-price cheap', 2, /^--min-price must be an amount/],
    ['items list --max-price -1', 2, /^--max-price must be an amount/],
    ['items list --min-price 9 --max-price 8', 2, /^--min-price is above --max-price/],
    ['items list --stock full', 2, /^--stock must be one of in, out, all/],
    ['items list --sort colour', 2, /^--sort must be one of/],
    ['items list --sort relevance', 2, /^--sort relevance needs words/],
    ['items list --limit 0', 2, /^--limit must be a whole number/],
    ['items list --limit 99999999999', 2, /^--limit must be a whole number from 1 to 2147483647/],
    ['items list --search ,', 2, '--search must be words to look for, not ",".'],
    ['items list --limit 1e3', 2, /^--limit must be a whole number/],
    ['items list --limit ٣', 2, /^--limit must be a whole number/],
    ['items list --all --limit 5', 2, /cannot be used with/],
    ['items list --search=', 2, /^--search must be/],
    ['items show', 2, "Missing required argument 'item'."],
    ['items show 99', 3, 'There is no item "99".'],
    ['items show 1_abc', 3, 'There is no item "1 abc".'],
    [`items show ${'x'.repeat(300)}`, 3, /^There is no item "x{39}…"\.$/],
    ['items show 0x1', 3, 'There is no item "0x1".'],
    ['items show 1e0', 3, 'There is no item "1e0".'],
    ['items show ١', 3, 'There is no item "١".'],
    ['items show _1', 2, /^<item> must be/],
    ['items show 99999999999999999999', 3, /^There is no item/],
    ["items show '_OR_1=1_--", 3, /^There is no item/],
  ],
  cart: [
    ['cart add', 2, "Missing required argument 'item'."],
    ['cart add 99', 3, 'There is no item "99".'],
    ['cart add 1 -n 0', 2, /^--quantity must be a whole number/],
    ['cart add 1 -n -1', 2, /^--quantity must be a whole number/],
    ['cart add 1 -n 1.5', 2, /^--quantity must be a whole number/],
    ['cart add 1 -n 99999999999', 2, /^--quantity must be a whole number/],
    ['cart add 1 -n 2147483647', 5, 'Not enough stock.'],
    ['cart add 1 --fields nix', 2, '--fields knows no field "nix" here.'],
    ['cart add 1 --stop-on-error', 2, '--stop-on-error is for the lines of stdin.'],
    ['cart add - -n 2', 2, '--quantity is for one item.', '1\n'],
    ['cart add -', 5, '2 of 2 lines failed.', '99\n1,0\n'],
    ['cart set 1', 2, "Missing required argument 'quantity'."],
    ['cart set 1 many', 2, /^<quantity> must be a whole number/],
    ['cart set 1 6', 5, 'Not enough stock.'],
    ['cart set 99 1', 3, 'There is no item "99".'],
    ['cart remove 99', 3, 'There is no item "99".'],
    ['cart remove 7', 3, 'Item 7 is not in the cart.'],
    ['cart checkout --yes --address 1\nMain', 2, /^An address cannot contain control characters/],
    ['cart clear everything', 2, /^Too many arguments/],
    ['cart checkout', 2, '--yes is missing, and there is no terminal to ask on.'],
    ['cart checkout --address x', 2, '--yes is missing, and there is no terminal to ask on.'],
    ['cart checkout --address= --yes', 2, /^An address has 1 to 500 characters/],
    [`cart checkout --yes --address ${'x'.repeat(501)}`, 2, /^An address has 1 to 500 characters/],
  ],
  orders: [
    ['orders list --status open', 2, /^--status must be one of temp, closed, cancelled/],
    ['orders list --since 2026-02-30', 2, /^--since must be a date/],
    ['orders list --since 2026-02-02 --until 2026-02-01', 2, /^--since is after --until/],
    ['orders list --limit none', 2, /^--limit must be a whole number/],
    ['orders list --all-users', 4, /^Only an operator/],
    ['orders list --user joe', 4, /^Only an operator/],
    ['orders list --user joe --all-users', 2, /cannot be used with/],
    ['orders show abc', 2, /^<id> must be the number of an order/],
    ['orders show -1', 2, /^<id> must be the number of an order/],
    ['orders show 99', 3, 'You have no order 99.'],
    ['orders show 2', 3, 'You have no order 2.'],
    ['orders cancel 2', 3, 'You have no order 2.'],
    ['orders cancel 4', 5, /^Order 4 is the cart/],
    ['orders cancel', 2, "Missing required argument 'id'."],
    ['orders reorder 99', 3, 'You have no order 99.'],
    ['orders reorder x', 2, /^<id> must be the number of an order/],
  ],
  favorites: [
    ['favorites add', 2, "Missing required argument 'item'."],
    ['favorites add 2 99', 3, 'There is no item "99".'],
    ['favorites remove 1 99', 3, 'There is no item "99".'],
    ['favorites add 2 --fields nix', 2, '--fields knows no field "nix" here.'],
    ['favorites add - 2', 2, '- stands alone: it is for the lines of stdin.'],
    ['favorites list extra', 2, /^Too many arguments/],
  ],
  accounts: [
    ['register --username joe --password-stdin', 5, /taken/, 'a good password\n'],
    ['register --username a --password-stdin', 2, /username/i, 'a good password\n'],
    ['register --username new --password-stdin', 2, /password/i, 'short\n'],
    ['register --username new --email nonsense --password-stdin', 2, /e-?mail/i, 'a good password\n'],
    ['register --username new', 2, /^--password-stdin is missing/],
    ['login joe --password-stdin', 4, 'Wrong username or password.', 'wrong\n'],
    ['login nobody --password-stdin', 4, 'Wrong username or password.', 'wrong wrong\n'],
    ['login', 2, '<username> is missing, and there is no terminal to ask on.'],
    ['login --password-stdin', 2, '<username> is missing, and there is no terminal to ask on.'],
    ['login _ --password-stdin', 2, /^<username> must be 1 to 255/, 'x'],
    ['logout now', 2, /^Too many arguments/],
    ['account edit --email nonsense', 2, /e-?mail/i],
    ['account password --password-stdin', 4, /./, 'wrong\na good password\n'],
    ['account delete', 2, /^--confirm .*is missing/],
    ['account delete --confirm smith', 2, /./],
  ],
  db: [
    ['db start', 2, /^SHOP_DATABASE_URL names a database/],
    ['db stop', 2, /^SHOP_DATABASE_URL names a database/],
    ['db seed', 5, 'The shop is not empty.'],
    ['db seed --demo 0', 2, /^--demo must be a whole number from 1 to 1000000/],
    ['db seed --demo 1000001', 2, /^--demo must be a whole number/],
    ['db seed --demo lots', 2, /^--demo must be a whole number/],
    ['db migrate now', 2, /^Too many arguments/],
    ['db verify --fields nix', 2, '--fields knows no field "nix" here.'],
  ],
};

/** joe, logged in, with something in the cart (order 4) of the sample shop. */
async function aCustomer(db: Db, shopper: Shopper) {
  await seedSample(db, { demoPasswords: true });
  await shopper.json(['login', 'joe', '--password-stdin'], { input: 'shop-demo\n' });
  await shopper.json(['cart', 'add', '1', '-n', '2']);
}

describe('wrong input changes nothing and is answered with one sentence', () => {
  test.for(Object.entries(refusals))('%s', async ([, rows], { db, inside: shopper }) => {
    await aCustomer(db, shopper);
    const before = await unchanged(db, shopper.home);

    for (const [line, exitCode, sentence, input = ''] of rows) {
      const words = line.split(' ').map((word) => word.replaceAll('_', ' '));
      const answer = await shopper.run(words, { input });
      const [first = ''] = answer.stderr.split('\n');

      expect.soft(answer.exitCode, line).toBe(exitCode);
      expect.soft(first, line).toMatch(/^shop: .+[.?]$/);
      if (typeof sentence === 'string') expect.soft(first, line).toBe(`shop: ${sentence}`);
      else expect.soft(first.replace('shop: ', ''), line).toMatch(sentence);
      expect.soft(answer.stderr.split('\n').length, line).toBeLessThanOrEqual(4);
      if (!line.startsWith('cart add -')) expect.soft(answer.stdout, line).toBe('');
    }

    expect(await unchanged(db, shopper.home)).toEqual(before);
  });
});

describe('without a login', () => {
  test('what needs one says so, and no visitor is made', async ({ db, inside: shopper }) => {
    await seedSample(db, { demoPasswords: false });
    const before = await unchanged(db, shopper.home);

    for (const line of [
      'cart checkout --yes',
      'favorites list',
      'favorites add 1',
      'orders show 1',
      'orders cancel 1',
      'orders reorder 1',
      'items list --favorites',
      'account show',
      'whoami',
    ]) {
      const { exitCode, stdout, stderr } = await shopper.run(line.split(' '));
      expect.soft({ line, exitCode, stdout }).toEqual({ line, exitCode: 4, stdout: '' });
      expect.soft(stderr, line).toMatch(/^shop: .+\n {2}.*shop login/);
    }
    for (const line of ['cart show', 'cart clear', 'orders list', 'items show 1']) {
      expect.soft((await shopper.run(line.split(' '))).exitCode, line).toBe(0);
    }
    expect.soft((await shopper.run(['cart', 'remove', '1'])).exitCode).toBe(3);

    expect(await unchanged(db, shopper.home)).toEqual(before);
  });
});

describe('what a newcomer cannot have', () => {
  test.for<[line: string, exitCode: number, input?: string]>([
    ['cart add 1 -n 99', 5],
    ['cart add 11', 5],
    ['cart set 1 99', 5],
    ['cart set 1 0', 0],
    ['cart add -', 5, '1,99\n11\n0\n'],
    ['cart add -', 0, ''],
  ])('%s makes no visitor', async ([line, exitCode, input = ''], { db, inside: shopper }) => {
    await seedSample(db, { demoPasswords: false });
    await db.execute(
      sql`INSERT INTO item (id, item_name, price, stock_available, retired_at) VALUES (11, 'Old', 1, 9, NOW())`,
    );
    const before = await unchanged(db, shopper.home);

    const answer = await shopper.run(line.split(' '), { input });

    expect(answer.exitCode).toBe(exitCode);
    expect(await unchanged(db, shopper.home)).toEqual(before);
    expect((await shopper.run(['whoami'])).exitCode).toBe(4);
  });

  test('keeps them from none of what they can have', async ({ db, inside: shopper }) => {
    await seedSample(db, { demoPasswords: false });

    const { exitCode } = await shopper.run(['cart', 'add', '-'], { input: '1,99\n2,3\n3\n' });

    expect(exitCode).toBe(5);
    expect(await shopper.json(['cart', 'show'])).toMatchObject({
      items: [
        { itemId: 2, quantity: 3 },
        { itemId: 3, quantity: 1 },
      ],
    });
  });
});

describe('as JSON', () => {
  test.for<[words: string, code: string]>([
    ['itmes --json', 'usage'],
    ['items list --bogus -o json', 'usage'],
    ['--output=ndjson items show 99', 'not_found'],
    ['favorites list -ojson', 'auth'],
    ['db seed --json', 'conflict'],
    ['items list --json -o csv', 'usage'],
  ])('%s is one object on stderr', async ([line, code], { db, inside: shopper }) => {
    await seedSample(db, { demoPasswords: false });

    const { stdout, stderr } = await shopper.run(line.split(' '));

    expect(stdout).toBe('');
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(JSON.parse(stderr)).toMatchObject({ error: { code, message: expect.stringMatching(/.\.$/) } });
  });
});

describe('an environment that means nothing', () => {
  test.for<[name: string, value: string, exitCode: number]>([
    ['SHOP_DATABASE_URL', 'postgres://localhost/shop', 2],
    ['SHOP_DATABASE_URL', 'mysql://root:hunter2@localhost/shop?multipleStatements=true', 2],
    ['SHOP_DATABASE_URL', 'mysql://root:hunter2@127.0.0.1:1/shop?ssl=off', 6],
    ['SHOP_DATABASE_URL', 'mysql://root:hunter2@localhost/shop?socket=/nowhere/sock', 6],
    ['SHOP_DATABASE_URL', 'mysql://root:hunter2@localhost:99999/shop', 2],
    ['SHOP_KEYCHAIN', 'drawer', 2],
    ['SHOP_TOKEN', 'garbage', 4],
  ])('%s=%s', async ([name, value, exitCode], { inside: shopper }) => {
    const answer = await shopper.run(['items', 'list'], { env: { [name]: value } });

    expect(answer).toMatchObject({ exitCode, stdout: '' });
    expect(answer.stderr).toMatch(/^shop: .+[.]\n/);
    expect(answer.stderr).not.toContain('hunter2');
  });

  test('keeps nobody from reading a help text', async ({ inside: shopper }) => {
    const env = { SHOP_KEYCHAIN: 'drawer', SHOP_DATABASE_URL: 'nonsense' };

    const { exitCode, stdout, stderr } = await shopper.run(['items', 'list', '--help'], { env });

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('Usage: shop items list');
  });

  test('a database without tables names the command that makes them', async ({
    inside: shopper,
    databaseUrl,
  }) => {
    const name = `${new URL(databaseUrl).pathname.slice(1)}_bare`;
    await createDatabase(name);

    const bare = { env: { SHOP_DATABASE_URL: databaseUrlFor(name) } };
    const before = await shopper.run(['items', 'list'], bare);
    const migrated = await shopper.run(['db', 'migrate'], bare);
    const after = await shopper.run(['items', 'list', '--json'], bare);
    await dropDatabase(name);

    expect(before).toMatchObject({ exitCode: 6, stderr: expect.stringContaining('shop db migrate') });
    expect(migrated.exitCode).toBe(0);
    expect(after).toMatchObject({ exitCode: 0, stdout: '[]\n' });
  });
});
