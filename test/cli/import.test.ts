import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readMap } from '#cli/commands/items/import/columns.ts';
import { readRows } from '#cli/commands/items/import/load.ts';
import { isNorthwindHere, northwindFile } from '#test/northwind.ts';

/** Everything that is read from these bytes, which come in pieces of `size`. */
async function read(bytes: Buffer | string, { map = '', size = 7 } = {}) {
  const whole = Buffer.from(bytes);
  async function* pieces() {
    for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
  }
  const found = [];
  const source = { bytes: pieces(), size: null, read: () => 0 };
  for await (const row of readRows(source, { map: map ? readMap(map) : new Map() })) found.push(row);
  return found;
}

const chai = [
  { row: { line: 2, fields: { name: 'Chaï, hot', priceCents: 1850, stock: 39 } } },
  { row: { line: 4, fields: { name: 'Two\nlines', priceCents: 900, stock: 0 } } },
];
const csv = 'name,price,stock\n"Chaï, hot",18.5,39\n\n"Two\nlines",9,0\n';

describe('a file of items', () => {
  test.for([
    ['UTF-8', Buffer.from(csv)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${csv}`)],
    ['UTF-16', Buffer.from(`\uFEFF${csv}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(csv, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(`\uFEFF${csv}`, 'utf16le').swap16()],
    ['Latin-1', Buffer.from(csv, 'latin1')],
    ['lines of Windows', Buffer.from(csv.replaceAll(/\n(?!lines)/g, '\r\n'))],
  ] as const)('is read from %s', async ([, bytes]) => {
    expect(await read(bytes, { size: 64 })).toEqual(chai);
  });

  test.for([',', ';', '\t', '|'])('may have its cells apart by "%s"', async (mark) => {
    const text = `Title${mark}Unit Price${mark}Qty\nChai${mark}"1.234,50"${mark}7\n`;

    expect(await read(text)).toEqual([
      { row: { line: 2, fields: { name: 'Chai', priceCents: 123_450, stock: 7 } } },
    ]);
  });

  test.for([
    ['a JSON list', '[{"name":"Chai","price":"18.50"},\n{"name":"Chang","price":9}]', [1, 2]],
    ['an object a line', '{"name":"Chai","price":"18.50"}\n\n{"name":"Chang","price":9}\n', [1, 3]],
  ] as const)('may be %s', async ([, text, lines]) => {
    expect(await read(text)).toEqual([
      { row: { line: lines[0], fields: { name: 'Chai', priceCents: 1850 } } },
      { row: { line: lines[1], fields: { name: 'Chang', priceCents: 900 } } },
    ]);
  });

  test('has its columns named where their names tell nothing', async () => {
    expect(await read('a;b\nChai;9,5\n', { map: 'name=a,price=b' })).toEqual([
      { row: { line: 2, fields: { name: 'Chai', priceCents: 950 } } },
    ]);
  });

  test.for([
    ['name,price\nChai\n', 2, null, /1 cell, the header 2/],
    ['name,price\nChai,many\n', 2, 'price', /^A price is like/],
    ['name,price\nChai,"1,234"\n', 2, 'price', /^A price is like/],
    ['name,price\nChai,-1\n', 2, 'price', /^A price is like/],
    ['name,price\n,1\n', 2, 'name', /^A name has 1 to 255/],
    ['name,price\na\0b,1\n', 2, 'name', /NUL/],
    ['name,price,qty\nChai,1,1.5\n', 2, 'stock', /^A stock is a whole number/],
    ['id,name\n0,Chai\n', 2, 'id', /^An id is/],
    ['name,price\nChai,1\nChai,2\n', 3, 'name', /^Line 2 has this item already/],
    ['name,price\n"Chai,1\n', 2, null, /never closed/],
    ['name,price\nCh"ai,1\n', 2, null, /quote/],
    [`name,price\n"${'x'.repeat(1_100_000)}",1\n`, 2, null, /longer than/],
    ['{"name":"Chai","price":{}}\n', 1, 'price', /texts and numbers/],
    ['{"name":"Chai"\n', 1, null, /no JSON object/],
    ['{"title of it":"Chai"}\n', 1, null, /No column/],
  ] as const)('tells what is wrong in %j', async ([text, line, column, message]) => {
    const found = await read(text, { size: 65_536 });

    expect(found.filter((one) => 'fault' in one)).toEqual([
      { fault: expect.objectContaining({ line, column, message: expect.stringMatching(message) }) },
    ]);
  });

  test.for([
    ['', /nothing in this file/],
    [' \n \n', /nothing in this file/],
    ['colour,size\nred,1\n', /No column/],
    ['name,price,price\nChai,1,2\n', /Several columns could be the price/],
    ['[{"name":"Chai"', /begins as a JSON list/],
    [Buffer.from([...Buffer.from('name\nChaï\n'), 0xff, 0xff]), /not of one encoding/],
  ] as const)('that cannot hold items is refused: %j', async ([text, message]) => {
    await expect(read(text, { size: 9 })).rejects.toMatchObject({ kind: 'usage', message });
  });

  test.for(['price', 'cost=a', 'price=a,price=b'])('--map %s is refused', (map) => {
    expect(() => readMap(map)).toThrow(/--map has the form/);
  });

  test.runIf(isNorthwindHere)('of Northwind is read as it is', async () => {
    const found = await read(readFileSync(northwindFile('products.csv')), { size: 4096 });

    expect(found).toHaveLength(77);
    expect(found[0]).toEqual({ row: { line: 2, fields: { name: 'Chai', priceCents: 1800, stock: 39 } } });
    expect(found.filter((one) => 'fault' in one)).toEqual([]);
  });
});
