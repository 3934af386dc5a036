import { and, eq, gte, isNotNull, lte, ne, type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { CommitUnknown, inTransaction, looking } from '#db/retry.ts';
import { orderItems, orders } from '#db/schema.ts';
import { type Cart, getCart, type ShortLine } from './cart.ts';
import { fillCart, openCart } from './cart-lines.ts';
import { ShopError } from './errors.ts';
import type { Cents } from './money.ts';
import { newestFirst, readOrder, readOrders } from './order-rows.ts';
import type { AgreedPrices } from './prices.ts';
import { findPurchase, Outrun, purchase } from './purchase.ts';
import { giveBack, recordMovements, refuseUnbuyableLines } from './stock.ts';

type OrderStatus = 'TEMP' | 'CLOSED' | 'CANCELLED';

export type OrderLine = {
  itemId: number;
  name: string;
  quantity: number;
  /** Today's price in a cart, the price of the sale in an order; null for orders loaded from elsewhere. */
  unitPriceCents: Cents | null;
  subtotalCents: Cents | null;
  /** In a cart: the price at which the person was last shown this line; null where no price was ever shown. */
  shownPriceCents: Cents | null;
  /** As it is now; 0 when the item is no longer sold. */
  stock: number;
  /** The stock of now would do for this line. */
  available: boolean;
};

export type Order = {
  /** Null for a cart that was never opened. */
  id: number | null;
  status: OrderStatus;
  /** `2026-01-20` (UTC): of the purchase, or, before it, of the first item. */
  date: string | null;
  shippingAddress: string | null;
  totalCents: Cents;
  items: OrderLine[];
  /** It is open, has lines, the stock reaches for each of them, and whoever it belongs to has an account. */
  canPurchase: boolean;
  isModifiable: boolean;
  /** ISO 8601, UTC. */
  purchasedAt: string | null;
  cancelledAt: string | null;
  /** Null for the cart of somebody who is not even a visitor yet. */
  username: string | null;
};

export type OrdersWish = {
  /** Null: everybody's. */
  userId: number | null;
  status?: OrderStatus;
  /** First and last day, `2026-01-20`, both included. */
  since?: string;
  until?: string;
};

/** Where a page ended. To be handed back as it is. */
export type OrderCursor = { open: boolean; date: string; id: number };

export type OrderPage = { orders: Order[]; next: OrderCursor | null };

export type CheckoutWish = {
  userId: number;
  /** Where to send it, up to 500 characters. */
  address: string;
  /** Made once per decision to buy, before the first try (a UUID): however often it is sent, it buys once. */
  purchaseKey: string;
  /** The prices that the person agreed to. Default: those at which the lines were last shown. */
  prices?: AgreedPrices;
};

type OwnOrder = { userId: number; orderId: number };

/** The open one first, then the newest first. */
export async function listOrders(
  db: Db,
  { limit, after, ...wish }: OrdersWish & { limit: number; after?: OrderCursor | null },
): Promise<OrderPage> {
  const rest = after ? [older(after)] : [];
  const open = [isOpen, ...filters(wish)];
  const others = [isNotOpen, ...filters(wish)];
  const found = await (after && !after.open
    ? readOrders(db, [[...others, ...rest]], limit + 1)
    : readOrders(db, [[...open, ...rest], others], limit + 1));
  const last = found[limit - 1];
  return { orders: found.slice(0, limit), next: last && found.length > limit ? cursorOf(last) : null };
}

/** Every order that fits, a page at a time. One that is bought between two pages is there once: as it was first. */
export async function* everyOrder(
  db: Db,
  { limit = 200, ...wish }: OrdersWish & { limit?: number },
): AsyncGenerator<Order[]> {
  const carts = new Set<number | null>();
  let after: OrderCursor | null = null;
  do {
    const page: OrderPage = await listOrders(db, { ...wish, limit, after });
    const news = page.orders.filter(({ status, id }) => status === 'TEMP' || !carts.has(id));
    for (const { status, id } of news) if (status === 'TEMP') carts.add(id);
    if (news.length > 0) yield news;
    after = page.next;
  } while (after);
}

/** One of a person's own orders; with `userId: null` anybody's. @throws ShopError not_found, for other people's too */
export async function getOrder(
  db: Db,
  { userId, orderId }: { userId: number | null; orderId: number },
): Promise<Order> {
  const order =
    userId === null
      ? (await readOrders(db, [[eq(orders.id, orderId)]], 1))[0]
      : await readOrder(db, { userId, orderId });
  if (order) return order;
  if (userId !== null) {
    throw new ShopError('not_found', `You have no order ${orderId}.`, { next: 'shop orders list' });
  }
  throw new ShopError('not_found', `There is no order ${orderId}.`, { next: 'shop orders list --all-users' });
}

/**
 * Buys the cart as one transaction, at today's prices if they are the agreed ones. The same key again gives the same
 * order and buys nothing.
 * @throws ShopError conflict for an empty cart, with every short line (`details.lines`), or else with every line whose
 * price has changed (`details.prices`); auth for a visitor; usage for the address
 */
export async function checkOut(db: Db, wish: CheckoutWish): Promise<Order> {
  const order = { ...wish, address: checkAddress(wish.address) };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const orderId = await inTransaction(db, (tx) => purchase(tx, order), {
        find: (tx) => findPurchase(tx, wish, { waiting: true }),
      });
      return await showBought(db, { userId: wish.userId, orderId });
    } catch (error) {
      if (error instanceof CommitUnknown) throw purchaseUnknown(error);
      if (!(error instanceof Outrun) || attempt === 20) throw error;
    }
  }
}

