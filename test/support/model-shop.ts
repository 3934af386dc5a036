import { eq, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { item, orders, stockMovements } from '#db/schema.ts';
import { deleteAccount, takeOverVisitor } from '#domain/accounts.ts';
import { editItem, restockItem } from '#domain/assortment.ts';
import {
  addToCart,
  type Cart,
  clearCart,
  getCart,
  mergeCarts,
  removeFromCart,
  type ShortLine,
  setInCart,
} from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import { cancelOrder, checkOut, type Order, reorder } from '#domain/orders.ts';
import { type PriceChange as PriceChanged, seePrices } from '#domain/prices.ts';
import type { AimedWish, LineView, OrderView, Outcome, PriceChange, Short } from './model.ts';
import { idOf, nameOf, numberOf, operatorId, purchaseKeyOf } from './model-rows.ts';

/** Does what is wished to the real shop, and says what the person is told. Whatever is no refusal is thrown. */
export async function perform(db: Db, wish: AimedWish): Promise<Outcome> {
  try {
    return await call(db, wish);
  } catch (error) {
    if (!(error instanceof ShopError)) throw error;
    if (error.kind === 'unavailable' && error.details?.orderId) return { told: 'bought' };
    if (!['conflict', 'not_found', 'auth'].includes(error.kind)) throw error;
    return { told: 'refused', kind: error.kind, ...whyRefused(error) };
  }
}

async function call(db: Db, wish: AimedWish): Promise<Outcome> {
  switch (wish.do) {
    case 'add':
      return ofCart(await addToCart(db, lineOf(wish)));
    case 'set':
      return ofCart(await setInCart(db, lineOf(wish)));
    case 'remove':
      return ofCart(await removeFromCart(db, lineOf({ ...wish, quantity: 0 })));
    case 'clear':
      return ofCart(await clearCart(db, { userId: idOf(wish.who) }));
    case 'look': {
      const cart = await getCart(db, idOf(wish.who));
      await seePrices(db, cart);
      return ofCart(cart);
    }
    case 'buy':
      return ofOrder(await buy(db, wish), wish.key);
    case 'cancel':
      return ofOrder(await cancelOrder(db, await orderOf(db, wish)), wish.key);
    case 'reorder': {
      const { cart, short } = await reorder(db, await orderOf(db, wish));
      return ofCart(cart, short);
    }
    case 'merge': {
      const { cart, capped } = await mergeCarts(db, fromTo(wish));
      return ofCart(cart, capped);
    }
    case 'login': {
      const { fromUserId, toUserId } = fromTo(wish);
      const { capped } = await takeOverVisitor(db, { visitorId: fromUserId, userId: toUserId });
      return { told: 'moved', short: toShort(capped) };
    }
    case 'delete':
      await deleteAccount(db, { userId: idOf(wish.who), username: nameOf(wish.who) });
      return done;
    case 'restock':
      await restockItem(db, { operatorId, itemId: idOf(wish.item), by: wish.quantity });
      return done;
    case 'price':
      await editItem(db, { operatorId, itemId: idOf(wish.item), priceCents: wish.priceCents });
      return done;
    case 'load':
      await load(db, { itemId: idOf(wish.item), stock: wish.stock });
      return done;
  }
}

const done: Outcome = { told: 'done' };

const buy = (db: Db, { who, key, accept }: { who: number; key: number; accept: boolean }) =>
  checkOut(db, {
    userId: idOf(who),
    address: 'Main St 1',
    purchaseKey: purchaseKeyOf(who, key),
    prices: accept ? 'accept' : 'shown',
  });

const load = (db: Db, { itemId, stock }: { itemId: number; stock: number }) =>
  db.execute(sql`
    UPDATE ${item} SET stock_available = ${stock}
    WHERE id = ${itemId} AND NOT EXISTS (SELECT 1 FROM ${stockMovements} m WHERE m.item_id = ${itemId})`);

/** The order that a key has bought; else one that nobody has. */
async function orderOf(db: Db, { who, key }: { who: number; key?: number }) {
  if (key === undefined) return { userId: idOf(who), orderId: 2_000_000_000 };
  const [found] = await db
    .select({ id: orders.id })
    .from(orders)
    .where(eq(orders.purchaseKey, purchaseKeyOf(who, key)));
  return { userId: idOf(who), orderId: found?.id ?? 2_000_000_000 };
}

const lineOf = (line: { who: number; item: number; quantity: number }) => ({
  userId: idOf(line.who),
  itemId: idOf(line.item),
  quantity: line.quantity,
});

const fromTo = ({ from, to }: { from: number; to: number }) => ({
  fromUserId: idOf(from),
  toUserId: idOf(to),
});

const ofCart = ({ id, canPurchase, totalCents, items }: Cart, short: ShortLine[] = []): Outcome => ({
  told: 'cart',
  cart: { opened: id !== null, canPurchase, totalCents, lines: items.map(toLine) },
  short: toShort(short),
});

const ofOrder = (order: Order, key = -1): Outcome => ({ told: 'order', order: orderView(order, key) });

const orderView = ({ status, totalCents, items }: Order, key: number): OrderView => ({
  key,
  cancelled: status === 'CANCELLED',
  totalCents,
  lines: items.map(toLine),
});

const toLine = ({ itemId, ...line }: Order['items'][number]): LineView => ({
  item: numberOf(itemId),
  quantity: line.quantity,
  priceCents: line.unitPriceCents,
  shownCents: line.shownPriceCents,
  stock: line.stock,
});

// What a refusal names comes as details, which are of any shape.
const whyRefused = ({ details }: ShopError) => ({
  short: toShort((details?.lines ?? []) as ShortLine[]),
  prices: toPrices((details?.prices ?? []) as PriceChanged[]),
});

const toPrices = (changes: PriceChanged[]): PriceChange[] =>
  changes
    .map(({ itemId, shownCents, priceCents }) => ({ item: numberOf(itemId), shownCents, priceCents }))
    .toSorted((a, b) => a.item - b.item);

const toShort = (lines: ShortLine[]): Short[] =>
  lines
    .map(({ itemId, wanted, stock }) => ({ item: numberOf(itemId), wanted, stock }))
    .toSorted((a, b) => a.item - b.item);
