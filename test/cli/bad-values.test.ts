import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { SignJWT } from 'jose';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { signingKeys, users } from '#db/schema.ts';
import { seedSample } from '#db/seed.ts';
import { rowsOf } from '#test/given.ts';
import { type Shopper, test } from '#test/run-shop.ts';
import { unchanged } from '#test/unchanged.ts';

type Refusal = [words: string[], exitCode: number, sentence: RegExp, input?: string | Uint8Array];

const megabyte = 'x'.repeat(1_000_000);
const notNumbers = [
  '',
  ' ',
  '-1',
  '-0',
  '1.5',
  '1e3',
  '1e400',
  '0x10',
  '1 abc',
  '1_000',
  'NaN',
  'Infinity',
  '٣',
  '一',
  '\u202e1',
  '1\0',
  '\ud800',
  '2147483648',
  '9007199254740993',
  megabyte,
];
const notAmounts = [...notNumbers.filter((text) => text !== '1.5'), '10.999', '1,000', '$5', '.5', '5.'];
const notNames = [
  '',
  ' ',
  'ab',
  '-joe',
  'j o e',
  'josé',
  'joe\0',
  '\u202ejoe',
  'admin\u200b',
  '\ud800',
  megabyte,
];

const each = (values: readonly string[], words: (value: string) => string[], code: number, says: RegExp) =>
  values.map((value): Refusal => [words(value), code, says]);

