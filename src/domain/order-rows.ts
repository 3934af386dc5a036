import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { item, orderItems, orders, users } from '#db/schema.ts';
import { centsOf } from './money.ts';
import type { Order, OrderLine } from './orders.ts';

const headColumns = {
  id: orders.id,
  status: orders.status,
  date: orders.orderDate,
  shippingAddress: orders.shippingAddress,
  total: orders.totalPrice,
  purchasedAt: orders.purchasedAt,
  cancelledAt: orders.cancelledAt,
  username: users.username,
};

const lineColumns = {
  orderId: orderItems.orderId,
  itemId: orderItems.itemId,
  quantity: orderItems.quantity,
  soldAt: orderItems.unitPrice,
  soldAs: orderItems.itemName,
  shownAt: orderItems.shownPrice,
  name: item.name,
  price: item.price,
  // What is no longer sold has nothing left for anyone.
  stock: sql<number>`CASE WHEN ${item.retiredAt} IS NULL THEN ${item.stock} ELSE 0 END`,
};

type Head = {
  id: number;
  status: Order['status'];
  date: string;
  shippingAddress: string | null;
  total: string;
  purchasedAt: string | null;
  cancelledAt: string | null;
  username: string;
};

type LineRow = {
  orderId: number;
  itemId: number;
  quantity: number;
  soldAt: string | null;
  soldAs: string | null;
  shownAt: string | null;
  name: string;
  price: string;
  stock: number;
};

/** Orders with all their lines, in two queries however many there are. */
export async function readOrders(db: Db, conditions: SQL[], order: SQL[], limit: number): Promise<Order[]> {
  const heads = await db
    .select(headColumns)
    .from(orders)
    .innerJoin(users, eq(users.id, orders.userId))
    .where(and(...conditions))
    .orderBy(...order)
    .limit(limit);
  if (heads.length === 0) return [];
  const lines = Map.groupBy(
    await readLines(
      db,
      heads.map(({ id }) => id),
    ),
    (line) => line.orderId,
  );
  return heads.map((head) => toOrder(head, lines.get(head.id) ?? []));
}

const readLines = (db: Db, orderIds: number[]): Promise<LineRow[]> =>
  db
    .select(lineColumns)
    .from(orderItems)
    .innerJoin(item, eq(item.id, orderItems.itemId))
    .where(inArray(orderItems.orderId, orderIds))
    .orderBy(asc(orderItems.orderId), asc(orderItems.itemId));

function toOrder({ total, purchasedAt, cancelledAt, ...head }: Head, rows: LineRow[]): Order {
  const isOpen = head.status === 'TEMP';
  const items = rows.map((row) => toLine(row, isOpen));
  return {
    ...head,
    totalCents: isOpen ? sumOf(items) : centsOf(total),
    items,
    canPurchase: isOpen && items.length > 0 && items.every((line) => line.available),
    isModifiable: isOpen,
    purchasedAt: asInstant(purchasedAt),
    cancelledAt: asInstant(cancelledAt),
  };
}

// A cart shows today's price and name; an order those of its sale, which orders loaded from elsewhere do not have.
function toLine(
  { itemId, quantity, soldAt, soldAs, shownAt, name, price, stock }: LineRow,
  isOpen: boolean,
): OrderLine {
  const decimal = isOpen ? price : soldAt;
  const unitPriceCents = decimal === null ? null : centsOf(decimal);
  return {
    itemId,
    name: isOpen ? name : (soldAs ?? name),
    quantity,
    unitPriceCents,
    subtotalCents: unitPriceCents === null ? null : unitPriceCents * quantity,
    shownPriceCents: isOpen && shownAt !== null ? centsOf(shownAt) : null,
    stock,
    available: stock >= quantity,
  };
}

const sumOf = (items: OrderLine[]) => items.reduce((sum, line) => sum + (line.subtotalCents ?? 0), 0);

/** `2026-01-20 18:00:00`, which the session's time zone makes UTC → `2026-01-20T18:00:00Z` */
const asInstant = (datetime: string | null) => datetime && `${datetime.replace(' ', 'T')}Z`;
