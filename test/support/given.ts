import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { item, orderItems, orders, users } from '#db/schema.ts';

type ItemFacts = Partial<typeof item.$inferInsert>;

/** A registered person, unless told otherwise, with a name of their own. */
export async function aPerson(db: Db, facts: Partial<typeof users.$inferInsert> = {}) {
  const username = facts.username ?? `person-${crypto.randomUUID()}`;
  const [{ insertId }] = await db.insert(users).values({ isRegistered: true, ...facts, username });
  return { userId: insertId, username };
}

/** Items as another client would load them: without movements. Their ids, in the order given. */
export async function someItems(db: Db, facts: ItemFacts[]): Promise<number[]> {
  const ids: number[] = [];
  for (const [at, one] of facts.entries()) {
    const [{ insertId }] = await db
      .insert(item)
      .values({ name: `Thing ${at + 1}`, price: '10.00', stock: 5, ...one });
    ids.push(insertId);
  }
  return ids;
}

export async function anItem(db: Db, facts: ItemFacts = {}): Promise<number> {
  const [id] = await someItems(db, [facts]);
  if (id === undefined) throw new Error('no item was made');
  return id;
}

/** A person whose cart holds these items, written past the domain: it may hold more than there is. */
export async function aPersonWithCart(db: Db, lines: (ItemFacts & { quantity: number })[]) {
  const person = await aPerson(db);
  const itemIds = await someItems(
    db,
    lines.map(({ quantity, ...facts }) => facts),
  );
  const orderId = await aCart(
    db,
    person.userId,
    lines.map(({ quantity }, at) => ({ itemId: itemIds[at] ?? 0, quantity })),
  );
  return { ...person, itemIds, orderId };
}

export async function aCart(db: Db, userId: number, lines: { itemId: number; quantity: number }[]) {
  const [{ insertId }] = await db.insert(orders).values({ userId });
  await db.insert(orderItems).values(lines.map((line) => ({ ...line, orderId: insertId })));
  return insertId;
}

/** What is left of every item, in order of id. */
export async function stocks(db: Db): Promise<number[]> {
  const rows = await db.select({ stock: item.stock }).from(item).orderBy(asc(item.id));
  return rows.map(({ stock }) => stock);
}

export const changeItem = (db: Db, itemId: number, change: ItemFacts) =>
  db.update(item).set(change).where(eq(item.id, itemId));

/** Rows of a statement of the test's own. */
export async function rowsOf<T>(db: Db, statement: string): Promise<T[]> {
  const [rows] = await db.execute(sql.raw(statement));
  return rows as unknown as T[];
}

/** Every row of these tables, in order. Not CHECKSUM TABLE: on MariaDB it takes in what is undefined in virtual columns. */
export async function allRows(db: Db, tables: string[]): Promise<Record<string, unknown[]>> {
  const contents: Record<string, unknown[]> = {};
  for (const table of tables) contents[table] = await rowsOf(db, `SELECT * FROM ${table} ORDER BY 1, 2`);
  return contents;
}
