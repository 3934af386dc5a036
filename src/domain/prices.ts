import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { inTransaction } from '#db/retry.ts';
import { orderItems, orders } from '#db/schema.ts';
import { type Slot, statementForLines } from '#db/statement.ts';
import type { Cart } from './cart.ts';
import { ShopError } from './errors.ts';
import { type Cents, formatMoney } from './money.ts';
import { byItemId, ids, inChunks, perItem } from './stock.ts';

/** A line of a cart as it is shown. Without a `shownPriceCents` the person was never shown a price of it. */
type PricedLine = {
  itemId: number;
  name: string;
  unitPriceCents: Cents | null;
  shownPriceCents: Cents | null;
};

type AgreedLine = Pick<PricedLine, 'itemId' | 'unitPriceCents'> & { quantity?: number };

/**
 * What a purchase may cost: what the lines were last shown at, whatever it is, or what was on the screen just now. Lines
 * with quantities are the whole cart that was agreed to, and no other is bought.
 */
export type AgreedPrices = 'shown' | 'accept' | readonly AgreedLine[];

/** A line whose price is no longer what the person was shown. As the contract has it: `"8.75"`, and the same in cents. */
export type PriceChange = {
  itemId: number;
  name: string;
  shown: string;
  shownCents: Cents;
  price: string;
  priceCents: Cents;
};

/** The lines whose price has changed since the person was shown it. */
export function priceChanges(lines: readonly PricedLine[], agreed: AgreedPrices = 'shown'): PriceChange[] {
  if (agreed === 'accept') return [];
  const justShown = new Map(
    agreed === 'shown' ? [] : agreed.map(({ itemId, unitPriceCents }) => [itemId, unitPriceCents]),
  );
  return lines.flatMap(({ itemId, name, unitPriceCents: priceCents, shownPriceCents }) => {
    const shownCents = justShown.get(itemId) ?? shownPriceCents;
    if (priceCents === null || shownCents === null || shownCents === priceCents) return [];
    const words = { shown: formatMoney(shownCents), price: formatMoney(priceCents) };
    return [{ itemId, name, ...words, shownCents, priceCents }];
  });
}

/** @throws ShopError conflict when the cart is not the one that was shown: another terminal has changed it */
export function refuseCartChanges(
  lines: readonly { itemId: number; quantity: number }[],
  agreed: AgreedPrices = 'shown',
) {
  if (typeof agreed === 'string') return;
  const shown = agreed.filter(({ quantity }) => quantity !== undefined);
  const wanted = new Map(shown.map(({ itemId, quantity }) => [itemId, quantity]));
  const isSame =
    wanted.size === lines.length && lines.every(({ itemId, quantity }) => wanted.get(itemId) === quantity);
  if (shown.length === 0 || isSame) return;
  throw new ShopError('conflict', 'The cart has changed since it was shown.', {
    details: { cartChanged: true },
    next: 'shop cart show',
  });
}

/** @throws ShopError conflict with every line whose price is not the agreed one */
export function refusePriceChanges(lines: readonly PricedLine[], agreed?: AgreedPrices) {
  const prices = priceChanges(lines, agreed);
  if (prices.length === 0) return;
  throw new ShopError('conflict', 'A price has changed.', {
    details: { prices },
    next: 'shop cart show, then check out again, or --accept-price-changes',
  });
}

/**
 * Remembers that the person was shown this cart with these prices. Without news nothing is written. What is written is
 * what was shown, which is not always what the item costs by now.
 */
export async function seePrices(db: Db, { id, items }: Pick<Cart, 'id' | 'items'>): Promise<void> {
  const news = items.flatMap(({ itemId, unitPriceCents, shownPriceCents }) =>
    unitPriceCents === null || unitPriceCents === shownPriceCents
      ? []
      : [{ itemId, price: formatMoney(unitPriceCents) }],
  );
  if (id === null || news.length === 0) return;
  await inTransaction(db, async (tx) => {
    // As every change of a cart does, so that nobody buys it meanwhile.
    const open = and(eq(orders.id, id), isNotNull(orders.openUserId));
    const [cart] = await tx.select({ id: orders.id }).from(orders).where(open).for('update');
    if (!cart) return;
    for (const some of inChunks(byItemId(news))) await noteShown(tx, some, { orderId: id });
  });
}

const noteShown = statementForLines((db, lines: Slot<'itemId' | 'price'>[]) =>
  db.$prepare(sql`
    UPDATE ${orderItems} FORCE INDEX (PRIMARY) SET shown_price = ${perItem(lines, 'price', 'item_id')}
    WHERE order_id = ${sql.placeholder('orderId')} AND item_id IN ${ids(lines)}`),
);
