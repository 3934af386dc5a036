import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { isMissingReference } from '#db/errors.ts';
import { item, orderItems, orders } from '#db/schema.ts';
import type { ShortLine } from './cart.ts';
import { ShopError } from './errors.ts';
import { byItemId, type StockLine } from './stock.ts';

/**
 * Locks a person's open order until the transaction ends. Undefined when there is none. It writes, because a lock ends at
 * its node: on a cluster only what two transactions have written is compared, and without this a line could come into an
 * order that is being bought on another node, and stay in it unpaid.
 */
export async function lockCart(tx: Db, userId: number): Promise<number | undefined> {
  const [{ affectedRows, insertId }] = await tx
    .update(orders)
    .set({ revision: sql`IF(LAST_INSERT_ID(${orders.id}), ${orders.revision} + 1, 0)` })
    .where(eq(orders.openUserId, userId));
  return affectedRows === 1 ? insertId : undefined;
}

/** As lockCart, but creates the order when there is none. @throws ShopError not_found when there is no such person */
export async function openCart(tx: Db, userId: number): Promise<number> {
  return (await lockCart(tx, userId)) ?? (await createCart(tx, userId));
}

// Two terminals may come here at once: the second waits at the unique key and gets the first one's order.
async function createCart(tx: Db, userId: number): Promise<number> {
  try {
    const [{ insertId }] = await tx
      .insert(orders)
      .values({ userId })
      .onDuplicateKeyUpdate({
        set: { id: sql`LAST_INSERT_ID(${orders.id})`, revision: sql`${orders.revision} + 1` },
      });
    return insertId;
  } catch (error) {
    if (!isMissingReference(error)) throw error;
    throw new ShopError('not_found', 'There is no such person.', { cause: error });
  }
}

/** `shownPrice`: what the person was last shown as its price (`"8.75"`); null: nothing; absent: today's. */
type LineWish = StockLine & { shownPrice?: string | null };

/** Adds lines to a locked cart as far as stock goes. @returns the lines that did not fit whole */
export async function fillCart(tx: Db, cartId: number, wishes: LineWish[]): Promise<ShortLine[]> {
  if (wishes.length === 0) return [];
  const room = await readRoom(tx, cartId, wishes);
  const { lines, short } = fit(wishes, room);
  if (lines.length > 0) {
    await tx
      .insert(orderItems)
      .values(byItemId(lines).map((line) => ({ ...line, orderId: cartId })))
      .onDuplicateKeyUpdate({
        set: { quantity: inserted('item_quantities'), shownPrice: inserted('shown_price') },
      });
  }
  return short;
}

const inserted = (column: string) => sql`VALUES(${sql.identifier(column)})`;

type Room = { name: string; price: string; stock: number; inCart: number; shownPrice: string | null };

// The stock may change the next moment. That is no harm: a cart reserves nothing, and the purchase looks again.
async function readRoom(tx: Db, cartId: number, wishes: StockLine[]): Promise<Map<number, Room>> {
  const rows = await tx
    .select({
      itemId: item.id,
      name: item.name,
      price: item.price,
      shownPrice: orderItems.shownPrice,
      stock: sql<number>`CASE WHEN ${item.retiredAt} IS NULL THEN ${item.stock} ELSE 0 END`,
      inCart: sql<number>`COALESCE(${orderItems.quantity}, 0)`,
    })
    .from(item)
    .leftJoin(orderItems, and(eq(orderItems.itemId, item.id), eq(orderItems.orderId, cartId)))
    .where(
      inArray(
        item.id,
        wishes.map(({ itemId }) => itemId),
      ),
    )
    .orderBy(asc(item.id));
  return new Map(rows.map(({ itemId, ...room }) => [itemId, room]));
}

/**
 * What fits: never more than the stock, never less than what was in the cart before. The price that a line was shown at
 * comes along with it; where it has none, that of the line in the cart counts, then today's. Pure.
 */
function fit(wishes: LineWish[], room: Map<number, Room>): { lines: LineWish[]; short: ShortLine[] } {
  const lines: LineWish[] = [];
  const short: ShortLine[] = [];
  for (const { itemId, quantity, shownPrice } of wishes) {
    const found = room.get(itemId);
    if (!found) continue;
    const { name, stock, inCart } = found;
    const wanted = inCart + quantity;
    const granted = Math.max(inCart, Math.min(wanted, stock));
    const shown = shownPrice ?? found.shownPrice ?? (shownPrice === undefined ? found.price : null);
    if (granted > inCart) lines.push({ itemId, quantity: granted, shownPrice: shown });
    if (granted < wanted) short.push({ itemId, name, wanted, stock });
  }
  return { lines, short };
}
