import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { isOutOfRange } from '#db/errors.ts';
import { inTransaction } from '#db/retry.ts';
import { item, orderItems, orders, users } from '#db/schema.ts';
import { fillCart, lockCart, openCart } from './cart-lines.ts';
import { ShopError } from './errors.ts';
import { noSuchItem } from './items.ts';
import { type Cents, centsOf, formatMoney } from './money.ts';
import { readOrders } from './order-rows.ts';
import type { Order } from './orders.ts';
import { soldOut } from './stock.ts';

/** A person's cart is their open order. Without one its id is null: looking creates nothing. */
export type Cart = Order;

/** A line that asks for more than there is. */
export type ShortLine = { itemId: number; name: string; wanted: number; stock: number };

type LineWish = { userId: number; itemId: number };

/** The cart with today's names, prices and stock. @throws ShopError not_found when there is no such person */
export async function getCart(db: Db, userId: number): Promise<Cart> {
  const [cart] = await readOrders(db, [[eq(orders.openUserId, userId)]], 1);
  return cart ?? noCart(await usernameOf(db, userId));
}

/** Puts `quantity` more of an item into the cart. @throws ShopError not_found; conflict when stock does not reach */
export async function addToCart(
  db: Db,
  { quantity = 1, ...line }: LineWish & { quantity?: number },
): Promise<Cart> {
  return changeLine(db, line, wholeNumber(quantity, 1), addsUp, wholeCart(line));
}

const addsUp = sql`order_items.item_quantities + VALUES(item_quantities)`;

/** Puts one line into a person's cart. @throws ShopError as `addToCart` */
type AddLine = (db: Db, wish: LineWish & { quantity: number }) => Promise<void>;

/**
 * As `addToCart`, for line after line of one cart: each looks at its own line alone, so that ten thousand take ten times as
 * long as a thousand. What they cost is added up, and the whole cart is read when it has gone half the way to what an order
 * can cost: half, because another terminal may be on the same way.
 */
export function lineByLine(): AddLine {
  let room: Cents = 0;
  return async (db, { quantity, ...line }) => {
    room = await changeLine(db, line, wholeNumber(quantity, 1), addsUp, async (tx) => {
      const { priceCents, ...there } = await lineOf(tx, line);
      refuseBeyondStock([there], line.itemId);
      const left = room - priceCents * quantity;
      if (left >= 0) return left;
      const cart = await getCart(tx, line.userId);
      refuseTooDear(cart);
      return Math.floor((dearest - cart.totalCents) / 2);
    });
  };
}

async function lineOf(tx: Db, { userId, itemId }: LineWish) {
  const [row] = await tx
    .select({ quantity: orderItems.quantity, name: item.name, price: item.price, stock: item.stock })
    .from(orders)
    .innerJoin(orderItems, and(eq(orderItems.orderId, orders.id), eq(orderItems.itemId, itemId)))
    .innerJoin(item, eq(item.id, orderItems.itemId))
    .where(eq(orders.openUserId, userId));
  if (!row) throw notInCart(itemId);
  const { price, ...line } = row;
  return { ...line, itemId, priceCents: centsOf(price), available: line.stock >= line.quantity };
}

/**
 * Makes it exactly `quantity` of an item; 0 takes it out.
 * @throws ShopError not_found when there is no such item; conflict when stock does not reach
 */
export async function setInCart(
  db: Db,
  { quantity, ...line }: LineWish & { quantity: number },
): Promise<Cart> {
  if (quantity === 0) return takeOut(db, line);
  return changeLine(db, line, wholeNumber(quantity, 1), sql`VALUES(item_quantities)`, wholeCart(line));
}

/** Takes an item out of the cart. @throws ShopError not_found when it is not in there */
export function removeFromCart(db: Db, { userId, itemId }: LineWish): Promise<Cart> {
  return inTransaction(db, async (tx) => {
    const cartId = await lockCart(tx, userId);
    const removed = cartId === undefined ? 0 : await deleteLine(tx, cartId, itemId);
    if (removed === 0) throw notInCart(itemId);
    return getCart(tx, userId);
  });
}

/** Empties the cart. */
export function clearCart(db: Db, { userId }: { userId: number }): Promise<Cart> {
  return inTransaction(db, async (tx) => {
    const cartId = await lockCart(tx, userId);
    if (cartId !== undefined) await tx.delete(orderItems).where(eq(orderItems.orderId, cartId));
    return getCart(tx, userId);
  });
}

/**
 * Moves all of one person's cart (a visitor's) into another's: quantities are added, and capped at the stock.
 * @returns the second person's cart, how many pieces were in the first, and the lines that did not fit whole
 */
