import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { importAll, importStrictly } from '#cli/commands/items/import/load.ts';
import { openSource } from '#cli/commands/items/import/source.ts';
import { createOutput } from '#cli/output.ts';
import type { ImportRow } from '#domain/import-items.ts';

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
    [{ line: 3, value: 'Chang;19', message: 'This row has 1 cells, the header 2.' }],
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
  ])('with a line of 200 MB in %s takes no memory for it', async ([, before = '', after = '']) => {
    const begun = process.memoryUsage().rss;
    let most = 0;
    const piece = Buffer.alloc(1_000_000, before ? 'x' : '{');
    function* pieces() {
      if (before) yield Buffer.from(before);
      for (let at = 0; at < 200; at += 1) {
        most = Math.max(most, process.memoryUsage().rss);
        yield piece;
      }
      yield Buffer.from(after);
    }

    const { names, errors } = await bring(pieces());

    expect({ names, errors }).toMatchObject({
      names: ['Chang'],
      errors: [{ message: /longer than 1000000/ }],
    });
    expect(most - begun).toBeLessThan(120_000_000);
  });
});
