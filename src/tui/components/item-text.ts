import type { Item } from '#domain/items.ts';
import { formatMoney } from '#domain/money.ts';
import { fitted } from './foreign.tsx';

const PRICE = 11;
const STOCK = 9;
const CART = 5;

/** Cells that the name does not get: price, stock, heart, pieces in the cart, and the blanks between. */
const OTHERS = PRICE + STOCK + CART + 5;

/** The heading of a list of items that is `width` cells wide, its marker included. */
export const itemHead = (width: number): string =>
  `${fitted('Name', width - 2 - OTHERS)} ${fitted('Price', PRICE, 'right')} ${fitted('Stock', STOCK, 'right')}`;

/** An item as the text of a row of a list that is `width` cells wide, its marker included. */
export function itemLine(item: Item, inCart: number, width: number): string {
  const name = fitted(item.name, width - 2 - OTHERS);
  const price = fitted(formatMoney(item.priceCents), PRICE, 'right');
  const stock = fitted(stockWords(item.stock), STOCK, 'right');
  const heart = item.favorite ? '♥' : ' ';
  const pieces = fitted(inCart > 0 ? `×${inCart}` : '', CART, 'right');
  return `${name} ${price} ${stock} ${heart}${pieces} `;
}

/** The same for somebody who is being read to. */
export function itemSentence(item: Item, inCart: number): string {
  const parts = [
    fitted(item.name, 200).trim(),
    formatMoney(item.priceCents),
    item.stock === 0 ? 'sold out' : `${item.stock} in stock`,
    item.favorite ? 'favorite' : '',
    inCart > 0 ? `${inCart} in your cart` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

const stockWords = (stock: number): string => (stock === 0 ? 'sold out' : String(stock));
