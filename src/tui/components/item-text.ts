import type { Item } from '#domain/items.ts';
import { formatMoney } from '#domain/money.ts';
import { fitted } from './foreign.tsx';
import { markOf, type Trend } from './trend.ts';

/** Which of an item's figures have changed just now, and which way. */
export type Trends = { price: Trend | undefined; stock: Trend | undefined };

const PRICE = 11;
const STOCK = 9;
const CART = 5;

/** Cells that the name does not get: price, stock, heart, pieces in the cart, and the blanks between. */
const OTHERS = PRICE + STOCK + CART + 5;

/** The heading of a list of items that is `width` cells wide, its marker included. */
export const itemHead = (width: number): string =>
  `${fitted('Name', width - 2 - OTHERS)} ${fitted('Price', PRICE, 'right')} ${fitted('Stock', STOCK, 'right')}`;

/** An item as the text of a row of a list that is `width` cells wide, its marker included. */
export function itemLine(item: Item, inCart: number, width: number, trends: Trends): string {
  const name = fitted(item.name, width - 2 - OTHERS);
  const price = fitted(markOf(trends.price) + formatMoney(item.priceCents), PRICE, 'right');
  const stock = fitted(stockText(item.stock, trends.stock), STOCK, 'right');
  const heart = item.favorite ? '♥' : ' ';
  const pieces = fitted(inCart > 0 ? `×${inCart}` : '', CART, 'right');
  return `${name} ${price} ${stock} ${heart}${pieces} `;
}

/** The same for somebody who is being read to. */
export function itemSentence(item: Item, inCart: number, { price }: Trends): string {
  const parts = [
    fitted(item.name, 200).trim(),
    formatMoney(item.priceCents),
    price === undefined ? '' : { up: 'dearer now', down: 'cheaper now' }[price],
    item.stock === 0 ? 'sold out' : `${item.stock} in stock`,
    item.favorite ? 'favorite' : '',
    inCart > 0 ? `${inCart} in your cart` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

// Being sold out says enough by itself.
const stockText = (stock: number, trend: Trend | undefined): string =>
  stock === 0 ? 'sold out' : markOf(trend) + stock;
