import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/mysql-core';
import type { Db } from '#db/connect.ts';
import { item, orderItems, orders, users } from '#db/schema.ts';
import { statement } from '#db/statement.ts';
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
  isRegistered: users.isRegistered,
};

const lineColumns = {
  itemId: orderItems.itemId,
  quantity: orderItems.quantity,
  soldAt: orderItems.unitPrice,
  soldAs: orderItems.itemName,
  shownAt: orderItems.shownPrice,
};

const itemColumns = { name: item.name, price: item.price, stock: item.stock, retiredAt: item.retiredAt };

type Head = {
  id: number;
  status: Order['status'];
  date: string;
  shippingAddress: string | null;
  total: string;
  purchasedAt: string | null;
  cancelledAt: string | null;
  username: string;
  isRegistered: boolean;
};

type LineRow = {
  itemId: number;
  quantity: number;
  soldAt: string | null;
  soldAs: string | null;
  shownAt: string | null;
};

type ItemRow = { name: string; price: string; stock: number; retiredAt: Date | null };

type Row = { head: Head; line: LineRow | null; item: ItemRow | null };

type Walks = [SQL[], SQL[]?];

export const newestFirst = [desc(orders.orderDate), desc(orders.id)];

/**
 * Orders with all their lines: the open ones first, then the newest. One statement sees one moment: between two, an
 * account could vanish and leave an order without lines, or a cart be bought and be there twice.
 * @param walks conditions that each lead along an index of their own; an order may fit one of them at most
 */
export const readOrders = async (db: Db, walks: Walks, limit: number): Promise<Order[]> =>
  toOrders(await withLines(db, walks, limit));

/** One of a person's own orders, if it is one. */
export async function readOrder(
  db: Db,
  own: { userId: number; orderId: number },
): Promise<Order | undefined> {
  const [order] = toOrders(await ownOrder(db, own));
  return order;
}

const ownOrder = statement((db) => {
  const isIt = [eq(orders.id, sql.placeholder('orderId')), eq(orders.userId, sql.placeholder('userId'))];
  return withLines(db, [isIt], 1).prepare();
});

function withLines(db: Db, walks: Walks, limit: number) {
  const heads = headsOf(db, walks, limit).as('heads');
  const { id, status, date, shippingAddress, total, purchasedAt, cancelledAt, username, isRegistered } =
    heads;
  return db
    .select({
      head: { id, status, date, shippingAddress, total, purchasedAt, cancelledAt, username, isRegistered },
      line: lineColumns,
      item: itemColumns,
    })
    .from(heads)
    .leftJoin(orderItems, eq(orderItems.orderId, id))
    .leftJoin(item, eq(item.id, orderItems.itemId))
    .orderBy(openFirst, desc(date), desc(id), asc(orderItems.itemId));
}

// Two walks along indexes, each of which ends early, instead of one sort of everything.
function headsOf(db: Db, [first, second]: Walks, limit: number) {
  const walk = (conditions: SQL[]) =>
    db
      .select(headColumns)
      .from(orders)
      .innerJoin(users, eq(users.id, orders.userId))
      .where(and(...conditions))
      .orderBy(...newestFirst)
      .limit(limit);
  if (!second) return walk(first);
  return unionAll(walk(first), walk(second))
    .orderBy(openFirst, sql`order_date DESC`, sql`id DESC`)
    .limit(limit);
}

// Of what was read by one walk or both: their common name is the column's alone.
const openFirst = sql`status = 'TEMP' DESC`;

const toOrders = (rows: Row[]): Order[] =>
  [...Map.groupBy(rows, ({ head }) => head.id).values()].flatMap(toOrder);

function toOrder(rows: Row[]): Order[] {
  const [first] = rows;
  if (!first) return [];
  const { total, purchasedAt, cancelledAt, isRegistered, ...head } = first.head;
  const isOpen = head.status === 'TEMP';
  const items = rows.flatMap((row) => toLine(row, isOpen));
  const order = {
    ...head,
    totalCents: isOpen ? sumOf(items) : centsOf(total),
    items,
    canPurchase: isOpen && isRegistered && items.length > 0 && items.every((line) => line.available),
    isModifiable: isOpen,
    purchasedAt: asInstant(purchasedAt),
    cancelledAt: asInstant(cancelledAt),
  };
  return [order];
}

// A cart shows today's price and name; an order those of its sale, which orders loaded from elsewhere do not have.
function toLine({ line, item }: Row, isOpen: boolean): OrderLine[] {
  if (!line || !item) return [];
  const { itemId, quantity, soldAt, soldAs, shownAt } = line;
  const decimal = isOpen ? item.price : soldAt;
  const unitPriceCents = decimal === null ? null : centsOf(decimal);
  // What is no longer sold has nothing left for anyone.
  const stock = item.retiredAt === null ? item.stock : 0;
  return [
    {
      itemId,
      name: isOpen ? item.name : (soldAs ?? item.name),
      quantity,
      unitPriceCents,
      subtotalCents: unitPriceCents === null ? null : unitPriceCents * quantity,
      shownPriceCents: isOpen && shownAt !== null ? centsOf(shownAt) : null,
      stock,
      available: stock >= quantity,
    },
  ];
}

const sumOf = (items: OrderLine[]) => items.reduce((sum, line) => sum + (line.subtotalCents ?? 0), 0);

/** `2026-01-20 18:00:00`, which the session's time zone makes UTC → `2026-01-20T18:00:00Z` */
const asInstant = (datetime: string | null) => datetime && `${datetime.replace(' ', 'T')}Z`;
