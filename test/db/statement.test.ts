import { eq, sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { inTransaction } from '#db/retry.ts';
import { item } from '#db/schema.ts';
import { type Slot, statement, statementForLines } from '#db/statement.ts';
import { test } from '#test/database.ts';
import { anItem, rowsOf, someItems, stocks } from '#test/given.ts';

describe('a statement', () => {
  test('is built once for each connection, and asks anew each time', async ({ db }) => {
    const ids = await someItems(db, [{ name: 'Cup' }, { name: 'Pot' }]);
    let built = 0;
    const nameOf = statement((one) => {
      built += 1;
      return one
        .select({ name: item.name })
        .from(item)
        .where(eq(item.id, sql.placeholder('id')))
        .prepare();
    });

    const names = [];
    for (const id of ids) names.push(...(await nameOf(db, { id })));
    for (const id of ids) names.push(...(await inTransaction(db, (tx) => nameOf(tx, { id }))));

    expect(names.map(({ name }) => name)).toEqual(['Cup', 'Pot', 'Cup', 'Pot']);
    // The pool is one, and the connection that both transactions had is the other.
    expect(built).toBe(2);
  });

  test('carries what a person typed as a value', async ({ db }) => {
    const id = await anItem(db);
    const rename = statement((one) =>
      one.$prepare(
        sql`UPDATE item SET item_name = ${sql.placeholder('name')} WHERE id = ${sql.placeholder('id')}`,
      ),
    );

    await rename(db, { id, name: `\\' OR 1=1 -- ?` });

    expect(await rowsOf(db, 'SELECT item_name FROM item')).toEqual([{ item_name: `\\' OR 1=1 -- ?` }]);
  });

  test('that fails unexpectedly tells who has sent it', async ({ db }) => {
    const wrong = statement((one) =>
      one.$prepare(sql`UPDATE item SET price = ${sql.placeholder('price')}, nonsense`),
    );

    const error: unknown = await wrong(db, { price: '1.00' }).catch((caught) => caught);

    expect(error).toMatchObject({ errno: 1064, stack: expect.stringContaining('statement.test.ts') });
  });
});

describe('a statement for lines', () => {
  const add = statementForLines((db, lines: Slot<'id' | 'more'>[]) => {
    const cases = lines.map((line) => sql`WHEN ${line('id')} THEN ${line('more')}`);
    return db.$prepare(sql`
      UPDATE item SET stock_available = stock_available + CASE id ${sql.join(cases, sql` `)} END
      WHERE id IN ${lines.map((line) => line('id'))} AND price = ${sql.placeholder('price')}`);
  });

  test.for([1, 2, 3, 5, 8, 9])('changes %i of nine rows, each once', async (count, { db }) => {
    const ids = await someItems(
      db,
      Array.from({ length: 9 }, () => ({ stock: 0, price: '2.00' })),
    );
    const lines = ids.slice(0, count).map((id, at) => ({ id, more: at + 1 }));

    const [{ affectedRows }] = await add(db, lines, { price: '2.00' });

    expect(affectedRows).toBe(count);
    expect(await stocks(db)).toEqual(ids.map((_, at) => (at < count ? at + 1 : 0)));
  });
});

test('rows of the driver are columns in their order, and a failure tells who has asked', async ({ db }) => {
  await someItems(db, [{ name: 'Cup', price: '2.00' }]);
  const query = db.select({ name: item.name, price: item.price, retired: item.retiredAt }).from(item);

  expect(await db.$rows(query)).toEqual([['Cup', '2.00', null]]);
  const wrong: unknown = await db.$rows(query.where(sql`nonsense`)).catch((caught) => caught);
  expect(wrong).toMatchObject({
    kind: 'unavailable',
    cause: { errno: 1054, stack: expect.stringContaining('statement.test.ts') },
  });
});
