import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { readRows } from '#cli/commands/items/import/load.ts';
import { encoderFor } from '#cli/formats.ts';
import { itemShape } from '#cli/shapes/item.ts';
import type { Db } from '#db/connect.ts';
import { importItems } from '#domain/import-items.ts';
import { listItems } from '#domain/items.ts';
import { test } from '#test/database.ts';
import { aPerson, rowsOf } from '#test/given.ts';
import { isNorthwindHere, northwindFile } from '#test/northwind.ts';

/** What `items list --all --stock all -o csv` writes. */
async function exported(db: Db): Promise<string> {
  const { items } = await listItems(db, { limit: 1000, stock: 'all' });
  const sheet = { width: 80, paint: (_: unknown, text: string) => text, terminal: false, names: undefined };
  const { head, page, foot } = await encoderFor('csv', itemShape, sheet);
  return head + page(items) + foot;
}

async function imported(db: Db, text: string | Buffer) {
  const { userId: operatorId } = await aPerson(db, { role: 'operator' });
  async function* pieces() {
    yield Buffer.from(text);
  }
  const rows = [];
  for await (const read of readRows({ bytes: pieces(), size: null, read: () => 0 }, { map: new Map() })) {
    if ('fault' in read) throw new Error(JSON.stringify(read.fault));
    rows.push(read.row);
  }
  return importItems(db, { operatorId, rows, onConflict: 'update', strict: true });
}

const columns = 'id, item_name, price, stock_available, image_url, description';
const everything = (db: Db) => rowsOf<{ item_name: string }>(db, `SELECT ${columns} FROM item ORDER BY id`);

const names = [
  ' leading and trailing ',
  '"quoted" and ""twice""',
  'comma, semicolon; tab\tpipe|',
  'two\nlines, three\r\nlines, four\rlines',
  '=1+1',
  '0012',
  '1e3',
  'null',
  '٣ 日本語 👩‍👩‍👧 e\u0301 é',
  'right \u202E to left \u200B nothing',
  'bell \x07 escape \x1b[31m',
  '\uFEFFmark',
];

describe('an export', () => {
  test('comes back as the same items, every byte of every field', async ({ db }) => {
    const rows = names.map((name, at) => ({
      line: at + 2,
      id: 3 + at * 7,
      fields: {
        name,
        priceCents: at * 1999,
        stock: at,
        imageUrl: at % 2 ? `https://img.example/?a=${at}&b="x"` : null,
        description: at % 3 ? `${name}\n${'ü'.repeat(at * 2900)}` : null,
      },
    }));
    const { userId: operatorId } = await aPerson(db, { role: 'operator' });
    await importItems(db, { operatorId, rows, onConflict: 'update' });
    const before = await everything(db);
    const text = await exported(db);

    await db.execute('DELETE FROM stock_movements');
    await db.execute('DELETE FROM item');

    expect(await imported(db, text)).toMatchObject({ inserted: names.length, faults: [] });
    expect(await everything(db)).toEqual(before);
    expect(before.map((row) => row.item_name)).toEqual(names);
    expect(await imported(db, text)).toMatchObject({ skipped: names.length });
  });

  test.runIf(isNorthwindHere)('of Northwind as it was imported changes nothing', async ({ db }) => {
    expect(await imported(db, readFileSync(northwindFile('products.csv')))).toMatchObject({ inserted: 77 });
    const before = await everything(db);

    const text = await exported(db);

    expect(await imported(db, text)).toEqual({ inserted: 0, updated: 0, skipped: 77, faults: [] });
    expect(await everything(db)).toEqual(before);
    expect(await exported(db)).toBe(text);
  });
});
