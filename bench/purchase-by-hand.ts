import { randomUUID } from 'node:crypto';
import { createPool, type Pool, type PoolConnection } from 'mysql2/promise';

/** Connections as a program would set them up that knows neither `shop` nor Drizzle. */
export function openByHand(socketPath: string, database: string, connections: number): Pool {
  const pool = createPool({
    socketPath,
    user: 'root',
    database,
    connectionLimit: connections,
    charset: 'UTF8MB4_UNICODE_520_CI',
    dateStrings: true,
    trace: false,
  });
  pool.on('connection', (connection) =>
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'),
  );
  return pool;
}

/**
 * The floor of `purchase.ts`: one purchase of a cart with one line, in the statements that `checkOut` sends, written by
 * hand for mysql2 with nothing around them.
 */
export async function buyByHand(pool: Pool, userId: number): Promise<void> {
  const connection = await pool.getConnection();
  const orderId = await buy(connection, userId);
  connection.release();
  await look(pool, userId, orderId);
}

async function buy(connection: PoolConnection, userId: number): Promise<number> {
  const key = randomUUID();
  await connection.query('BEGIN');
  await connection.query(
    `UPDATE orders SET order_date = UTC_DATE(), shipping_address = ?, status = 'CLOSED', purchase_key = ?,
      purchased_at = UTC_TIMESTAMP() WHERE open_user_id = ?`,
    ['Main St 1', key, userId],
  );
  const [rows] = await connection.query(
    `SELECT o.id, u.is_registered, i.id AS item_id, l.item_quantities, i.item_name, i.price, l.shown_price,
        CASE WHEN i.retired_at IS NULL THEN i.stock_available ELSE 0 END AS stock
      FROM orders o JOIN users u ON u.id = o.user_id JOIN order_items l ON l.order_id = o.id
      JOIN item i ON i.id = l.item_id WHERE o.purchase_key = ? ORDER BY i.id`,
    [key],
  );
  const [line] = rows as {
    id: number;
    item_id: number;
    item_quantities: number;
    item_name: string;
    price: string;
  }[];
  if (!line) throw new Error('This cart was bought before.');
  await connection.query(
    `UPDATE order_items SET unit_price = CASE item_id WHEN ? THEN ? END, item_name = CASE item_id WHEN ? THEN ? END
      WHERE order_id = ? AND item_id IN (?)`,
    [line.item_id, line.price, line.item_id, line.item_name, line.id, line.item_id],
  );
  await connection.query(
    `UPDATE orders SET total_price = (SELECT SUM(unit_price * item_quantities) FROM order_items WHERE order_id = ?)
      WHERE id = ?`,
    [line.id, line.id],
  );
  await connection.query(
    `UPDATE item SET stock_available = stock_available - ? WHERE id = ? AND stock_available >= ?
      AND price = CAST(? AS DECIMAL(10, 2)) AND retired_at IS NULL ORDER BY id`,
    [line.item_quantities, line.item_id, line.item_quantities, line.price],
  );
  await connection.query(
    `INSERT INTO stock_movements (item_id, order_id, reason, quantity)
      SELECT i.id, NULL, 'opening', i.stock_available + l.item_quantities
      FROM order_items l JOIN item i ON i.id = l.item_id
      WHERE l.order_id = ? AND NOT EXISTS (SELECT 1 FROM stock_movements m WHERE m.item_id = i.id)
      UNION ALL SELECT item_id, order_id, 'sale', -item_quantities FROM order_items WHERE order_id = ?`,
    [line.id, line.id],
  );
  await connection.query('COMMIT');
  return line.id;
}

async function look(pool: Pool, userId: number, orderId: number) {
  await pool.query(
    `SELECT o.id, o.status, o.order_date, o.shipping_address, o.total_price, o.purchased_at, o.cancelled_at, o.username,
        l.item_id, l.item_quantities, l.unit_price, l.item_name, l.shown_price, i.item_name AS name, i.price,
        i.stock_available, i.retired_at
      FROM (SELECT o.id, o.status, o.order_date, o.shipping_address, o.total_price, o.purchased_at, o.cancelled_at,
          u.username FROM orders o JOIN users u ON u.id = o.user_id WHERE o.id = ? AND o.user_id = ?
        ORDER BY o.order_date DESC, o.id DESC LIMIT 1) o
      LEFT JOIN order_items l ON l.order_id = o.id LEFT JOIN item i ON i.id = l.item_id
      ORDER BY o.order_date DESC, o.id DESC, l.item_id`,
    [orderId, userId],
  );
}