export function mergeCarts(
  db: Db,
  { fromUserId, toUserId }: { fromUserId: number; toUserId: number },
): Promise<{ cart: Cart; pieces: number; capped: ShortLine[] }> {
  return inTransaction(db, async (tx) => {
    const from = fromUserId === toUserId ? undefined : await lockCart(tx, fromUserId);
    if (from === undefined) return { cart: await getCart(tx, toUserId), pieces: 0, capped: [] };
    const wishes = await tx
      .select({
        itemId: orderItems.itemId,
        quantity: orderItems.quantity,
        shownPrice: orderItems.shownPrice,
      })
      .from(orderItems)
      .where(eq(orderItems.orderId, from));
    const capped = await fillCart(tx, await openCart(tx, toUserId), wishes);
    await tx.delete(orders).where(eq(orders.id, from));
    const pieces = wishes.reduce((sum, { quantity }) => sum + quantity, 0);
    return { cart: await getCart(tx, toUserId), pieces, capped };
  });
}

// Write, look, and let the transaction take it back: what is refused is what would really have been in the cart. A line
// that is there keeps the price that it was shown at, until the cart is shown: else nobody would be told of a change.
async function changeLine<Seen>(
  db: Db,
  line: LineWish,
  quantity: number,
  onRepeat: ReturnType<typeof sql>,
  look: (tx: Db) => Promise<Seen>,
): Promise<Seen> {
  try {
    return await inTransaction(db, async (tx) => {
      const cartId = await openCart(tx, line.userId);
      const [{ affectedRows }] = await tx.execute(sql`
        INSERT INTO ${orderItems} (order_id, item_id, item_quantities, shown_price)
        SELECT ${cartId}, id, ${quantity}, price FROM ${item} WHERE id = ${line.itemId} AND retired_at IS NULL
        ON DUPLICATE KEY UPDATE item_quantities = ${onRepeat},
          shown_price = COALESCE(order_items.shown_price, VALUES(shown_price))`);
      if (affectedRows === 0) throw noLongerSold(await nameOf(tx, line.itemId));
      return look(tx);
    });
  } catch (error) {
    if (!isOutOfRange(error)) throw error;
    const there = (await getCart(db, line.userId)).items.find(({ itemId }) => itemId === line.itemId);
    if (!there) throw error;
    throw soldOut([
      { itemId: line.itemId, name: there.name, wanted: there.quantity + quantity, stock: there.stock },
    ]);
  }
}

const wholeCart =
  ({ userId, itemId }: LineWish) =>
  async (tx: Db): Promise<Cart> => {
    const cart = await getCart(tx, userId);
    refuseBeyondStock(cart.items, itemId);
    refuseTooDear(cart);
    return cart;
  };

type StockedLine = Pick<Cart['items'][number], 'itemId' | 'name' | 'quantity' | 'stock' | 'available'>;

function refuseBeyondStock(lines: readonly StockedLine[], itemId: number) {
  const line = lines.find((one) => one.itemId === itemId);
  if (!line || line.available) return;
  throw soldOut([{ itemId, name: line.name, wanted: line.quantity, stock: line.stock }]);
}

// What the column of an order's total holds. Beyond it no order could be written, and cents would be no exact numbers.
const dearest: Cents = 999_999_999_999;

function refuseTooDear({ totalCents }: Cart) {
  if (totalCents <= dearest) return;
  throw new ShopError('conflict', `One order can cost ${formatMoney(dearest)} at most.`, {
    next: 'Buy it in several orders.',
  });
}

function takeOut(db: Db, { userId, itemId }: LineWish): Promise<Cart> {
  return inTransaction(db, async (tx) => {
    const cartId = await lockCart(tx, userId);
    const removed = cartId === undefined ? 0 : await deleteLine(tx, cartId, itemId);
    if (removed === 0) await nameOf(tx, itemId);
    return getCart(tx, userId);
  });
}

async function deleteLine(tx: Db, cartId: number, itemId: number): Promise<number> {
  const [{ affectedRows }] = await tx
    .delete(orderItems)
    .where(and(eq(orderItems.orderId, cartId), eq(orderItems.itemId, itemId)));
  return affectedRows;
}

async function nameOf(db: Db, itemId: number): Promise<string> {
  const [row] = await db.select({ name: item.name }).from(item).where(eq(item.id, itemId));
  if (!row) throw noSuchItem(itemId);
  return row.name;
}

async function usernameOf(db: Db, userId: number): Promise<string> {
  const [row] = await db.select({ username: users.username }).from(users).where(eq(users.id, userId));
  if (!row) throw new ShopError('not_found', 'There is no such person.');
  return row.username;
}

const noLongerSold = (name: string) =>
  new ShopError('conflict', `"${name}" is no longer sold.`, { next: 'shop items list' });

const notInCart = (itemId: number) =>
  new ShopError('not_found', `Item ${itemId} is not in the cart.`, { next: 'shop cart show' });

// An INT column holds it.
const largest = 2_147_483_647;

function wholeNumber(quantity: number, least: number): number {
  if (Number.isInteger(quantity) && quantity >= least && quantity <= largest) return quantity;
  throw new ShopError('usage', `A quantity is a whole number from ${least} to ${largest}.`);
}

/** The cart of somebody who has none yet, not even as a visitor. */
export const noCart = (username: string | null = null): Cart => ({
  id: null,
  status: 'TEMP',
  date: null,
  shippingAddress: null,
  totalCents: 0,
  items: [],
  canPurchase: false,
  isModifiable: true,
  purchasedAt: null,
  cancelledAt: null,
  username,
});
