import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test as plain } from 'vitest';
import { guardFormulas, unguardFormulas } from '#cli/formulas.ts';
import { users } from '#db/schema.ts';
import { keptTexts } from '#test/foreign-texts.ts';
import { rowsOf, someItems } from '#test/given.ts';
import { type Shopper, test } from '#test/run-shop.ts';

const hostile = '=HYPERLINK("http://evil.example";"win")';
const guarded = `'${hostile}`;
const password = 'a good password';

/** An operator who has filled every list with formulas. */
async function anOperator(db: Parameters<typeof someItems>[0], shopper: Shopper) {
  const input = `${password}\n`;
  await someItems(db, [{ name: hostile, price: '1.50', stock: 9, description: '-1+2' }]);
  const profile = ['--first-name', hostile, '--city', '+1', '--country', '@SUM(1)'];
  await shopper.json(['register', '--username', 'ann', '--password-stdin', ...profile], { input });
  await db.update(users).set({ role: 'operator' });
  await shopper.json(['favorites', 'add', '1']);
  await shopper.json(['cart', 'add', '1']);
  await shopper.json(['cart', 'checkout', '--address', '-2+3', '--yes']);
  await shopper.json(['cart', 'add', '1']);
  await shopper.json(['chat', 'what is in my cart?']);
}

const lists: string[][] = [
  ['items', 'list'],
  ['items', 'show', '1'],
  ['favorites', 'list'],
  ['cart', 'show'],
  ['orders', 'list'],
  ['orders', 'list', '--all-users'],
  ['orders', 'show', '1'],
  ['users', 'list'],
  ['users', 'show', 'ann'],
  ['account', 'show'],
  ['account', 'sessions'],
  ['chat', '--history'],
  ['config', 'list'],
  ['whoami'],
];

const cellsOf = (csv: string): string[][] => parse(csv, { record_delimiter: '\r\n' });

describe('--safe-csv', () => {
  test('leaves a spreadsheet no formula in any list, and changes nothing else', async ({ db, inside }) => {
    await anOperator(db, inside);
    let guards = 0;

    for (const words of lists) {
      const csv = cellsOf((await inside.run([...words, '-o', 'csv'])).stdout);
      const safe = cellsOf((await inside.run([...words, '--safe-csv'])).stdout);

      expect(
        safe.flat().filter((cell) => /^[=+@\t\r]|^-(?![\d.]+$)|[;\t\r\n][=+@-]/.test(cell)),
        words.join(' '),
      ).toEqual([]);
      expect(
        safe.map((row) => row.map(unguardFormulas)),
        words.join(' '),
      ).toEqual(csv);
      guards += safe.flat().filter((cell, at) => cell !== csv.flat()[at]).length;
    }

    expect(guards).toBeGreaterThan(15);
  });

  test('is CSV by itself and with -o csv, and nothing else', async ({ db, inside }) => {
    await someItems(db, [{ name: hostile }]);
    const list = (...words: string[]) => inside.run(['items', 'list', '--fields', 'id,name', ...words]);

    const stdout = `id,name\r\n1,"${guarded.replaceAll('"', '""')}"\r\n`;
    expect(await list('--safe-csv')).toEqual({ exitCode: 0, stderr: '', stdout });
    expect(await list('-o', 'csv', '--safe-csv')).toEqual({ exitCode: 0, stderr: '', stdout });
    expect(await list('--json', '--safe-csv')).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await list('-o', 'tsv', '--safe-csv')).toMatchObject({
      exitCode: 2,
      stderr: 'shop: --safe-csv writes CSV, not tsv.\n  Give one of them.\n',
    });
  });

  test('is read back by an import that is told so; another says what it may be', async ({ db, inside }) => {
    await anOperator(db, inside);
    await someItems(
      db,
      keptTexts
        .filter(({ safe }) => safe !== undefined)
        .map(({ text }) => ({ name: text, description: text })),
    );
    const everything = () =>
      rowsOf(db, 'SELECT item_name, price, stock_available, image_url, description FROM item ORDER BY id');
    const before = await everything();
    const { stdout: input } = await inside.run(['items', 'list', '--all', '--stock', 'all', '--safe-csv']);

    const back = await inside.run(['items', 'import', '-', '--from-safe-csv', '--json'], { input });
    expect(back).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(back.stdout)).toMatchObject({ skipped: before.length, updated: 0, failed: 0 });
    expect(await everything()).toEqual(before);

    const untold = await inside.run(['items', 'import', '-', '--dry-run'], { input });
    expect(untold.stderr).toMatch(
      /^In \d+ cells a ' stands before a formula, and belongs to the text\. .*--from-safe-csv\.$/m,
    );
  });
});

plain('what is guarded can be taken back, whatever it was', () => {
  const part = fc.constantFrom(
    "'",
    '=',
    '+',
    '-',
    '@',
    '＝',
    ';',
    ',',
    '"',
    '\t',
    '\r',
    '\n',
    ' ',
    '\u200b',
    '\0',
    '1',
    'a',
  );

  fc.assert(
    fc.property(
      fc.array(part).map((parts) => parts.join('')),
      (text) => {
        const safe = guardFormulas(text);
        expect(unguardFormulas(safe)).toBe(text);
        expect(safe).not.toMatch(/^[\s\u200b\0]*[=+\-@＝]|^[\t\r\n]|[;\t\r\n][ \u200b\0]*[=+\-@＝]/);
      },
    ),
    { numRuns: 5000 },
  );
});
