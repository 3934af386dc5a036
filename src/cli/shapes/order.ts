import type { Canvas, Column, Json, Shape } from '#cli/shape.ts';
import { keysInside, rowOf } from '#cli/shape.ts';
import { formatMoney } from '#domain/money.ts';
import type { Order, OrderLine } from '#domain/orders.ts';
import { priceChanges } from '#domain/prices.ts';

const moneyOrNull = (cents: number | null) => (cents === null ? null : formatMoney(cents));

const lineShape: Shape<OrderLine> = {
  fields: {
    itemId: (line) => line.itemId,
    name: (line) => line.name,
    quantity: (line) => line.quantity,
    unitPrice: (line) => moneyOrNull(line.unitPriceCents),
    unitPriceCents: (line) => line.unitPriceCents,
    subtotal: (line) => moneyOrNull(line.subtotalCents),
    subtotalCents: (line) => line.subtotalCents,
    stock: (line) => line.stock,
    available: (line) => line.available,
  },
  columns: [
    { title: 'item', text: (line) => String(line.itemId), number: true },
    { title: 'name', text: (line) => line.name },
    { title: 'quantity', text: (line) => String(line.quantity), number: true },
    { title: 'price', text: (line) => moneyOrNull(line.unitPriceCents) ?? '', number: true },
    { title: 'subtotal', text: (line) => moneyOrNull(line.subtotalCents) ?? '', number: true },
  ],
};

const stockColumn: Column<OrderLine> = {
  title: 'stock',
  text: (line) => String(line.stock),
  number: true,
  meaning: (line) => (line.available ? undefined : 'bad'),
};

const wasColumn: Column<OrderLine> = {
  title: 'was',
  text: (line) =>
    priceChanges([line])
      .map(({ shown }) => shown)
      .join(''),
  number: true,
  meaning: () => 'warning',
};

/** The lines of a cart or an open order, which also say what is there now. */
const openLineShape: Shape<OrderLine> = { ...lineShape, columns: [...lineShape.columns, stockColumn] };

const fields: Shape<Order>['fields'] = {
  id: (order) => order.id,
  status: (order) => order.status,
  date: (order) => order.date,
  shippingAddress: (order) => order.shippingAddress,
  total: (order) => formatMoney(order.totalCents),
  totalCents: (order) => order.totalCents,
  items: (order) => order.items.map((line): Json => rowOf(line, lineShape)),
  canPurchase: (order) => order.canPurchase,
  isModifiable: (order) => order.isModifiable,
  purchasedAt: (order) => order.purchasedAt,
  cancelledAt: (order) => order.cancelledAt,
  username: (order) => order.username,
};

/** Orders as a list has them: a line each. */
export const orderShape: Shape<Order> = {
  fields,
  inner: { items: `[]${keysInside(lineShape)}` },
  columns: [
    { title: 'id', text: (order) => String(order.id ?? ''), number: true },
    { title: 'status', text: (order) => order.status, meaning: statusMeaning },
    { title: 'date', text: (order) => order.date ?? '' },
    { title: 'items', text: pieces, number: true },
    { title: 'total', text: (order) => formatMoney(order.totalCents), number: true },
    { title: 'address', text: (order) => order.shippingAddress ?? '' },
  ],
  empty: 'There is no order.',
};

/** As `orderShape`, with whose order it is. */
export const everyonesOrderShape: Shape<Order> = {
  ...orderShape,
  columns: [...orderShape.columns, { title: 'username', text: (order) => order.username ?? '' }],
};

/** One order with its lines. */
export const orderDetailShape: Shape<Order, OrderLine> = {
  ...orderShape,
  inner: { items: '[]' },
  text: orderText,
  parts: { of: (order) => order.items, shape: lineShape },
};

/** As `orderDetailShape`, for an operator who looks at somebody else's: whose it is comes first. */
export const foreignOrderShape: Shape<Order, OrderLine> = {
  ...orderDetailShape,
  text: (order, canvas) => {
    const isCart = order.status === 'TEMP';
    if (isCart && order.items.length === 0) return `The cart of ${order.username} is empty.`;
    return `${isCart ? 'The cart' : 'An order'} of ${order.username}\n${orderText(order, canvas)}`;
  },
};

/** The cart: its lines with the stock of now. */
export const cartShape: Shape<Order, OrderLine> = {
  ...orderShape,
  inner: { items: '[]' },
  text: cartText,
  parts: { of: (cart) => cart.items, shape: openLineShape },
};

function cartText(cart: Order, { paint, table }: Canvas): string {
  if (cart.items.length === 0) return 'Your cart is empty.';
  const total = `Total ${paint('strong', formatMoney(cart.totalCents))}`;
  const changed = priceChanges(cart.items).length > 0;
  const notes = [
    changed && paint('warning', 'A price has changed since you were shown it: see the column WAS.'),
    cart.items.some((line) => !line.available) && paint('bad', 'There is not enough stock for every line.'),
  ].filter((note) => note !== false);
  const columns = changed ? [...openLineShape.columns, wasColumn] : openLineShape.columns;
  return [`${table(columns, cart.items)}\n${total}`, ...notes].join('\n');
}

function orderText(order: Order, canvas: Canvas): string {
  const { paint, table } = canvas;
  if (order.status === 'TEMP') return cartText(order, canvas);
  const title = `${paint('strong', `Order ${order.id}`)}  ${paint(statusMeaning(order), order.status)}  ${order.date}`;
  const lines = order.items.length > 0 ? table(lineShape.columns, order.items) : 'It has no lines.\n';
  const address = order.shippingAddress ? `Sent to ${order.shippingAddress}\n` : '';
  return `${title}\n${address}\n${lines}\nTotal ${paint('strong', formatMoney(order.totalCents))}`;
}

function pieces(order: Order): string {
  return String(order.items.reduce((sum, line) => sum + line.quantity, 0));
}

function statusMeaning({ status }: Order) {
  const meanings = { TEMP: 'warning', CLOSED: 'good', CANCELLED: 'quiet' } as const;
  return meanings[status];
}
