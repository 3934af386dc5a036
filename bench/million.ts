import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';

const items = 10_000;
const people = 1_000;
// Each of other items, since they are counted on from one to the next: 990,000 sales and 10,000 openings.
const linesPerOrder = 3;
const opening = 1_000_000;
// Orders are bought in the order of their ids, as nearly all are.
const days = 300;

/** A shop with a million movements, or as `orders` has it, written in sets: so many purchases would take a quarter of an hour. */
export async function fill(db: Db, orders = 330_000): Promise<void> {
  const price = sql`ROUND(1 + i.id / 100, 2)`;
  await db.execute(sql`
    INSERT INTO item (id, item_name, price, stock_available)
    SELECT n, CONCAT('Item ', n), 1 + n / 100, ${opening} FROM ${numbers(items)}`);
  await db.execute(sql`
    INSERT INTO users (id, username, is_registered) SELECT n, CONCAT('person', n), TRUE FROM ${numbers(people)}`);
  await db.execute(sql`
    INSERT INTO orders (id, user_id, status, purchase_key, order_date, purchased_at)
    SELECT n, 1 + n % ${people}, IF(n % 20 = 0, 'CANCELLED', 'CLOSED'), UUID(), '2026-01-01' + INTERVAL FLOOR(n * ${days} / (${orders} + 1)) DAY, NOW()
    FROM ${numbers(orders)}`);
  for (let line = 0; line < linesPerOrder; line += 1) {
    await db.execute(sql`
      INSERT INTO order_items (order_id, item_id, item_quantities, unit_price, item_name)
      SELECT o.id, i.id, 1 + o.id % 3, ${price}, i.item_name
      FROM orders o JOIN item i ON i.id = 1 + (o.id * 7 + ${line}) % ${items}`);
  }
  await db.execute(sql`
    UPDATE orders o JOIN (SELECT order_id, SUM(unit_price * item_quantities) AS total FROM order_items GROUP BY order_id) l
      ON l.order_id = o.id SET o.total_price = l.total, o.cancelled_at = IF(o.status = 'CANCELLED', NOW(), NULL)`);
  await fillLedger(db);
}

async function fillLedger(db: Db) {
  await db.execute(
    sql`INSERT INTO stock_movements (item_id, reason, quantity) SELECT id, 'opening', stock_available FROM item`,
  );
  await db.execute(sql`
    INSERT INTO stock_movements (item_id, order_id, reason, quantity)
    SELECT item_id, order_id, 'sale', -item_quantities FROM order_items`);
  await db.execute(sql`
    INSERT INTO stock_movements (item_id, order_id, reason, quantity)
    SELECT l.item_id, l.order_id, 'cancel', l.item_quantities
    FROM order_items l JOIN orders o ON o.id = l.order_id WHERE o.status = 'CANCELLED'`);
  await db.execute(sql`
    UPDATE item i JOIN (SELECT item_id, SUM(quantity) AS total FROM stock_movements GROUP BY item_id) m ON m.item_id = i.id
    SET i.stock_available = m.total`);
}

/** 1 … `count`, as a table with the column n. A recursion alone may not go beyond a thousand. */
export function numbers(count: number): SQL {
  return sql`(
    WITH RECURSIVE thousand AS (SELECT 0 AS n UNION ALL SELECT n + 1 FROM thousand WHERE n < 999)
    SELECT a.n * 1000 + b.n + 1 AS n FROM thousand a JOIN thousand b
    WHERE a.n * 1000 + b.n < ${count}) numbers`;
}

export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
}
