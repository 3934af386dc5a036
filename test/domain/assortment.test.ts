import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { stockMovements, users } from '#db/schema.ts';
import { addItem, editItem, removeItem, restockItem } from '#domain/assortment.ts';
import { addToCart } from '#domain/cart.ts';
import { getItem, listItems } from '#domain/items.ts';
import { verify } from '#domain/verify.ts';
import { test } from '#test/database.ts';
import { anItem, aPerson, aPersonWithCart, changeItem, stocks } from '#test/given.ts';

const lamp = { name: 'Red lamp', priceCents: 2490, stock: 12, imageUrl: null, description: 'It shines.' };

const anOperator = async (db: Db) => (await aPerson(db, { role: 'operator' })).userId;

const ledgerOf = (db: Db, itemId: number) =>
  db
    .select({ reason: stockMovements.reason, quantity: stockMovements.quantity })
    .from(stockMovements)
    .where(eq(stockMovements.itemId, itemId))
    .orderBy(stockMovements.id);

describe('an operator', () => {
  test('puts an item on sale with its opening, and changes what is said of it', async ({ db }) => {
    const operatorId = await anOperator(db);

    const { id: itemId } = await addItem(db, { operatorId, ...lamp });
    const edited = await editItem(db, { operatorId, itemId, priceCents: 1990, description: null, stock: 10 });

    expect(edited).toMatchObject({ name: 'Red lamp', priceCents: 1990, description: null, stock: 10 });
    expect(await ledgerOf(db, itemId)).toEqual([
      { reason: 'opening', quantity: 12 },
      { reason: 'correction', quantity: -2 },
    ]);
    expect((await verify(db)).broken).toEqual([]);
  });

  test('writes into the ledger why a stock is another one, also of an item that another client loaded', async ({
    db,
  }) => {
    const operatorId = await anOperator(db);
    const itemId = await anItem(db, { stock: 5 });

    await restockItem(db, { operatorId, itemId, by: 4 });
    await restockItem(db, { operatorId, itemId, by: -3 });
    await restockItem(db, { operatorId, itemId, to: 20 });
    const { by } = await restockItem(db, { operatorId, itemId, to: 20 });

    expect(by).toBe(0);
    expect(await stocks(db)).toEqual([20]);
    expect(await ledgerOf(db, itemId)).toEqual([
      { reason: 'opening', quantity: 5 },
      { reason: 'restock', quantity: 4 },
      { reason: 'correction', quantity: -3 },
      { reason: 'correction', quantity: 14 },
    ]);
    expect((await verify(db)).broken).toEqual([]);
  });

  test('settles by a count what another client changed past the ledger', async ({ db }) => {
    const operatorId = await anOperator(db);
    const { id: itemId } = await addItem(db, { operatorId, ...lamp });
    await changeItem(db, itemId, { stock: 7 });
    expect((await verify(db)).broken).toMatchObject([{ invariant: 2, itemId, stock: 7, moved: 12 }]);

    await restockItem(db, { operatorId, itemId, to: 7 });

    expect(await verify(db)).toMatchObject({ broken: [] });
    expect(await stocks(db)).toEqual([7]);
  });

  test('cannot leave less than nothing, or more than can be counted', async ({ db }) => {
    const operatorId = await anOperator(db);
    const itemId = await anItem(db, { stock: 5 });

    await expect(restockItem(db, { operatorId, itemId, by: -6 })).rejects.toMatchObject({
      kind: 'conflict',
      details: { lines: [{ itemId, wanted: 6, stock: 5 }] },
    });
    await expect(restockItem(db, { operatorId, itemId, by: 2_147_483_647 })).rejects.toMatchObject({
      kind: 'conflict',
    });

    expect(await stocks(db)).toEqual([5]);
    expect(await ledgerOf(db, itemId)).toEqual([]);
  });

  test('deletes what nobody ordered, and retires the rest', async ({ db }) => {
    const operatorId = await anOperator(db);
    const { id: unordered } = await addItem(db, { operatorId, ...lamp });
    const { itemIds, userId } = await aPersonWithCart(db, [{ quantity: 1 }]);
    const [inCart = 0] = itemIds;

    expect(await removeItem(db, { operatorId, itemId: unordered })).toMatchObject({ result: 'deleted' });
    expect(await removeItem(db, { operatorId, itemId: inCart })).toMatchObject({ result: 'retired' });

    expect((await listItems(db, { limit: 10 })).items).toEqual([]);
    expect(await getItem(db, { item: inCart })).toMatchObject({ retired: true });
    await expect(addToCart(db, { userId, itemId: inCart })).rejects.toMatchObject({ kind: 'conflict' });
    await expect(removeItem(db, { operatorId, itemId: inCart })).rejects.toMatchObject({ kind: 'conflict' });
    expect((await verify(db)).broken).toEqual([]);
  });

  test('whose role was taken away a moment ago changes nothing any more', async ({ db }) => {
    const operatorId = await anOperator(db);
    const itemId = await anItem(db, { stock: 5 });
    await db.update(users).set({ role: 'customer' }).where(eq(users.id, operatorId));

    for (const change of [
      () => addItem(db, { operatorId, ...lamp }),
      () => editItem(db, { operatorId, itemId, priceCents: 1 }),
      () => restockItem(db, { operatorId, itemId, by: 1 }),
      () => removeItem(db, { operatorId, itemId }),
    ]) {
      await expect(change()).rejects.toMatchObject({ kind: 'auth' });
    }

    expect((await listItems(db, { limit: 10 })).items).toMatchObject([{ priceCents: 1000, stock: 5 }]);
  });

  test.for([
    ['name', { name: ' ' }],
    ['name', { name: 'x'.repeat(256) }],
    ['name', { name: 'a\0b' }],
    ['price', { priceCents: 10_000_000_000 }],
    ['stock', { stock: 2_147_483_648 }],
    ['imageUrl', { imageUrl: 'x'.repeat(2049) }],
    ['description', { description: 'é'.repeat(32_768) }],
  ] as const)('is told which field cannot be kept: %s', async ([field, wrong], { db }) => {
    const operatorId = await anOperator(db);

    await expect(async () => addItem(db, { operatorId, ...lamp, ...wrong })).rejects.toMatchObject({
      kind: 'usage',
      details: { field },
    });

    expect(await stocks(db)).toEqual([]);
  });
});
