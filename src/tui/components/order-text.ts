import { formatMoney } from '#domain/money.ts';
import type { Order, OrderLine } from '#domain/orders.ts';
import { fit } from './foreign.tsx';
import type { Row } from './list.tsx';

/** What a status is called on the screen. */
export const STATUS: Record<Order['status'], string> = {
  TEMP: 'in the cart',
  CLOSED: 'bought',
  CANCELLED: 'cancelled',
};

const ORDER = { id: 8, date: 11, status: 12, pieces: 7, total: 12 } as const;
const ORDER_WIDTH = ORDER.id + ORDER.date + ORDER.status + ORDER.pieces + ORDER.total + 5;

export const orderHead = (width: number): string =>
  [
    fit('Order', ORDER.id),
    fit('Date', ORDER.date),
    fit('Status', ORDER.status),
    fit('Pieces', ORDER.pieces, 'right'),
    fit('Total', ORDER.total, 'right'),
    fit(' To', width - 2 - ORDER_WIDTH),
  ].join(' ');

/** An order as a row of a list that is `width` cells wide, its marker included. */
export function orderRow(order: Order, width: number): Row {
  const cells = [
    fit(`#${order.id ?? ''}`, ORDER.id),
    fit(order.date ?? '', ORDER.date),
    fit(STATUS[order.status], ORDER.status),
    fit(String(piecesOf(order)), ORDER.pieces, 'right'),
    fit(formatMoney(order.totalCents), ORDER.total, 'right'),
    fit(order.shippingAddress ? ` ${order.shippingAddress}` : '', width - 2 - ORDER_WIDTH),
  ];
  return { key: order.id ?? 0, text: cells.join(' '), faint: order.status === 'CANCELLED' };
}

export const piecesOf = (order: Order): number =>
  order.items.reduce((sum, { quantity }) => sum + quantity, 0);

const LINE = { quantity: 6, price: 11, sum: 12 } as const;
const LINE_WIDTH = LINE.quantity + LINE.price + LINE.sum + 3;
/** From this width on, a note on the stock has a column of its own. */
const NOTED = 66;
const NOTE = 14;

const nameWidth = (width: number) => width - 2 - LINE_WIDTH - (width >= NOTED ? NOTE + 1 : 0);

export const lineHead = (width: number): string =>
  [
    fit('Name', nameWidth(width)),
    fit('Qty', LINE.quantity, 'right'),
    fit('Price', LINE.price, 'right'),
    fit('Sum', LINE.sum, 'right'),
  ].join(' ');

/** A line of a cart or an order, `width` cells wide, the marker included. */
export function lineRow(line: OrderLine, width: number, inCart: boolean): Row {
  const note = inCart ? stockNote(line) : '';
  const narrow = width < NOTED;
  const name = narrow && note ? `(${note}) ${line.name}` : line.name;
  const cells = [
    fit(name, nameWidth(width)),
    fit(String(line.quantity), LINE.quantity, 'right'),
    fit(line.unitPriceCents === null ? '–' : formatMoney(line.unitPriceCents), LINE.price, 'right'),
    fit(line.subtotalCents === null ? '–' : formatMoney(line.subtotalCents), LINE.sum, 'right'),
    ...(narrow ? [] : [fit(note, NOTE)]),
  ];
  return { key: line.itemId, text: cells.join(' '), faint: inCart && !line.available };
}

/** What stands in the way of buying a line, in a word or two. */
function stockNote({ available, stock }: OrderLine): string {
  if (available) return '';
  return stock === 0 ? 'sold out' : `only ${stock} left`;
}
