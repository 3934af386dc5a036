import { barChart, type Pen, skyline } from '#cli/chart.ts';
import { type Canvas, type Json, rowOf, type Shape } from '#cli/shape.ts';
import type { LowItem } from '#domain/low-stock.ts';
import { formatMoney } from '#domain/money.ts';
import type { OpenCart } from '#domain/open-carts.ts';
import type { Sales } from '#domain/sales.ts';
import type { BestSeller } from '#domain/sold-items.ts';
import type { Stats } from '#domain/stats.ts';

const moneyOrNull = (cents: number | null) => (cents === null ? null : formatMoney(cents));

export const salesShape: Shape<Sales> = {
  fields: {
    since: ({ since }) => since,
    until: ({ until }) => until,
    orders: ({ orders }) => orders,
    revenue: ({ revenueCents }) => formatMoney(revenueCents),
    revenueCents: ({ revenueCents }) => revenueCents,
  },
  columns: [
    { title: 'since', text: ({ since }) => since },
    { title: 'until', text: ({ until }) => until },
    { title: 'orders', text: ({ orders }) => String(orders), number: true },
    { title: 'revenue', text: ({ revenueCents }) => formatMoney(revenueCents), number: true },
  ],
};

export const bestSellerShape: Shape<BestSeller> = {
  fields: {
    itemId: ({ itemId }) => itemId,
    name: ({ name }) => name,
    pieces: ({ pieces }) => pieces,
    revenue: ({ revenueCents }) => moneyOrNull(revenueCents),
    revenueCents: ({ revenueCents }) => revenueCents,
  },
  columns: [
    { title: 'item', text: ({ itemId }) => String(itemId), number: true },
    { title: 'name', text: ({ name }) => name },
    { title: 'pieces', text: ({ pieces }) => String(pieces), number: true },
    { title: 'revenue', text: ({ revenueCents }) => moneyOrNull(revenueCents) ?? '', number: true },
  ],
  empty: 'Nothing was sold.',
};

export const lowItemShape: Shape<LowItem> = {
  fields: {
    itemId: ({ itemId }) => itemId,
    name: ({ name }) => name,
    stock: ({ stock }) => stock,
    sold: ({ sold }) => sold,
  },
  columns: [
    { title: 'item', text: ({ itemId }) => String(itemId), number: true },
    { title: 'name', text: ({ name }) => name },
    {
      title: 'stock',
      text: ({ stock }) => String(stock),
      number: true,
      meaning: ({ stock }) => (stock === 0 ? 'bad' : 'warning'),
    },
    { title: 'sold', text: ({ sold }) => String(sold), number: true },
  ],
  empty: 'No stock is low.',
};

export const openCartShape: Shape<OpenCart> = {
  fields: {
    orderId: ({ orderId }) => orderId,
    username: ({ username }) => username,
    isRegistered: ({ isRegistered }) => isRegistered,
    since: ({ since }) => since,
    pieces: ({ pieces }) => pieces,
    total: ({ totalCents }) => formatMoney(totalCents),
    totalCents: ({ totalCents }) => totalCents,
  },
  columns: [
    { title: 'cart', text: ({ orderId }) => String(orderId), number: true },
    { title: 'since', text: ({ since }) => since },
    { title: 'pieces', text: ({ pieces }) => String(pieces), number: true },
    { title: 'total', text: ({ totalCents }) => formatMoney(totalCents), number: true },
    {
      title: 'whose',
      text: ({ username, isRegistered }) => (isRegistered ? username : 'a visitor'),
      raw: ({ username }) => username,
    },
  ],
  empty: 'No cart is open.',
};

const rowsOf = <Part>(parts: readonly Part[], shape: Shape<Part>): Json =>
  parts.map((part) => rowOf(part, shape));

