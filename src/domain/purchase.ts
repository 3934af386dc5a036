import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { isDuplicate, isOutOfRange } from '#db/errors.ts';
import { item, orderItems, orders, users } from '#db/schema.ts';
import { type Slot, statement, statementForLines } from '#db/statement.ts';
import { ShopError } from './errors.ts';
import { type Cents, centsOf } from './money.ts';
import type { CheckoutWish } from './orders.ts';
import { refuseCartChanges, refusePriceChanges } from './prices.ts';
import {
  byItemId,
  cartEmpty,
  ids,
  inChunks,
  perItem,
  recordMovements,
  refuseUnbuyableLines,
  type SaleLine,
  takeFromStock,
} from './stock.ts';

/** Stock or price changed between the look and the sale: the purchase is taken back and looks again. */
export class Outrun extends ShopError {
  constructor() {
    super('conflict', 'The stock is changing too fast.', { next: 'Try again.' });
  }
}

type CartLine = SaleLine & {
  name: string;
  unitPriceCents: Cents;
  shownPriceCents: Cents | null;
  stock: number;
  available: boolean;
};

/**
 * The purchase, inside its transaction. The order is claimed first: its lock keeps cart edits out, and a repeat finds it
 * closed. The items come last, because their locks are what other buyers wait for.
 * @returns the order's id; that of the earlier order when this key has bought before
 * @throws ShopError conflict, auth; Outrun
 */
export async function purchase(tx: Db, wish: CheckoutWish): Promise<number> {
  if (!(await claim(tx, wish))) return earlierPurchase(tx, wish);
  const { orderId, lines } = await readClaimed(tx, wish.purchaseKey);
  refuseCartChanges(lines, wish.prices);
  refuseUnbuyableLines(lines);
  refusePriceChanges(lines, wish.prices);
  await keepPrices(tx, orderId, lines);
  if (!(await takeFromStock(tx, lines))) throw new Outrun();
  await recordMovements(tx, orderId, 'sale');
  return orderId;
}

async function claim(tx: Db, { userId, address, purchaseKey }: CheckoutWish): Promise<boolean> {
  try {
    const [{ affectedRows }] = await closeOpen(tx, { userId, address, purchaseKey });
    return affectedRows === 1;
  } catch (error) {
    // The key has bought before, and the cart is a new one: that stays as it is.
    if (isDuplicate(error, 'orders_purchase_key')) return false;
    throw error;
  }
}

const closeOpen = statement((db) =>
  db
    .update(orders)
    .set({
      status: 'CLOSED',
      shippingAddress: sql`${sql.placeholder('address')}`,
      purchaseKey: sql`${sql.placeholder('purchaseKey')}`,
      orderDate: sql`UTC_DATE()`,
      purchasedAt: sql`UTC_TIMESTAMP()`,
    })
    .where(eq(orders.openUserId, sql.placeholder('userId')))
    .prepare(),
);

async function earlierPurchase(tx: Db, wish: CheckoutWish): Promise<number> {
  const orderId = await findPurchase(tx, wish);
  if (orderId === undefined) throw cartEmpty();
  return orderId;
}

/** The order that this key has bought. `waiting`: for whoever holds its lock, so that the answer is final. */
export async function findPurchase(
  tx: Db,
  { userId, purchaseKey }: CheckoutWish,
  { waiting = false } = {},
): Promise<number | undefined> {
  const query = tx
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.purchaseKey, purchaseKey), eq(orders.userId, userId)));
  const [found] = waiting ? await query.for('update') : await query;
  return found?.id;
}

async function readClaimed(tx: Db, purchaseKey: string): Promise<{ orderId: number; lines: CartLine[] }> {
  const rows = await linesOfClaimed(tx, { purchaseKey });
  const [first] = rows;
  if (!first) throw cartEmpty();
  if (!first.registered) throw new ShopError('auth', 'Buying needs an account.', { next: 'shop register' });
  return {
    orderId: first.orderId,
    lines: rows.map((row) => ({
      ...row,
      unitPriceCents: centsOf(row.price),
      shownPriceCents: row.shownPrice === null ? null : centsOf(row.shownPrice),
      available: row.stock >= row.quantity,
    })),
  };
}

// A plain look: it locks no item. What is read here is a condition of the sale below.
const linesOfClaimed = statement((db) =>
  db
    .select({
      orderId: orders.id,
      registered: users.isRegistered,
      itemId: item.id,
      quantity: orderItems.quantity,
      name: item.name,
      price: item.price,
      shownPrice: orderItems.shownPrice,
      stock: sql<number>`CASE WHEN ${item.retiredAt} IS NULL THEN ${item.stock} ELSE 0 END`,
    })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.userId))
    .innerJoin(orderItems, eq(orderItems.orderId, orders.id))
    .innerJoin(item, eq(item.id, orderItems.itemId))
    .where(eq(orders.purchaseKey, sql.placeholder('purchaseKey')))
    .orderBy(asc(item.id))
    .prepare(),
);

async function keepPrices(tx: Db, orderId: number, lines: CartLine[]) {
  try {
    for (const some of inChunks(byItemId(lines))) await writePrices(tx, some, { orderId });
    await writeTotal(tx, { orderId });
  } catch (error) {
    if (!isOutOfRange(error)) throw error;
    throw new ShopError('conflict', 'The total is larger than an order can be.', { cause: error });
  }
}

const writePrices = statementForLines((db, lines: Slot<'itemId' | 'price' | 'name'>[]) =>
  db.$prepare(sql`
    UPDATE ${orderItems} FORCE INDEX (PRIMARY) SET
      unit_price = ${perItem(lines, 'price', 'item_id')}, item_name = ${perItem(lines, 'name', 'item_id')}
    WHERE order_id = ${sql.placeholder('orderId')} AND item_id IN ${ids(lines)}`),
);

const writeTotal = statement((db) => {
  const orderId = sql.placeholder('orderId');
  return db.$prepare(sql`
    UPDATE ${orders} SET total_price =
      (SELECT SUM(unit_price * item_quantities) FROM ${orderItems} WHERE order_id = ${orderId})
    WHERE id = ${orderId}`);
});
