import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { isOutOfRange } from '#db/errors.ts';
import { item, orderItems, stockMovements } from '#db/schema.ts';
import { type Slot, statement, statementForLines } from '#db/statement.ts';
import type { ShortLine } from './cart.ts';
import { ShopError } from './errors.ts';

export const cartEmpty = () =>
  new ShopError('conflict', 'The cart is empty.', { next: 'shop cart add <item>' });

export const soldOut = (lines: ShortLine[]) =>
  new ShopError('conflict', 'Not enough stock.', {
    details: { lines },
    next: 'shop cart set <item> <quantity>',
  });

/** @throws ShopError conflict when there is no line, or with every line that is short */
export function refuseUnbuyableLines(
  lines: { itemId: number; name: string; quantity: number; stock: number; available: boolean }[],
) {
  if (lines.length === 0) throw cartEmpty();
  const short = lines.filter((line) => !line.available);
  if (short.length === 0) return;
  throw soldOut(
    short.map(({ itemId, name, quantity, stock }) => ({ itemId, name, wanted: quantity, stock })),
  );
}

export type StockLine = { itemId: number; quantity: number };

/** What is to be sold, and the price that was written onto the order for it (`"10.50"`). */
export type SaleLine = StockLine & { price: string };

/**
 * Takes all lines off the stock. The condition stands in the update itself, so two buyers can never take the same last
 * piece; and in order of item id, along the primary key alone, so they never wait for each other in a circle.
 * @returns false when a line was short, its price changed or it is no longer sold: the transaction has to be taken back
 */
export async function takeFromStock(tx: Db, lines: SaleLine[]): Promise<boolean> {
  for (const some of inChunks(byItemId(lines))) {
    const [{ affectedRows }] = await take(tx, some);
    if (affectedRows !== some.length) return false;
  }
  return true;
}

const take = statementForLines((db, lines: Slot<keyof SaleLine>[]) => {
  const quantity = perItem(lines, 'quantity');
  return db.$prepare(sql`
    UPDATE ${item} FORCE INDEX (PRIMARY) SET stock_available = stock_available - ${quantity}
    WHERE id IN ${ids(lines)} AND stock_available >= ${quantity}
      AND price = CAST(${perItem(lines, 'price')} AS DECIMAL(10, 2)) AND retired_at IS NULL
    ORDER BY id`);
});

/** Puts all lines back, in the same order of locks. @throws ShopError conflict when a stock would leave its range */
export async function giveBack(tx: Db, lines: StockLine[]): Promise<void> {
  try {
    for (const some of inChunks(byItemId(lines))) await give(tx, some);
  } catch (error) {
    if (!isOutOfRange(error)) throw error;
    throw new ShopError('conflict', 'The stock would be larger than can be counted.', { cause: error });
  }
}

const give = statementForLines((db, lines: Slot<keyof StockLine>[]) =>
  db.$prepare(sql`
    UPDATE ${item} FORCE INDEX (PRIMARY) SET stock_available = stock_available + ${perItem(lines, 'quantity')}
    WHERE id IN ${ids(lines)} ORDER BY id`),
);

/**
 * Writes an order's movements, after its stock was changed: the items' foreign key takes shared locks, which would end in
 * deadlocks before the exclusive ones. An item without any movement was loaded by another client: its opening is what it
 * had before this change.
 */
export async function recordMovements(tx: Db, orderId: number, reason: 'sale' | 'cancel'): Promise<void> {
  await insertMovements(tx, { orderId, reason, sign: reason === 'sale' ? -1 : 1 });
}

const insertMovements = statement((db) => {
  const [orderId, sign] = [sql.placeholder('orderId'), sql.placeholder('sign')];
  return db.$prepare(sql`
    INSERT INTO ${stockMovements} (item_id, order_id, reason, quantity)
    SELECT i.id, NULL, 'opening', i.stock_available - ${sign} * l.item_quantities
    FROM ${orderItems} l JOIN ${item} i ON i.id = l.item_id
    WHERE l.order_id = ${orderId} AND NOT EXISTS (SELECT 1 FROM ${stockMovements} m WHERE m.item_id = i.id)
    UNION ALL
    SELECT l.item_id, l.order_id, ${sql.placeholder('reason')}, ${sign} * l.item_quantities
    FROM ${orderItems} l WHERE l.order_id = ${orderId}`);
});

export type Move = StockLine & { reason: 'restock' | 'correction' };

/** Writes one movement outside of any order, after the stock was changed; with the opening, where there is none. */
export async function recordMovement(tx: Db, { itemId, quantity, reason }: Move): Promise<void> {
  await tx.execute(sql`
    INSERT INTO ${stockMovements} (item_id, reason, quantity)
    SELECT i.id, 'opening', i.stock_available - ${quantity}
    FROM ${item} i
    WHERE i.id = ${itemId} AND NOT EXISTS (SELECT 1 FROM ${stockMovements} m WHERE m.item_id = i.id)
    UNION ALL
    SELECT i.id, ${reason}, ${quantity} FROM ${item} i WHERE i.id = ${itemId}`);
}

/** Writes what the ledger lacks of an item's stock, as a correction: another client may have changed it past the ledger. */
export async function settleMovements(tx: Db, itemId: number): Promise<void> {
  await tx.execute(sql`
    INSERT INTO ${stockMovements} (item_id, reason, quantity)
    SELECT i.id, 'correction', i.stock_available - SUM(m.quantity)
    FROM ${item} i JOIN ${stockMovements} m ON m.item_id = i.id
    WHERE i.id = ${itemId}
    GROUP BY i.id, i.stock_available HAVING i.stock_available <> SUM(m.quantity)`);
}

/** `CASE id WHEN 3 THEN 2 WHEN 5 THEN 1 END` */
export function perItem<Column extends string>(
  lines: Slot<'itemId' | Column>[],
  value: Column,
  key: 'id' | 'item_id' = 'id',
): SQL {
  const cases = lines.map((line) => sql`WHEN ${line('itemId')} THEN ${line(value)}`);
  return sql`CASE ${sql.raw(key)} ${sql.join(cases, sql` `)} END`;
}

export const ids = (lines: Slot<'itemId'>[]) => lines.map((line) => line('itemId'));

export const byItemId = <T extends { itemId: number }>(lines: T[]): T[] =>
  lines.toSorted((a, b) => a.itemId - b.itemId);

// A CASE is walked for each row: a thousand lines in one statement would cost a million steps.
export function inChunks<T>(lines: T[], size = 128): T[][] {
  const count = Math.ceil(lines.length / size);
  return Array.from({ length: count }, (_, at) => lines.slice(at * size, (at + 1) * size));
}
