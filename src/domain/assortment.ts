import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { isOutOfRange } from '#db/errors.ts';
import { inTransaction } from '#db/retry.ts';
import { item, orderItems, stockMovements } from '#db/schema.ts';
import { ShopError } from './errors.ts';
import { checkItem, type ItemFields } from './item-fields.ts';
import { getItem, type Item, noSuchItem } from './items.ts';
import { formatMoney } from './money.ts';
import { requireOperator } from './operators.ts';
import { type Move, recordMovement, settleMovements } from './stock.ts';

type ByOperator = { operatorId: number };
type OneItem = ByOperator & { itemId: number };

/** Puts an item on sale, with its opening stock. @throws ShopError auth; usage naming the field */
export function addItem(db: Db, { operatorId, ...wish }: ByOperator & ItemFields): Promise<Item> {
  const { priceCents, ...fields } = checkItem(wish);
  return inTransaction(db, async (tx) => {
    await requireOperator(tx, operatorId);
    const values = { ...fields, price: formatMoney(priceCents) };
    const [{ insertId: itemId }] = await tx.insert(item).values(values);
    await tx.insert(stockMovements).values({ itemId, reason: 'opening', quantity: fields.stock });
    return getItem(tx, { item: itemId });
  });
}

/** Changes what is given and leaves the rest; another stock is a correction. @throws ShopError auth, not_found, usage */
export function editItem(
  db: Db,
  { operatorId, itemId, ...wish }: OneItem & Partial<ItemFields>,
): Promise<Item> {
  const { stock, ...fields } = checkItem(wish);
  return inTransaction(db, async (tx) => {
    await requireOperator(tx, operatorId);
    const before = await lockItem(tx, itemId);
    const columns = columnsOf(fields);
    if (Object.keys(columns).length > 0) await tx.update(item).set(columns).where(eq(item.id, itemId));
    if (stock !== undefined)
      await moveStock(tx, { itemId, quantity: stock - before.stock, reason: 'correction' });
    return getItem(tx, { item: itemId });
  });
}

/** Pieces that came (`by: 5`), that are gone (`by: -2`), or a count of what is there (`to: 7`). */
export type StockChange = { by: number } | { to: number };

/**
 * Changes an item's stock, and writes why into its ledger: what came is a restock, the rest a correction. A count (`to`)
 * also settles a ledger that another client's change has left behind.
 * @throws ShopError auth, not_found; conflict when less than nothing, or more than can be counted, would be left
 */
export function restockItem(
  db: Db,
  { operatorId, itemId, ...change }: OneItem & StockChange,
): Promise<{ item: Item; by: number }> {
  return inTransaction(db, async (tx) => {
    await requireOperator(tx, operatorId);
    const { name, stock } = await lockItem(tx, itemId);
    const by = 'to' in change ? change.to - stock : change.by;
    if (stock + by < 0) throw tooFew({ itemId, name, wanted: -by, stock });
    await moveStock(tx, {
      itemId,
      quantity: by,
      reason: 'by' in change && by > 0 ? 'restock' : 'correction',
    });
    if ('to' in change) await settleMovements(tx, itemId);
    return { item: await getItem(tx, { item: itemId }), by };
  });
}

/**
 * Takes an item off the shop. One that nobody ever ordered, and that lies in no cart, is deleted; any other is retired: its
 * orders keep it, nobody can buy it any more.
 * @throws ShopError auth, not_found; conflict when it is retired already
 */
export function removeItem(
  db: Db,
  { operatorId, itemId }: OneItem,
): Promise<{ item: Item; result: 'deleted' | 'retired' }> {
  return inTransaction(db, async (tx) => {
    await requireOperator(tx, operatorId);
    await lockItem(tx, itemId);
    const found = await getItem(tx, { item: itemId });
    if (await isOrdered(tx, itemId)) {
      await tx.update(item).set({ retiredAt: sql`UTC_TIMESTAMP()` }).where(eq(item.id, itemId));
      return { item: { ...found, retired: true }, result: 'retired' };
    }
    await tx.delete(stockMovements).where(eq(stockMovements.itemId, itemId));
    await tx.delete(item).where(eq(item.id, itemId));
    return { item: found, result: 'deleted' };
  });
}

// Taken first, so that nobody can order it, or buy from its stock, until this is done.
async function lockItem(tx: Db, itemId: number): Promise<{ name: string; stock: number }> {
  const [row] = await tx
    .select({ name: item.name, stock: item.stock, retiredAt: item.retiredAt })
    .from(item)
    .where(eq(item.id, itemId))
    .for('update');
  if (!row) throw noSuchItem(itemId);
  if (row.retiredAt === null) return row;
  throw new ShopError('conflict', `Item ${itemId} is no longer sold.`, { details: { itemId } });
}

// A deleted account takes its orders with it; the movements of its sales stay.
async function isOrdered(tx: Db, itemId: number): Promise<boolean> {
  const lines = tx.select({ id: orderItems.itemId }).from(orderItems).where(eq(orderItems.itemId, itemId));
  const sales = tx
    .select({ id: stockMovements.itemId })
    .from(stockMovements)
    .where(and(eq(stockMovements.itemId, itemId), inArray(stockMovements.reason, ['sale', 'cancel'])));
  return (await lines.limit(1)).length > 0 || (await sales.limit(1)).length > 0;
}

async function moveStock(tx: Db, { itemId, quantity, reason }: Move) {
  if (quantity === 0) return;
  try {
    await tx
      .update(item)
      .set({ stock: sql`${item.stock} + ${quantity}` })
      .where(eq(item.id, itemId));
  } catch (error) {
    if (!isOutOfRange(error)) throw error;
    throw new ShopError('conflict', 'The stock would be larger than can be counted.', { cause: error });
  }
  await recordMovement(tx, { itemId, quantity, reason });
}

function columnsOf({ name, priceCents, imageUrl, description }: Partial<ItemFields>) {
  const columns = {
    name,
    price: priceCents === undefined ? undefined : formatMoney(priceCents),
    imageUrl,
    description,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

const tooFew = (line: { itemId: number; name: string; wanted: number; stock: number }) =>
  new ShopError('conflict', 'Not so many are there.', {
    details: { lines: [line] },
    next: 'shop items restock <item> =<n> sets the number that was counted.',
  });