const refusals: Record<string, Refusal[]> = {
  quantities: [
    ...each(
      notNumbers,
      (n) => ['cart', 'add', '1', `--quantity=${n}`],
      2,
      /^--quantity must be a whole number/,
    ),
    ...each(notNumbers, (n) => ['cart', 'set', '1', n], 2, /^<quantity> must be a whole number/),
    ...each(notNumbers, (n) => ['items', 'edit', '1', `--stock=${n}`], 2, /^--stock must be a whole number/),
    ...each(
      ['5', '++5', '+', '=', '=-1', '+1.5', '+1e3', '+٣', '=2147483648', ''],
      (n) => ['items', 'restock', '1', n],
      2,
      /^<n> must be a number like/,
    ),
    [['items', 'restock', '1', '-99'], 5, /^Not so many are there/],
    [['items', 'restock', '1', '+2147483647'], 5, /larger than can be counted/],
  ],
  prices: [
    ...each(
      notAmounts,
      (price) => ['items', 'edit', '1', `--price=${price}`],
      2,
      /^--price must be an amount/,
    ),
    ...each(
      notAmounts,
      (price) => ['items', 'add', '--name', 'New', `--price=${price}`],
      2,
      /^--price must be an amount/,
    ),
  ],
  ids: [
    ...each(
      notNumbers.filter((id) => id !== '2147483648'),
      (id) => ['orders', 'show', id],
      2,
      /^<id> must be the number/,
    ),
    [['orders', 'show', '2147483648'], 3, /^There is no order 2147483648/],
    ...each(
      notNumbers.filter((id) => id.trim() !== ''),
      (id) => ['items', 'edit', id, '--price', '1'],
      3,
      /^There is no item "/,
    ),
    ...each(['', ' ', ' 1', '1 '], (id) => ['items', 'show', id], 2, /^<item> must be/),
    ...each(
      ['', '%', 'zzzzzz', megabyte],
      (id) => ['account', 'sessions', '--end', id],
      2,
      /first six or more/,
    ),
    ...each(['0', '-1', '1e0', 'nobody'], (name) => ['users', 'show', name], 3, /^There is no user "/),
  ],
  names: [
    ...each(
      notNames,
      (name) => ['register', '--password-stdin', `--username=${name}`],
      2,
      /^A username has 3 to/,
    ),
    ...each(
      ['', ' ', '\u200b', '\u202e\u200f', 'x'.repeat(256), megabyte],
      (name) => ['items', 'edit', '1', '--name', name],
      2,
      /1 to 255 characters/,
    ),
    ...each(['a\0b', 'a\ud800'], (name) => ['items', 'edit', '1', '--name', name], 2, /cannot be kept/),
    [['items', 'edit', '1', '--description', 'a\0b'], 2, /cannot be kept/],
    [['items', 'edit', '1', '--description', megabyte], 2, /at most 65535 bytes/],
    [['items', 'edit', '1', '--image-url', megabyte], 2, /at most 2048 characters/],
    ...each(
      [
        'x',
        '/etc/passwd',
        'tea.png',
        '//img.example/a.png',
        'javascript:alert(1)',
        'data:image/png;base64,AAAA',
        'file:///etc/passwd',
        'ftp://img.example/a.png',
        'https://',
        'https://img.example/a b.png',
        'https://img.example/\u202egnp.exe',
        'https://img.example/a\nb',
        'https://img.example:99999/',
      ],
      (url) => ['items', 'edit', '1', '--image-url', url],
      2,
      /begins with https:/,
    ),
    ...each(['Caf\uFFFD', '\uFFFD'], (name) => ['items', 'edit', '1', '--name', name], 2, /not in UTF-8/),
    ...each(
      ['a\u001b[2J', 'a\0', '\ud800'],
      (city) => ['account', 'edit', '--city', city],
      2,
      /control characters/,
    ),
    ...each(['x', 'a@b', 'a@b@c.de', ' @ . '], (email) => ['account', 'edit', '--email', email], 2, /e-mail/),
    ...each(['x', '٣٣٣٣', '+', '()'], (phone) => ['account', 'edit', '--phone', phone], 2, /phone number/),
    [['account', 'edit', '--country', megabyte], 2, /at most 100 characters/],
    [['users', 'set-role', 'joe', 'king'], 2, /^<role> must be one of/],
    [['users', 'set-role', 'nobody', 'operator'], 3, /^There is no user/],
  ],
  passwords: (
    [
      ['', /8 to 128 characters/],
      ['\n', /8 to 128 characters/],
      ['1234567\n', /8 to 128 characters/],
      ['x'.repeat(129), /8 to 128 characters/],
      ['😀'.repeat(129), /8 to 128 characters/],
      ['12345678\0', /NUL/],
      [megabyte, /too long/],
      [Uint8Array.of(0xff, 0xfe, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46), /not UTF-8/],
    ] as const
  ).map(
    ([input, sentence]): Refusal => [
      ['register', '--username', 'new', '--password-stdin'],
      2,
      sentence,
      input,
    ],
  ),
  settings: [
    [['config', 'set', 'nix', 'x'], 2, /no setting 'nix'/],
    [['config', 'set', 'login.keychain', 'drawer'], 2, /one of auto, os, file, none/],
    [['config', 'set', 'chat.base-url', 'ftp://x'], 2, /begins with https/],
    [['config', 'set', 'chat.base-url', 'nonsense'], 2, /begins with https/],
    [['config', 'set', 'database.url', 'http://x'], 2, /begins with mysql/],
    ...each(
      ['', 'a\nb', '\ud800', megabyte],
      (model) => ['config', 'set', 'chat.model', model],
      2,
      /one line of/,
    ),
    [['config', 'set', 'chat.api-key', 'sk-visible'], 2, /Every user of this machine can read/],
    [['config', 'set', 'chat.api-key'], 2, /one line of 1 to 512/, ''],
    [['config', 'set', 'chat.api-key'], 2, /one line of 1 to 512/, 'a\0b'],
    [['config', 'set', 'chat.api-key'], 2, /too long/, megabyte],
    [['config', 'set', 'chat.api-key'], 2, /not UTF-8/, Uint8Array.of(0xff)],
    [['config', 'set', 'chat.api-key', '--file', '/nonexistent'], 2, /cannot be read as text/],
    [['config', 'set', 'shop.about', '--file', '/'], 2, /cannot be read as text/],
  ],
  'lines of stdin': [
    [['cart', 'add', '-'], 5, /^1 of 1 line failed/, '\0\n'],
    [['cart', 'add', '-'], 2, /^The file is not of one encoding/, Uint8Array.of(0xff, 0xfe, 0x0a)],
    [['cart', 'add', '-'], 5, /^1 of 1 line failed/, Uint8Array.of(0x43, 0xff, 0x0a)],
    [['cart', 'add', '-'], 5, /^2 of 2 lines failed/, '1,1e400\n1,-1\n'],
    [
      ['cart', 'add', '-'],
      5,
      /^4 of 4 lines failed/,
      '{"id":1.5}\n{"id":1e400}\n{"id":"1 abc"}\n{"id":true}\n',
    ],
    [['cart', 'add', '-'], 5, /^3 of 3 lines failed/, '{"itemId":{}}\n{"__proto__":1}\n{"itemId":[1]\n'],
    [['cart', 'add', '-'], 5, /^1 of 1 line failed/, megabyte],
    [['cart', 'add', '-'], 2, /^A JSON document/, '[\n'],
    [['items', 'restock', '-'], 5, /^2 of 2 lines failed/, '1,+x\n99,+1\n'],
    [['favorites', 'add', '-'], 5, /^1 of 1 line failed/, '\u202e\n'],
    [['items', 'import', '-'], 5, /^3 rows are not right/, 'name,price\nx,NaN\ny,-1\nz,1e400\n'],
    [['items', 'import', '-'], 5, /^A row is not right/, '[{"name":{},"price":null}]'],
    [['items', 'import', '-'], 2, /^There is nothing in this file/, ''],
    [['items', 'import', '-'], 2, /^No column of this file/, new Uint8Array(100_000)],
    [['items', 'import', '-', '--map', 'nix=x'], 2, /^--map has the form/, 'name,price\na,1\n'],
    [['items', 'import', '/nonexistent'], 3, /^The file \/nonexistent cannot be read/],
    [['items', 'import', '/'], 2, /is a folder/],
  ],
  questions: [
    ...each(['', ' '], (question) => ['chat', question], 2, /^There is no question/),
    [['chat', megabyte], 2, /up to 1000 characters/],
    [['chat', '/nonsense'], 2, /no such command/],
  ],
  options: [
    [['items', 'list', '--search'], 2, /argument missing/],
    [['items', 'list', '--json=no'], 2, /^Unknown option/],
    [['items', 'list', '-qx'], 2, /^Unknown option '-x'/],
    [['items', 'list', '--limit', '1', '--limit', 'x'], 2, /^--limit must be/],
    [['items', 'list', '--', '--limit'], 2, /^Too many arguments/],
    [['account', 'edit', '--city'], 2, /argument missing/],
    [['account', 'delete', '--confirm', ''], 2, /not the name of this account/],
    [['orders', 'list', '--since', '٢٠٢٦-٠١-٠١'], 2, /^--since must be a date/],
    [['login', '-joe', '--password-stdin'], 2, /^Unknown option '-joe'/],
    [[''], 2, /^Unknown command ''/],
    [['items', '\u001b[2J'], 2, /^Unknown command ''/],
    [['items', 'list', '--output', '\u202exml'], 2, /'xml' is invalid/],
    [[megabyte], 2, /^Unknown command 'x{39}…'/],
  ],
};

/** joe, logged in as an operator on the sample shop. */
async function anOperator(db: Db, shopper: Shopper) {
  await seedSample(db, { demoPasswords: true });
  await db.update(users).set({ role: 'operator' }).where(eq(users.username, 'joe'));
  await shopper.json(['login', 'joe', '--password-stdin'], { input: 'shop-demo\n' });
  await shopper.json(['cart', 'add', '1']);
}

const shortened = (words: readonly string[]) => JSON.stringify(words.map((word) => word.slice(0, 40)));

test.for(Object.entries(refusals))(
  'bad %s are one sentence and change nothing',
  async ([, rows], { db, inside }) => {
    await anOperator(db, inside);
    const before = await unchanged(db, inside.home);

    for (const [words, exitCode, sentence, input = 'a good password'] of rows) {
      const { stderr, ...answer } = await inside.run(words, { input });
      const line = shortened(words);
      const [first = ''] = stderr.split('\n');

      expect.soft(answer.exitCode, line).toBe(exitCode);
      expect.soft(first.replace('shop: ', ''), line).toMatch(sentence);
      expect.soft(stderr, line).toMatch(/^shop: [^\n]{1,400}[.?]\n(?: {2}[^\n]{1,1000}\n){0,3}$/);
      expect.soft(stderr, line).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e]|node:|\bat [\w.]+ \(/u);
    }

    expect(await unchanged(db, inside.home)).toEqual(before);
  },
);