const fields: Shape<Stats>['fields'] = {
  since: ({ since }) => since,
  until: ({ until }) => until,
  by: ({ by }) => by,
  revenue: ({ revenueCents }) => formatMoney(revenueCents),
  revenueCents: ({ revenueCents }) => revenueCents,
  orders: ({ orders }) => orders,
  average: ({ averageCents }) => moneyOrNull(averageCents),
  averageCents: ({ averageCents }) => averageCents,
  cancelled: ({ cancelled }) => cancelled,
  sales: ({ sales }) => rowsOf(sales, salesShape),
  items: ({ items }) => rowsOf(items, bestSellerShape),
  stockBelow: ({ stockBelow }) => stockBelow,
  lowStock: ({ lowStock }) => lowStock,
  stock: ({ stock }) => rowsOf(stock, lowItemShape),
  openCarts: ({ openCarts }) => openCarts,
  openCartsTotal: ({ openCartsCents }) => formatMoney(openCartsCents),
  openCartsTotalCents: ({ openCartsCents }) => openCartsCents,
  carts: ({ carts }) => rowsOf(carts, openCartShape),
};

/** How the shop does: charts for a person, one object for a program; as lines, its sales. */
export const statsShape: Shape<Stats, Sales> = {
  fields,
  inner: { sales: '[]', items: '[]', stock: '[]', carts: '[]' },
  columns: [],
  parts: { of: ({ sales }) => sales, shape: salesShape },
};

/** What a person is shown of some sections. `ascii`: see `Pen`. */
export const drawnStats = (
  sections: readonly string[],
  { ascii }: Pick<Pen, 'ascii'>,
): Shape<Stats, Sales> => ({
  ...statsShape,
  text(stats, canvas) {
    const pen = { ascii, paint: canvas.paint, width: canvas.width };
    const drawn = {
      sales: () => drawSales(stats, pen),
      items: () => drawBestSellers(stats, pen),
      stock: () => drawLowStock(stats, canvas),
      carts: () => drawCarts(stats, canvas),
    };
    return Object.entries(drawn)
      .filter(([section]) => sections.includes(section))
      .map(([, draw]) => draw().join('\n'))
      .join('\n\n');
  },
});

function drawSales(stats: Stats, pen: Pen): string[] {
  const { paint } = pen;
  const title = paint('strong', `Sales from ${stats.since} to ${stats.until}`);
  if (stats.orders === 0 && stats.cancelled === 0) return [title, 'Nothing was sold.'];
  const line = skyline(
    stats.sales.map(({ revenueCents }) => revenueCents),
    pen,
  );
  const sum = [
    `Revenue ${paint('strong', formatMoney(stats.revenueCents))}`,
    `orders ${stats.orders}`,
    stats.averageCents !== null && `${formatMoney(stats.averageCents)} each`,
    stats.cancelled > 0 && `cancelled ${stats.cancelled}, not counted`,
  ].filter((part) => part !== false);
  const rows = stats.sales.map(({ since, until, orders, revenueCents }) => {
    const labels = { day: since, week: `${since} to ${until.slice(5)}`, month: since.slice(0, 7) };
    return {
      label: labels[stats.by],
      value: revenueCents,
      cells: [formatMoney(revenueCents), String(orders)],
    };
  });
  return [
    ...(line.length <= pen.width ? [title, line] : [title]),
    sum.join(', '),
    '',
    ...barChart(rows, pen),
  ];
}

function drawBestSellers({ items }: Stats, pen: Pen): string[] {
  const title = pen.paint('strong', 'Best sellers, by pieces and revenue');
  if (items.length === 0) return [title, 'Nothing was sold.'];
  const rows = items.map(({ name, pieces, revenueCents }) => {
    return { label: name, value: pieces, cells: [String(pieces), moneyOrNull(revenueCents) ?? '-'] };
  });
  return [title, ...barChart(rows, pen)];
}

function drawLowStock({ stock, lowStock, stockBelow }: Stats, { paint, table }: Canvas): string[] {
  const title = paint('strong', `Low stock (less than ${stockBelow}): ${lowStock}`);
  if (stock.length === 0) return [title];
  return [title, table(lowItemShape.columns, stock).trimEnd()];
}

function drawCarts({ carts, openCarts, openCartsCents }: Stats, { paint, table }: Canvas): string[] {
  const worth = openCarts === 0 ? '' : `, ${formatMoney(openCartsCents)} in all`;
  const title = paint('strong', `Carts left open: ${openCarts}${worth}`);
  if (carts.length === 0) return [title];
  return [title, table(openCartShape.columns, carts).trimEnd()];
}
