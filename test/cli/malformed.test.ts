import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { importAll, importStrictly } from '#cli/commands/items/import/load.ts';
import { openSource } from '#cli/commands/items/import/source.ts';
import { createOutput } from '#cli/output.ts';
import type { Db } from '#db/connect.ts';
import { users } from '#db/schema.ts';
import type { ImportRow } from '#domain/import-items.ts';
import { type Shopper, test as withShop } from '#test/run-shop.ts';

type Bytes = Generator<Buffer>;

const out = createOutput(process);

/** What an import would write, and what it tells. */
async function bring(bytes: Bytes, { strict = false } = {}) {
  const written: ImportRow[] = [];
  const way = {
    map: new Map(),
    out,
    write: async (rows: ImportRow[]) => {
      written.push(...rows);
      return { inserted: rows.length, updated: 0, skipped: 0, faults: [] };
    },
  };
  async function* pieces() {
    yield* bytes;
  }
  const source = { bytes: pieces(), size: null, read: () => 0 };
  const result = await (strict ? importStrictly : importAll)(source, way);
  return { names: written.map(({ fields }) => fields.name), errors: result.errors };
}

/** In pieces that end anywhere, as a pipe may hand them over. */
function* ofText(text: string | Buffer): Bytes {
  const bytes = Buffer.from(text);
  const size = bytes.length > 1000 ? 65_536 : 11;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const tooLong = 'x'.repeat(300);

/** What a file holds, the names that are read from it all the same, and each row that cannot be. */
const files: [what: string, text: string | Buffer, names: string[], faults: object[]][] = [
  [
    'cut in mid-row',
    'name,price,stock\nChai,18,3\nChang,1',
    ['Chai'],
    [{ line: 3, value: 'Chang', message: 'This row has 2 cells, the header 3.' }],
  ],
  [
    'cut within quotes',
    'name,price\nChai,18\n"Chang, the be',
    ['Chai'],
    [{ line: 3, value: '"Chang, the be', message: 'A quote is opened and never closed.' }],
  ],
  [
    'a quote that nobody closes',
    'name,price\n"Chai,18\nChang,19\n"Tea, green",3\n',
    ['Chang', 'Tea, green'],
    [{ line: 2, value: '"Chai,18', message: expect.stringMatching(/^A quote is closed in the middle/) }],
  ],
  [
    'a quote in the middle of a cell',
    'name,price\nCh"ai,18\nChang,19\n',
    ['Chang'],
    [{ line: 2, value: 'Ch"ai,18', message: expect.stringMatching(/^A quote stands in the middle/) }],
  ],
  [
    'rows with another delimiter',
    'name,price\nChai,18\nChang;19\n',
    ['Chai'],
    [{ line: 3, value: 'Chang;19', message: 'This row has 1 cell, the header 2.' }],
  ],
  [
    'a NUL',
    'name,price\nCh\0ai,18\nChang,19\n',
    ['Chang'],
    [{ line: 2, column: 'name', message: 'A NUL or half a character cannot be kept.' }],
  ],
  [
    'a row of a million letters and more',
    `name,price\n${'x'.repeat(1_100_000)},18\nChang,19\n`,
    ['Chang'],
    [{ line: 2, message: 'A row is longer than 1000000 characters.' }],
  ],
  ['a header alone', 'name,price\n', [], []],
  [
    'a thousands separator that could be a decimal one',
    'name,price\nChai,"1,234"\nChang,"1,234.50"\n',
    ['Chang'],
    [{ line: 2, column: 'price', value: '1,234', message: expect.stringMatching(/^A price is like/) }],
  ],
  [
    'a negative stock',
    'name,price,stock\nChai,18,-3\nChang,19,0\n',
    ['Chang'],
    [{ line: 2, column: 'stock', value: '-3', message: expect.stringMatching(/^A stock is a whole number/) }],
  ],
  [
    'a price with three decimals',
    'name,price\nChai,18.005\nChang,19\n',
    ['Chang'],
    [{ line: 2, column: 'price', value: '18.005', message: expect.stringMatching(/^A price is like/) }],
  ],
  [
    'a name that is too long',
    `name,price\n${tooLong},18\nChang,19\n`,
    ['Chang'],
    [{ line: 2, column: 'name', value: 'x'.repeat(80), message: 'A name has 1 to 255 characters.' }],
  ],
  [
    'an object that is cut among lines of JSON',
    '{"name":"Chai","price":18}\n{"name":"Cha\n{"name":"Chang","price":19}\n',
    ['Chai', 'Chang'],
    [{ line: 2, value: '{"name":"Cha', message: 'This line is no JSON object.' }],
  ],
  [
    'a line of a million letters and more among lines of JSON',
    `{"name":"Chai","price":18}\n{"name":"${'x'.repeat(1_100_000)}"}\n{"name":"Chang","price":19}\n`,
    ['Chai', 'Chang'],
    [{ line: 2, message: expect.stringMatching(/^A line is longer than|^A name has/) }],
  ],
];

/** What cannot hold items at all, and the sentence. */
const refused: [what: string, bytes: string | Buffer, sentence: RegExp][] = [
  ['nothing', '', /^There is nothing in this file\.$/],
  ['a byte order mark alone', Buffer.from([0xef, 0xbb, 0xbf]), /^There is nothing in this file\.$/],
  ['no column of items', 'colour;size\nred;1\n', /^No column of this file/],
  ['a column twice', 'name,price,Price\nChai,1,2\n', /^Several columns could be the price: price, Price\.$/],
  [
    'bytes of no encoding',
    Buffer.from([...Buffer.from('name\nChaï\n'), 0xff, 0xfe]),
    /^The file is not of one/,
  ],
  ['a header that cannot be read', 'na"me,price\nChai,1\n', /^The header cannot be read: A quote/],
  ['JSON that is no list', '{\n  "items": []\n}\n', /^This is one JSON object over several lines/],
  ['a JSON list that is cut', '[{"name":"Chai"},', /^This file begins as a JSON list, but is none\.$/],
  ['HTML', '<!DOCTYPE html>\n<html><body>404</body></html>\n', /^This file is HTML or XML/],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d4948445200000010', 'hex'), /^This file is no text/],
  ['gzip', gzipSync('name,price\nChai,1\n'), /^This file is compressed/],
  ['a spreadsheet', Buffer.from('504b030414000600080000002100', 'hex'), /^This file is a ZIP archive/],
];

describe('a malformed file', () => {
  test.for(files)('with %s: each row that cannot be read is told, the others are read', async (file) => {
    const [, text, names, faults] = file;

    const found = await bring(ofText(text));

    expect(found.names).toEqual(names);
    expect(found.errors).toEqual(faults.map((fault) => expect.objectContaining(fault)));
  });

  test.for(files.filter(([, , , faults]) => faults.length > 0))(
    'with %s: --strict changes nothing',
    async ([, text]) => {
      expect((await bring(ofText(text), { strict: true })).names).toEqual([]);
    },
  );

  test.for(refused)('%s is refused with a sentence', async ([, bytes, message]) => {
    await expect(bring(ofText(bytes))).rejects.toMatchObject({ kind: 'usage', message });
    await expect(bring(ofText(bytes), { strict: true })).rejects.toThrow(message);
  });

  test('may be a folder, or not there', () => {
    expect(() => openSource(tmpdir(), process.stdin)).toThrow(/is a folder\.$/);
    expect(() => openSource('/nowhere/at/all.csv', process.stdin)).toThrow(/cannot be read\.$/);
  });

  test.for([
    ['CSV', 'name,price\n', '\nChang,19\n'],
    ['lines of JSON', '', '\n{"name":"Chang","price":19}\n'],
  ])('with a line of a gigabyte in %s takes no memory for it', async ([, before = '', after = '']) => {
    let early = 0;
    let most = 0;
    const piece = Buffer.alloc(1_000_000, before ? 'x' : '{');
    function* pieces() {
      if (before) yield Buffer.from(before);
      for (let at = 0; at < 1000; at += 1) {
        most = Math.max(most, process.memoryUsage().rss);
        // By then everything that reading takes is there.
        if (at < 200) early = most;
        yield piece;
      }
      yield Buffer.from(after);
    }

    const { names, errors } = await bring(pieces());

    expect({ names, errors }).toMatchObject({
      names: ['Chang'],
      errors: [{ message: /longer than 1000000/ }],
    });
    expect(most - early).toBeLessThan(200_000_000);
  });
});

/** ann, an operator of a shop with an item in it. */
async function anOperator(db: Db, inside: Shopper) {
  await inside.json(['register', '--username', 'ann', '--password-stdin', '--no-input'], {
    input: 'a good password\n',
  });
  await db.update(users).set({ role: 'operator' });
  await inside.json(['items', 'add', '--name', 'Tea', '--price', '2.50', '--stock', '3']);
}

const everyItem = ['items', 'list', '--stock', 'all', '--all'];

describe('the operator', () => {
  withShop('is told what is wrong, and with --strict has the shop as it was', async ({ db, inside }) => {
    await anOperator(db, inside);
    const before = await inside.json(everyItem);

    for (const [what, text, , [fault]] of files.filter(([, , , faults]) => faults.length > 0)) {
      const { stdout, stderr, exitCode } = await inside.run(['items', 'import', '-', '--strict', '--json'], {
        input: text,
      });
      expect.soft(exitCode, what).toBe(5);
      expect.soft(JSON.parse(stdout), what).toMatchObject({ inserted: 0, updated: 0, errors: [fault] });
      expect.soft(JSON.parse(stderr).error.details.next, what).toMatch(/^Nothing was imported/);
    }
    // Read in one piece, bytes of no encoding are Latin-1.
    for (const [what, bytes, sentence] of refused.filter(([what]) => what !== 'bytes of no encoding')) {
      const { stdout, stderr, exitCode } = await inside.run(['items', 'import', '-', '--strict'], {
        input: bytes,
      });
      expect.soft({ stdout, exitCode }, what).toEqual({ stdout: '', exitCode: 2 });
      expect.soft(stderr.split('\n')[0]?.replace('shop: ', ''), what).toMatch(sentence);
    }

    expect(await inside.json(everyItem)).toEqual(before);
  });

  withShop('is told by --dry-run what the import will tell', async ({ db, inside }) => {
    await anOperator(db, inside);
    const file = 'name,price,stock\nTea,2.50,3\nCup,,1\nPot,many,1\nTea,1,1\nJug,9,2\n';
    const before = await inside.json(everyItem);
    const bring = (...options: string[]) => inside.run(['items', 'import', '-', ...options], { input: file });

    const rehearsed = await bring('--dry-run', '-o', 'csv', '--fields', 'line,name,price');
    expect(await inside.json(everyItem)).toEqual(before);
    const done = await bring('--fields', 'errors');

    expect(rehearsed).toMatchObject({
      exitCode: 5,
      stdout: 'line,name,price\r\n2,Tea,2.50\r\n3,Cup,\r\n6,Jug,9.00\r\n',
    });
    expect(rehearsed.stderr.split('\n').slice(0, 5)).toEqual([
      'Line 3, price: A new item needs a price.',
      'Line 4, price "many": A price is like 9.99, 9,99 or 1,234.50.',
      'Line 5, name "Tea": Line 2 has this item already.',
      '1 item would be inserted, 0 updated, 1 unchanged, 3 failed. Nothing was changed.',
      'shop: 3 rows are not right.',
    ]);
    expect(
      JSON.parse(done.stdout).map(({ line, column, value }: Record<string, unknown>) => [
        line,
        column,
        value,
      ]),
    ).toEqual([
      [3, 'price', null],
      [4, 'price', 'many'],
      [5, 'name', 'Tea'],
    ]);
    expect((await inside.json<object[]>(everyItem)).length).toBe(2);
  });

  withShop('is told that a header is all there is', async ({ db, inside }) => {
    await anOperator(db, inside);
    const nothing = { stderr: 'There are no rows in this file.\n', exitCode: 0 };

    for (const how of [[], ['--strict'], ['--stop-on-error']])
      expect(await inside.run(['items', 'import', '-', ...how], { input: 'name,price\n' })).toMatchObject(
        nothing,
      );
    expect((await inside.run(['items', 'import', '-', '--dry-run'], { input: '[]' })).stderr).toMatch(
      /^0 items would be inserted, .*\nThere are no rows in this file\.\n$/,
    );
  });

  withShop(
    'may restock by lines in Latin-1, and is told what is wrong with a line',
    async ({ db, inside }) => {
      await anOperator(db, inside);
      await inside.json(['items', 'add', '--name', 'Käse, alt', '--price', '1', '--stock', '1']);
      const lines = 'Käse, alt,+2\nTea,5\nNo such,5\nTea\n"Käse, alt",=9\n';

      const { stdout, stderr } = await inside.run(
        ['items', 'restock', '-', '--fields', 'line,item,stock,message'],
        {
          input: Buffer.from(lines, 'latin1'),
        },
      );

      expect(stdout.split('\n')).toEqual([
        '1\tKäse, alt\t3\t',
        '2\tTea,5\t\tThe change must be a number like +5, -2 or =7, not "5".',
        '3\tNo such,5\t\tThere is no item "No such".',
        '4\tTea\t\tThis line has no change, such as +5, -2 or =7.',
        '5\tKäse, alt\t9\t',
        '',
      ]);
      expect(stderr).toBe('shop: 3 of 5 lines failed.\n');
    },
  );
});
