import { type Cents, formatMoney } from '#domain/money.ts';
import type { Order, OrderLine } from '#domain/orders.ts';
import { fitted } from './foreign.tsx';
import type { Row } from './list.tsx';

/** What a status is called on the screen. */
export const STATUS: Record<Order['status'], string> = {
  TEMP: 'in the cart',
  CLOSED: 'bought',
  CANCELLED: 'cancelled',
};

const ORDER = { id: 7, date: 10, status: 11, pieces: 6, total: 11 } as const;
const ORDER_WIDTH = Object.values(ORDER).reduce((sum, width) => sum + width + 1, 0);
/** Below that, an address says nothing. */
const ADDRESS = 8;

/** The heading of a list of orders that is `width` cells wide, its marker included. */
export const orderHead = (width: number): string =>
  orderCells(['Order', 'Date', 'Status', 'Pieces', 'Total', 'To'], width);

/** An order as a row of a list that is `width` cells wide, its marker included. */
export function orderRow(order: Order, width: number): Row {
  const { id, date, status, totalCents, shippingAddress } = order;
  const cells = [
    `#${id ?? ''}`,
    date ?? '',
    STATUS[status],
    String(piecesOf(order)),
    formatMoney(totalCents),
  ];
  return {
    key: id ?? 0,
    text: orderCells([...cells, shippingAddress ?? ''], width),
    faint: status === 'CANCELLED',
  };
}

function orderCells(
  [id = '', date = '', status = '', pieces = '', total = '', to = '']: string[],
  width: number,
) {
  const room = width - 2 - ORDER_WIDTH - 1;
  const cells = [
    fitted(id, ORDER.id),
    fitted(date, ORDER.date),
    fitted(status, ORDER.status),
    fitted(pieces, ORDER.pieces, 'right'),
    fitted(total, ORDER.total, 'right'),
    ...(room < ADDRESS ? [] : [` ${fitted(to, room)}`]),
  ];
  return fitted(cells.join(' '), width - 2);
}

export const piecesOf = (order: Order): number =>
  order.items.reduce((sum, { quantity }) => sum + quantity, 0);

const LINE = { quantity: 6, price: 11, sum: 12 } as const;
const LINE_WIDTH = LINE.quantity + LINE.price + LINE.sum + 3;
/** From this width on, a note on the stock has a column of its own. */
const NOTED = 66;
const NOTE = 12;

/** The heading of the lines of a cart or an order, `width` cells wide, the marker included. */
export const lineHead = (width: number): string => lineCells(['Name', '', 'Qty', 'Price', 'Sum'], width);

/** A line of a cart or an order, `width` cells wide, the marker included. */
export function lineRow(line: OrderLine, width: number, inCart: boolean): Row {
  const { itemId, name, quantity, unitPriceCents, subtotalCents, available } = line;
  const note = inCart ? stockNote(line) || priceNote(line) : '';
  const narrow = width < NOTED;
  const called = narrow && note ? `(${note}) ${name}` : name;
  const cells = [called, note, String(quantity), moneyOrDash(unitPriceCents), moneyOrDash(subtotalCents)];
  return { key: itemId, text: lineCells(cells, width), faint: inCart && !available };
}

function lineCells([name = '', note = '', quantity = '', price = '', sum = '']: string[], width: number) {
  const noted = width >= NOTED;
  return [
    fitted(name, width - 2 - LINE_WIDTH - (noted ? NOTE + 1 : 0)),
    ...(noted ? [fitted(note, NOTE)] : []),
    fitted(quantity, LINE.quantity, 'right'),
    fitted(price, LINE.price, 'right'),
    fitted(sum, LINE.sum, 'right'),
  ].join(' ');
}

/** Orders loaded from elsewhere do not know what a line has cost. */
const moneyOrDash = (cents: Cents | null) => (cents === null ? '–' : formatMoney(cents));

/** What stands in the way of buying a line, in a word or two. */
function stockNote({ available, stock }: OrderLine): string {
  if (available) return '';
  return stock === 0 ? 'sold out' : `only ${stock} left`;
}

/** Whether the price is no longer the one that the person was shown. */
export const hasNewPrice = ({ shownPriceCents, unitPriceCents }: OrderLine): boolean =>
  shownPriceCents !== null && shownPriceCents !== unitPriceCents;

const priceNote = (line: OrderLine) => (hasNewPrice(line) ? `was ${moneyOrDash(line.shownPriceCents)}` : '');