describe('a login token', () => {
  const claims = (sub = '1') => ({ iss: 'shop', aud: 'shop', sub, jti: 'x'.repeat(32) });
  const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

  async function signed(claims: object, { secret, kid = 'key-1', alg = 'HS256', exp = inAnHour() }: Signing) {
    const token = new SignJWT({ ...claims }).setProtectedHeader({ alg, kid, typ: 'JWT' });
    return token
      .setIssuedAt(exp - 7200)
      .setExpirationTime(exp)
      .sign(secret);
  }
  type Signing = { secret: Uint8Array; kid?: string; alg?: string; exp?: number };

  test.for<[name: string, forge: (good: string, secret: Buffer) => string | Promise<string>]>([
    ['that is a word', () => 'garbage'],
    ['of a megabyte', () => megabyte],
    ['with letters that no token has', () => 'ä.ö.ü'],
    ['that is cut short', (good) => good.slice(0, -3)],
    ['without its signature', (good) => `${good.split('.').slice(0, 2).join('.')}.`],
    [
      'of the algorithm none',
      (good) => good.replace(/^[^.]+/, encoded({ alg: 'none', typ: 'JWT', kid: 'key-1' })),
    ],
    ['signed with another key', () => signed(claims(), { secret: Buffer.alloc(32, 1) })],
    ['that names a key which is not there', (_, secret) => signed(claims(), { secret, kid: 'key-9' })],
    ['of another algorithm', (_, secret) => signed(claims(), { secret, alg: 'HS384' })],
    ['of another issuer', (_, secret) => signed({ ...claims(), iss: 'bank' }, { secret })],
    ['for somebody else', (_, secret) => signed({ ...claims(), aud: 'bank' }, { secret })],
    ['that has expired', (_, secret) => signed(claims(), { secret, exp: inAnHour() - 7200 })],
    ['of a session that never was', (_, secret) => signed(claims(), { secret })],
    [
      'for another person than its session',
      (good, secret) => signed({ ...claimsOf(good), sub: '2' }, { secret }),
    ],
  ])('%s lets nobody in', async ([, forge], { db, inside }) => {
    await anOperator(db, inside);
    const printed = await inside.run(['login', 'joe', '--password-stdin', '--print-token'], {
      input: 'shop-demo',
    });
    const [key] = await db.select({ secret: signingKeys.secret }).from(signingKeys);
    const token = await forge(printed.stdout.trim(), key?.secret ?? Buffer.alloc(32));
    const before = await unchanged(db, inside.home);

    for (const words of [['whoami'], ['cart', 'add', '1'], ['items', 'edit', '1', '--price', '1']]) {
      const { exitCode, stdout, stderr } = await inside.run(words, { env: { SHOP_TOKEN: token } });
      expect.soft({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
      expect
        .soft(stderr)
        .toMatch(/^shop: Your login (is not valid here|has expired|was ended)\.\n {2}.*SHOP_TOKEN/);
      expect.soft(stderr).not.toContain(token.slice(0, 30));
    }

    expect(await unchanged(db, inside.home)).toEqual(before);
  });

  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claimsOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
});

describe('a file', () => {
  test.for<[name: string, make: (path: string) => Promise<unknown>, exitCode: number, sentence: RegExp]>([
    ['that is missing', async () => {}, 3, /cannot be read/],
    ['that is a folder', (path) => mkdir(path), 2, /is a folder/],
    ['that is empty', (path) => writeFile(path, ''), 2, /There is nothing in this file/],
    [
      'that is no text',
      (path) =>
        writeFile(
          path,
          Uint8Array.from({ length: 9999 }, (_, at) => at),
        ),
      2,
      /This file is no text/,
    ],
    ['without a column for the name', (path) => writeFile(path, 'a,b\n1,2\n'), 2, /No column/],
    [
      'of rows that are not right',
      (path) => writeFile(path, 'name,price\nx,\ny,ten\n'),
      5,
      /2 rows are not right/,
    ],
    [
      'that may not be read',
      (path) => writeFile(path, 'name,price\nx,1\n').then(() => chmod(path, 0)),
      3,
      /cannot be read/,
    ],
  ])('%s is not imported', async ([name, make, exitCode, sentence], { db, inside, skip }) => {
    skip(name === 'that may not be read' && process.getuid?.() === 0, 'root reads everything');
    await anOperator(db, inside);
    const path = join(inside.home, 'items.csv');
    await make(path);
    const before = await unchanged(db, inside.home);

    const answer = await inside.run(['items', 'import', path]);

    expect(answer).toMatchObject({ exitCode, stderr: expect.stringMatching(sentence) });
    expect(await unchanged(db, inside.home)).toEqual(before);
  });
});

test('an address of a database that means nothing is told without its password', async ({ inside }) => {
  for (const url of [
    'mysql://',
    'mysql:',
    'nonsense',
    ' ',
    'http://joe:hunter2@localhost/shop',
    'mysql://joe:hunter2@localhost',
    'mysql://joe:hunter2@localhost/a/b',
    'mysql://joe:hunter2@localhost:x/shop',
    'mysql://joe:hunter2@[::1/shop',
    'mysql://joe:hunter2%ZZ@localhost/shop',
    'mysql://joe:hunter2@localhost/shop?ssl=maybe',
    'mysql://joe:hunter2@localhost/shop?flags=1',
  ]) {
    const { exitCode, stdout, stderr } = await inside.run(['items', 'list'], {
      env: { SHOP_DATABASE_URL: url },
    });
    expect.soft({ url, exitCode, stdout }).toEqual({ url, exitCode: 2, stdout: '' });
    expect.soft(stderr, url).toMatch(/^shop: SHOP_DATABASE_URL cannot be used: .+\.\n/);
    expect.soft(stderr, url).not.toContain('hunter2');
  }
});

test('names that are written from right to left are names', async ({ db, inside }) => {
  await anOperator(db, inside);

  await inside.json(['items', 'add', '--name', 'قميص أزرق', '--price', '5', '--stock', '1']);

  expect(await inside.json(['items', 'show', 'قميص أزرق'])).toMatchObject({
    name: 'قميص أزرق',
    price: '5.00',
  });
  expect(await rowsOf(db, "SELECT id FROM item WHERE item_name LIKE 'قميص%'")).toHaveLength(1);
});
