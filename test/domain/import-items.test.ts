import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { type ImportRow, importItems, type OnConflict } from '#domain/import-items.ts';
import { listItems } from '#domain/items.ts';
import { verify } from '#domain/verify.ts';
import { test } from '#test/database.ts';
import { anItem, aPerson, rowsOf } from '#test/given.ts';

const rows: ImportRow[] = [
  { line: 2, fields: { name: 'Chai', priceCents: 1800, stock: 39 } },
  { line: 3, fields: { name: 'Chang', priceCents: 1900, description: 'A beer' } },
];

/** Imports as an operator. */
async function importer(db: Db) {
  const { userId: operatorId } = await aPerson(db, { role: 'operator' });
  return (
    some: ImportRow[],
    {
      onConflict = 'update',
      ...how
    }: { onConflict?: OnConflict; strict?: boolean; stopOnError?: boolean; dryRun?: boolean } = {},
  ) => importItems(db, { operatorId, rows: some, onConflict, ...how });
}

const everything = async (db: Db) => (await listItems(db, { limit: 100, stock: 'all' })).items;

describe('an import', () => {
  test('brings new items in, and changes nothing the second time', async ({ db }) => {
    const bring = await importer(db);

    expect(await bring(rows)).toEqual({ inserted: 2, updated: 0, skipped: 0, faults: [] });
    const before = await everything(db);
    expect(await bring(rows)).toEqual({ inserted: 0, updated: 0, skipped: 2, faults: [] });

    expect(await everything(db)).toEqual(before);
    expect(before).toMatchObject([
      { name: 'Chai', priceCents: 1800, stock: 39, description: null },
      { name: 'Chang', priceCents: 1900, stock: 0, description: 'A beer' },
    ]);
    expect((await verify(db)).broken).toEqual([]);
  });

  test('that stops at an error has done what comes before it, and nothing after', async ({ db }) => {
    const bring = await importer(db);
    await anItem(db, { name: 'There' });
    const [first, second] = rows;
    if (!first || !second) throw new Error('There are two rows.');
    const there: ImportRow[] = [3, 5].map((line) => ({
      line,
      fields: { name: `There${line === 5 ? '' : ' not'}` },
    }));

    const done = await bring([first, ...there, { ...second, line: 6 }], {
      onConflict: 'fail',
      stopOnError: true,
    });

    expect(done).toMatchObject({
      inserted: 1,
      updated: 0,
      skipped: 0,
      faults: [{ line: 3, column: 'price' }],
    });
    expect((await everything(db)).map(({ name }) => name)).toEqual(['There', 'Chai']);
  });

  test('changes what is there by its name, leaves out what the row leaves out, and writes the ledger', async ({
    db,
  }) => {
    const bring = await importer(db);
    const itemId = await anItem(db, { name: 'Chai', price: '10.00', stock: 5, description: 'Tea' });

    expect(await bring(rows.slice(0, 1))).toMatchObject({ updated: 1 });

    expect(await everything(db)).toMatchObject([
      { id: itemId, name: 'Chai', priceCents: 1800, stock: 39, description: 'Tea' },
    ]);
    expect(await rowsOf(db, 'SELECT reason, quantity FROM stock_movements ORDER BY id')).toEqual([
      { reason: 'opening', quantity: 5 },
      { reason: 'import', quantity: 34 },
    ]);
  });

  test('by id renames, and makes an item of an id that is free', async ({ db }) => {
    const bring = await importer(db);
    const id = await anItem(db, { name: 'Tea' });

    const done = await bring([
      { line: 2, id, fields: { name: 'Chai' } },
      { line: 3, id: 700, fields: { name: 'Chang', priceCents: 100 } },
    ]);

    expect(done).toMatchObject({ inserted: 1, updated: 1 });
    expect(await everything(db)).toMatchObject([
      { id, name: 'Chai', priceCents: 1000 },
      { id: 700, name: 'Chang' },
    ]);
  });

  test.for([
    ['skip', { inserted: 1, skipped: 1, faults: [] }],
    ['fail', { inserted: 1, skipped: 0, faults: [{ line: 2, column: 'name', value: 'Chai' }] }],
  ] as const)('of what is there already, with %s', async ([onConflict, done], { db }) => {
    const bring = await importer(db);
    await anItem(db, { name: 'Chai', price: '10.00' });

    expect(await bring(rows, { onConflict })).toMatchObject(done);

    expect(await everything(db)).toMatchObject([{ priceCents: 1000 }, { name: 'Chang' }]);
  });

  test('tells the rows that cannot be, and with strict changes nothing', async ({ db }) => {
    const bring = await importer(db);
    await anItem(db, { name: 'Twin' });
    await anItem(db, { name: 'Twin' });
    const wrong: ImportRow[] = [
      ...rows,
      { line: 4, fields: { name: 'No price' } },
      { line: 5, fields: { name: 'Twin', priceCents: 1 } },
    ];
    const faults = [
      { line: 4, column: 'price', value: null },
      { line: 5, column: 'name', value: 'Twin' },
    ];

    expect(await bring(wrong, { dryRun: true })).toMatchObject({ inserted: 2, updated: 0, faults });
    expect(await everything(db)).toHaveLength(2);
    expect(await bring(wrong, { strict: true })).toMatchObject({ inserted: 0, updated: 0, faults });
    expect(await everything(db)).toHaveLength(2);
    expect(await bring(wrong)).toMatchObject({ inserted: 2, faults });
  });

  test('may have texts that are too long for one statement together', async ({ db }) => {
    const bring = await importer(db);
    const long = Array.from({ length: 300 }, (_, at) => ({
      line: at + 2,
      fields: { name: `Item ${at}`, priceCents: 100, description: "'".repeat(65_000) },
    }));

    // As one statement they would be 39 MB, more than a server takes by default.
    expect(await bring(long)).toMatchObject({ inserted: 300, faults: [] });
    expect(await bring(long)).toMatchObject({ skipped: 300 });
  });

  test('is for operators alone', async ({ db }) => {
    const { userId: operatorId } = await aPerson(db);

    await expect(importItems(db, { operatorId, rows, onConflict: 'update' })).rejects.toMatchObject({
      kind: 'auth',
    });
  });
});