/** @throws ShopError conflict: what the purchase of this cart would say now */
export const refuseUnbuyable = ({ items }: Cart) => refuseUnbuyableLines(items);

/** Takes a bought order back and gives its stock back. @throws ShopError not_found; conflict unless it is CLOSED */
export async function cancelOrder(db: Db, own: OwnOrder): Promise<Order> {
  return inTransaction(db, (tx) => cancel(tx, own), { find: (tx) => findCancelled(tx, own) });
}

async function cancel(tx: Db, { userId, orderId }: OwnOrder): Promise<Order> {
  // Claimed by its own condition: of two that come at once, one changes nothing.
  const [{ affectedRows }] = await tx
    .update(orders)
    .set({ status: 'CANCELLED', cancelledAt: sql`UTC_TIMESTAMP()` })
    .where(and(eq(orders.id, orderId), eq(orders.userId, userId), eq(orders.status, 'CLOSED')));
  if (affectedRows === 0) throw notCancellable(await getOrder(tx, { userId, orderId }));
  await giveBack(tx, await linesOf(tx, orderId));
  await recordMovements(tx, orderId, 'cancel');
  return getOrder(tx, { userId, orderId });
}

// After a lost COMMIT: an order that is cancelled now is what was wanted, whichever terminal did it.
async function findCancelled(tx: Db, own: OwnOrder): Promise<Order | undefined> {
  await tx.select({ id: orders.id }).from(orders).where(eq(orders.id, own.orderId)).for('update');
  const order = await getOrder(tx, own);
  return order.status === 'CANCELLED' ? order : undefined;
}

/** Puts an earlier order's lines into the cart, as far as stock goes. @returns the lines that did not fit whole */
export async function reorder(
  db: Db,
  { userId, orderId }: OwnOrder,
): Promise<{ cart: Cart; lines: number; short: ShortLine[] }> {
  return inTransaction(db, async (tx) => {
    const { status } = await getOrder(tx, { userId, orderId });
    if (status === 'TEMP') throw new ShopError('conflict', `Order ${orderId} is the cart itself.`);
    const lines = await linesOf(tx, orderId);
    // An order of another client may name no items: it opens no cart.
    const short = lines.length === 0 ? [] : await fillCart(tx, await openCart(tx, userId), lines);
    return { cart: await getCart(tx, userId), lines: lines.length, short };
  });
}

/** Where the person's last order went. */
export async function lastAddress(db: Db, userId: number): Promise<string | null> {
  const [row] = await db
    .select({ address: orders.shippingAddress })
    .from(orders)
    .where(and(eq(orders.userId, userId), ne(orders.status, 'TEMP'), isNotNull(orders.shippingAddress)))
    .orderBy(...newestFirst)
    .limit(1);
  return row?.address ?? null;
}

// Whoever has bought must not read that something failed, and buy again.
async function showBought(db: Db, own: OwnOrder): Promise<Order> {
  try {
    return await looking(db, (some) => getOrder(some, own));
  } catch (cause) {
    throw new ShopError('unavailable', `Order ${own.orderId} is bought, but cannot be shown now.`, {
      details: { reason: 'bought', orderId: own.orderId },
      next: `shop orders show ${own.orderId}`,
      cause,
    });
  }
}

/** An address as it is kept, without the spaces around it. @throws ShopError usage */
export function checkAddress(address: string): string {
  const text = address.trim();
  if (text === '' || [...text].length > 500) throw badAddress('An address has 1 to 500 characters.');
  if (text.isWellFormed() && !/\p{Cc}/u.test(text)) return text;
  throw badAddress('An address cannot contain control characters, line breaks among them.');
}

const badAddress = (message: string) =>
  new ShopError('usage', message, {
    details: { field: 'address' },
    next: 'shop cart checkout --address <text>',
  });

const linesOf = (tx: Db, orderId: number) =>
  tx
    .select({ itemId: orderItems.itemId, quantity: orderItems.quantity })
    .from(orderItems)
    .where(eq(orderItems.orderId, orderId));

const isOpen = isNotNull(orders.openUserId);
const isNotOpen = ne(orders.status, 'TEMP');

function filters({ userId, status, since, until }: OrdersWish): SQL[] {
  const wanted = [
    userId === null ? undefined : eq(orders.userId, userId),
    status && eq(orders.status, status),
    since && gte(orders.orderDate, since),
    until && lte(orders.orderDate, until),
  ];
  return wanted.filter((condition) => typeof condition === 'object');
}

const older = ({ date, id }: OrderCursor): SQL =>
  sql`${orders.orderDate} <= ${date} AND (${orders.orderDate} < ${date} OR ${orders.id} < ${id})`;

const cursorOf = ({ status, date, id }: Order): OrderCursor => ({
  open: status === 'TEMP',
  date: date ?? '',
  id: id ?? 0,
});

const purchaseUnknown = (cause: CommitUnknown) =>
  new ShopError(
    'unavailable',
    'The connection was lost while the order was being saved: nobody knows yet whether it is bought.',
    {
      details: { reason: 'outcome_unknown' },
      next: 'Look whether it is there before you buy again: shop orders list',
      cause,
    },
  );

const notCancellable = ({ id, status }: Order) =>
  status === 'TEMP'
    ? new ShopError('conflict', `Order ${id} is the cart: it was not bought yet.`, {
        next: 'shop cart clear',
      })
    : new ShopError('conflict', `Order ${id} is cancelled already.`);
