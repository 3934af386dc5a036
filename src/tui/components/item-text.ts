import type { Item } from '#domain/items.ts';
import { formatMoney } from '#domain/money.ts';
import { fit } from './foreign.tsx';
import type { Row } from './list.tsx';

const PRICE = 11;
const STOCK = 9;
const CART = 5;

/** Cells that the name does not get: price, stock, heart, pieces in the cart, and the blanks between. */
const OTHERS = PRICE + STOCK + CART + 5;

/** The heading of a list of items that is `width` cells wide, its marker included. */
export const itemHead = (width: number): string =>
  `${fit('Name', width - 2 - OTHERS)} ${fit('Price', PRICE, 'right')} ${fit('Stock', STOCK, 'right')}`;

/** An item as a row of a list that is `width` cells wide, its marker included. */
export function itemRow(item: Item, inCart: number, width: number): Row {
  const name = fit(item.name, width - 2 - OTHERS);
  const price = fit(formatMoney(item.priceCents), PRICE, 'right');
  const stock = fit(stockWords(item.stock), STOCK, 'right');
  const heart = item.favorite ? '♥' : ' ';
  const pieces = fit(inCart > 0 ? `×${inCart}` : '', CART, 'right');
  return { key: item.id, text: `${name} ${price} ${stock} ${heart}${pieces} `, faint: item.stock === 0 };
}

/** The same for somebody who is being read to. */
export function itemSentence(item: Item, inCart: number): Row {
  const parts = [
    fit(item.name, 200).trim(),
    formatMoney(item.priceCents),
    item.stock === 0 ? 'sold out' : `${item.stock} in stock`,
    item.favorite ? 'favorite' : '',
    inCart > 0 ? `${inCart} in your cart` : '',
  ];
  return { key: item.id, text: parts.filter(Boolean).join(', ') };
}

export const stockWords = (stock: number): string => (stock === 0 ? 'sold out' : String(stock));
