import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { item, orderItems, orders, users } from '#db/schema.ts';
import { centsOf, formatMoney } from '#domain/money.ts';
import type { Bought, CartLine, Person, SoldLine, State } from './model.ts';

// The model counts from 0, the database from 1. Ids are given, so that nothing hangs on how a cluster counts.
export const idOf = (number: number) => number + 1;
export const numberOf = (id: number) => id - 1;
export const nameOf = (who: number) => `person-${who}`;

/** Somebody beside the model's people, who sees to items and buys nothing. */
export const operatorId = 1000;

/** The purchase key that belongs to one of a person's keys. */
export const purchaseKeyOf = (who: number, key: number) => `00000000-0000-4000-8000-${who}0000000000${key}`;

/** Makes the database what the state says, as other clients would: without movements. */
export async function write(db: Db, { items, people }: State) {
  for (const table of ['stock_movements', 'order_items', 'orders', 'users', 'item']) {
    await db.execute(sql.raw(`DELETE FROM ${table}`));
  }
  await db.insert(item).values(
    items.map(({ stock, priceCents }, at) => ({
      id: idOf(at),
      name: `Thing ${at}`,
      price: formatMoney(priceCents),
      stock,
    })),
  );
  await db
    .insert(users)
    .values({ id: operatorId, username: 'operator', isRegistered: true, role: 'operator' });
  await db
    .insert(users)
    .values(
      people.flatMap((person, who) =>
        person ? [{ id: idOf(who), username: nameOf(who), isRegistered: person.registered }] : [],
      ),
    );
  for (const [who, person] of people.entries()) {
    if (person?.cart) await writeCart(db, idOf(who), person.cart);
  }
}

async function writeCart(db: Db, userId: number, cart: CartLine[]) {
  const [{ insertId }] = await db.insert(orders).values({ userId });
  const lines = cart.map((line) => ({
    orderId: insertId,
    itemId: idOf(line.item),
    quantity: line.quantity,
    shownPrice: line.shownCents === null ? null : formatMoney(line.shownCents),
  }));
  if (lines.length > 0) await db.insert(orderItems).values(lines);
}

type PersonRow = { id: number; registered: number };

type OrderRow = {
  id: number;
  userId: number;
  status: 'TEMP' | 'CLOSED' | 'CANCELLED';
  purchaseKey: string | null;
  total: string;
  itemId: number | null;
  quantity: number;
  price: string | null;
  shown: string | null;
};

/** What the database says, told as the model would. `count`: how many people there were. */
export async function read(db: Db, count: number): Promise<State> {
  const items = await select<{ stock: number; price: string; moved: number }>(
    db,
    sql`SELECT stock_available AS stock, price, EXISTS (SELECT 1 FROM stock_movements m WHERE m.item_id = item.id) AS moved
        FROM item ORDER BY id`,
  );
  const people = await select<PersonRow>(db, sql`SELECT id, is_registered AS registered FROM users`);
  const rows = await select<OrderRow>(
    db,
    sql`SELECT o.id, o.user_id AS userId, o.status, o.purchase_key AS purchaseKey, o.total_price AS total,
          l.item_id AS itemId, l.item_quantities AS quantity, l.unit_price AS price, l.shown_price AS shown
        FROM orders o LEFT JOIN order_items l ON l.order_id = o.id ORDER BY o.id, l.item_id`,
  );
  const byOrder = [...Map.groupBy(rows, ({ id }) => id).values()];
  return {
    items: items.map((row) => ({
      stock: row.stock,
      priceCents: centsOf(row.price),
      moved: row.moved === 1,
    })),
    people: Array.from({ length: count }, (_, who) => personOf(idOf(who), people, byOrder)),
    bought: byOrder.flatMap(toBought),
  };
}

// The shape of the rows stands in the statement: `execute` knows none.
async function select<Row>(db: Db, statement: SQL): Promise<Row[]> {
  const [rows] = await db.execute(statement);
  return rows as unknown as Row[];
}

function personOf(id: number, people: PersonRow[], byOrder: OrderRow[][]): Person | null {
  const person = people.find((row) => row.id === id);
  if (!person) return null;
  const cart = byOrder.find(([head]) => head?.userId === id && head.status === 'TEMP');
  return { registered: person.registered === 1, cart: cart ? cart.flatMap(toCartLine) : null };
}

const toCartLine = ({ itemId, quantity, shown }: OrderRow): CartLine[] =>
  itemId === null
    ? []
    : [{ item: numberOf(itemId), quantity, shownCents: shown === null ? null : centsOf(shown) }];

const toSoldLine = ({ itemId, quantity, price }: OrderRow): SoldLine[] =>
  itemId === null ? [] : [{ item: numberOf(itemId), quantity, priceCents: centsOf(price ?? 'none') }];

function toBought(rows: OrderRow[]): Bought[] {
  const [head] = rows;
  if (!head || head.status === 'TEMP') return [];
  return [
    {
      who: numberOf(head.userId),
      key: Number(head.purchaseKey?.at(-1)),
      cancelled: head.status === 'CANCELLED',
      totalCents: centsOf(head.total),
      lines: rows.flatMap(toSoldLine),
    },
  ];
}
