import { describe, expect } from 'vitest';
import { item } from '#db/schema.ts';
import { seedSample } from '#db/seed.ts';
import { type Shopper, test } from '#test/run-shop.ts';

const hostile = '\u001b]0;owned\u0007Lamp\u202e\r\n\t"cheap", =1+1\u009b2J 👩‍👩‍👧';
const shown = 'Lamp  "cheap", =1+1 👩‍👩‍👧';

async function aHostileItem(db: Parameters<typeof seedSample>[0]) {
  await db.insert(item).values({ name: hostile, price: '1.00', stock: 1, description: 'Two\nlines' });
}

const list = (shopper: Shopper, ...words: string[]) => shopper.run(['items', 'list', ...words]);

describe('text from the database', () => {
  test('is clean in every format that a person looks at', async ({ db, shopper }) => {
    await aHostileItem(db);

    expect((await list(shopper, '--fields', 'name')).stdout).toBe(`${shown}\n`);
    expect((await list(shopper, '-o', 'table', '--fields', 'name')).stdout).toBe(`NAME\n${shown}\n`);
    expect((await shopper.run(['items', 'show', '1', '-o', 'table'])).stdout).toContain(`${shown}\n1.00`);
    expect((await shopper.run(['cart', 'add', '1', '-o', 'table'])).stdout).toContain(`${shown}  `);
    expect((await shopper.run(['cart', 'add', '1', '-n', '9'])).stderr).toContain(
      `  ${shown}: 10 wanted, 1 in stock\n`,
    );
  });

  test('is whole, and escaped, in JSON', async ({ db, shopper }) => {
    await aHostileItem(db);

    for (const format of ['json', 'ndjson']) {
      const { stdout } = await list(shopper, '-o', format, '--fields', 'name');
      expect([JSON.parse(stdout)].flat()).toEqual([{ name: hostile }]);
      expect(stdout).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
    }
    const { stderr } = await shopper.run(['cart', 'add', '1', '-n', '9', '--json']);
    expect(JSON.parse(stderr).error.details.lines).toEqual([
      { itemId: 1, name: hostile, wanted: 9, stock: 1 },
    ]);
    expect(stderr).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  });

  test('is whole in CSV', async ({ db, shopper }) => {
    await aHostileItem(db);

    const { stdout } = await list(shopper, '-o', 'csv', '--fields', 'id,name');

    expect(stdout).toBe(`id,name\r\n1,"${hostile.replaceAll('"', '""')}"\r\n`);
  });

  test('that is no item comes back harmless', async ({ shopper }) => {
    const { stderr } = await shopper.run(['items', 'show', '\u001b[31mred\u202e']);

    expect(stderr.split('\n')[0]).toBe('shop: There is no item "red".');
  });
});

describe('where the words go', () => {
  test('results on stdout, words on stderr, none of them with --quiet', async ({ db, shopper }) => {
    await seedSample(db, { demoPasswords: true });
    const arrive = async (...words: string[]) => {
      await shopper.run(['cart', 'add', '1', '-n', '2']);
      const answer = await shopper.run(['login', 'joe', '--password-stdin', ...words], {
        input: 'shop-demo\n',
      });
      await shopper.run(['logout']);
      return answer;
    };

    const spoken = await arrive();
    const quiet = await arrive('--quiet');

    expect(spoken.stderr).toBe('Your cart came along: 2 pieces from before the login.\n');
    expect(spoken.stdout).toMatch(/^joe\t/);
    expect(quiet.stderr).toBe('');
    expect(quiet.stdout).toMatch(/^joe\t/);
    expect((await shopper.run(['-q', 'items', 'show', '99'])).stderr).toMatch(/^shop: There is no item/);
  });

  test('what only a person can follow is not said to a program', async ({ db, shopper }) => {
    await seedSample(db, { demoPasswords: false });

    expect(await list(shopper, '--limit', '2')).toMatchObject({ stderr: '', exitCode: 0 });
  });

  test('no results are no error', async ({ shopper }) => {
    expect(await list(shopper)).toEqual({ stdout: '', stderr: '', exitCode: 0 });
    expect(await list(shopper, '--json')).toEqual({ stdout: '[]\n', stderr: '', exitCode: 0 });
  });

  test('help goes to stdout, wherever it is asked for', async ({ shopper }) => {
    const asked = [['--help'], [], ['help'], ['cart'], ['help', 'cart', 'add'], ['cart', 'add', '-h']];
    for (const words of asked) {
      const { stdout, stderr, exitCode } = await shopper.run(words);
      expect({ words, stderr, exitCode }).toEqual({ words, stderr: '', exitCode: 0 });
      expect(stdout).toMatch(/^Usage: shop /);
    }
    const { stdout } = await shopper.run(['cart', 'add', '--help']);
    expect(stdout).toContain('--quantity <n>');
    expect(stdout).toContain('Examples:\n  $ shop cart add');
    expect(stdout).toContain('--fields <names>');
  });

  test('global flags may stand anywhere, and a value that looks like one is a value', async ({
    db,
    shopper,
  }) => {
    await seedSample(db, { demoPasswords: false });

    for (const words of [
      ['--json', 'items', 'list'],
      ['items', '--json', 'list'],
      ['items', 'list', '-o', 'json'],
      ['--output=json', 'items', 'list'],
    ]) {
      expect(JSON.parse((await shopper.run(words)).stdout), words.join(' ')).toHaveLength(10);
    }
    expect(await list(shopper, '--search', '-q', '--json')).toMatchObject({ stdout: '[]\n', exitCode: 0 });
  });
});

describe('colour', () => {
  test.for<[env: Record<string, string>, words: string[], colored: boolean]>([
    [{}, [], false],
    [{ FORCE_COLOR: '1' }, [], true],
    [{ FORCE_COLOR: '0' }, [], false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, [], false],
    [{ FORCE_COLOR: '1' }, ['--no-color'], false],
  ])('%j %j', async ([env, words, colored], { db, shopper }) => {
    await seedSample(db, { demoPasswords: false });

    const { stdout } = await shopper.run(['items', 'list', '-o', 'table', ...words], { env });
    const { stderr } = await shopper.run(['items', 'show', '99', ...words], { env });

    expect(stdout.includes('\u001b[')).toBe(colored);
    expect(stderr.includes('\u001b[')).toBe(colored);
  });
});

test('a table is as wide as COLUMNS says', async ({ db, shopper }) => {
  await db.insert(item).values({ name: 'x'.repeat(200), price: '1.00', stock: 1 });

  const { stdout } = await shopper.run(['items', 'list', '-o', 'table'], { env: { COLUMNS: '50' } });

  expect(stdout.split('\n').map((line) => line.length)).toSatisfy(
    (widths: number[]) => Math.max(...widths) <= 50,
  );
});
