import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { counted } from './counted.ts';

/** One row that breaks an invariant of the shop: its number, a sentence, and the ids that the sentence is about. */
type Breach = { invariant: number; what: string } & Record<string, string | number | null>;

export type Verdict = {
  /** How many rows of each kind were looked at. */
  checked: Record<string, number>;
  broken: Breach[];
  /** What other clients wrote, which the books cannot speak for: it is counted, and not broken. */
  loaded: {
    /** Bought orders without prices of their lines: their totals cannot be checked. */
    orders: number;
    /** Items with a stock and without any movement: their stock is their opening, which the first change writes down. */
    items: number;
  };
};

type Row = Record<string, string | number | null>;
type Check = { invariant: number; rows: SQL; what: (row: Row) => string };

/**
 * Looks for every row that breaks an invariant, on as many connections as `db` has. Each check is one statement, and so
 * sees one moment: people may go on buying meanwhile.
 */
export async function verify(db: Db): Promise<Verdict> {
  const [broken, [counts], [loaded]] = await Promise.all([
    Promise.all(checks.map((check) => breaches(db, check))),
    select(db, countEverything),
    select(db, countLoaded),
  ]);
  return {
    checked: Object.fromEntries(Object.entries(counts ?? {}).map(([kind, count]) => [kind, Number(count)])),
    broken: broken.flat(),
    loaded: { orders: Number(loaded?.orders ?? 0), items: Number(loaded?.items ?? 0) },
  };
}

async function breaches(db: Db, { invariant, rows, what }: Check): Promise<Breach[]> {
  const found = await select(db, rows);
  return found.map((row) => ({ ...row, invariant, what: what(row) }));
}

// The rows' shape stands in the statements below: `execute` knows none.
async function select(db: Db, statement: SQL): Promise<Row[]> {
  const [rows] = await db.execute(statement);
  return rows as unknown as Row[];
}

const negativeStock: Check = {
  invariant: 1,
  rows: sql`SELECT id AS itemId, stock_available AS stock FROM item WHERE stock_available < 0`,
  what: ({ itemId, stock }) => `Item ${itemId} has a stock of ${stock}.`,
};

// An item without any movement was loaded by another client. It gets its opening with its first sale.
const stockBooks: Check = {
  invariant: 2,
  rows: sql`
    SELECT i.id AS itemId, i.stock_available AS stock, CAST(m.total AS SIGNED) AS moved
    FROM item i
    JOIN (SELECT item_id, SUM(quantity) AS total FROM stock_movements GROUP BY item_id) m ON m.item_id = i.id
    WHERE m.total <> i.stock_available`,
  what: ({ itemId, stock, moved }) => `Item ${itemId} has a stock of ${stock}, its movements make ${moved}.`,
};

// An order that was not bought through this program has no purchase key, and no movement of a sale.
const lineMovements: Check = {
  invariant: 3,
  rows: sql`
    SELECT l.order_id AS orderId, l.item_id AS itemId, l.item_quantities AS quantity, s.quantity AS sold, c.quantity AS returned
    FROM orders o
    JOIN order_items l ON l.order_id = o.id
    LEFT JOIN stock_movements s ON s.order_id = l.order_id AND s.item_id = l.item_id AND s.reason = 'sale'
    LEFT JOIN stock_movements c ON c.order_id = l.order_id AND c.item_id = l.item_id AND c.reason = 'cancel'
    WHERE NOT (s.quantity <=> CASE
        WHEN o.status <> 'TEMP' AND o.purchase_key IS NOT NULL THEN -l.item_quantities END)
      OR NOT (c.quantity <=> CASE
        WHEN o.status = 'CANCELLED' AND (o.purchase_key IS NOT NULL OR o.cancelled_at IS NOT NULL)
        THEN l.item_quantities END)`,
  what: ({ orderId, itemId, quantity, sold, returned }) =>
    `Order ${orderId} has ${quantity} of item ${itemId}; the movements say ${sold ?? 'no'} sold and ${returned ?? 'no'} returned.`,
};

const strayMovements: Check = {
  invariant: 3,
  rows: sql`
    SELECT m.id AS movementId, m.order_id AS orderId, m.item_id AS itemId
    FROM stock_movements m
    LEFT JOIN order_items l ON l.order_id = m.order_id AND l.item_id = m.item_id
    WHERE m.order_id IS NOT NULL AND l.order_id IS NULL`,
  what: ({ orderId, itemId, movementId }) =>
    `Movement ${movementId} is for item ${itemId} of order ${orderId}, which has no such line.`,
};

const lineSums = sql`
  LEFT JOIN (
    SELECT order_id, SUM(unit_price * item_quantities) AS total, COUNT(*) - COUNT(unit_price) AS unpriced
    FROM order_items GROUP BY order_id
  ) l ON l.order_id = o.id`;
const isLoaded = sql`(o.purchase_key IS NULL AND (l.order_id IS NULL OR l.unpriced > 0))`;

const totals: Check = {
  invariant: 4,
  rows: sql`
    SELECT o.id AS orderId, o.total_price AS total, l.total AS lines_total, COALESCE(l.unpriced, 0) AS unpriced
    FROM orders o ${lineSums}
    WHERE o.status = 'CLOSED' AND NOT ${isLoaded} AND (l.unpriced > 0 OR NOT (l.total <=> o.total_price))`,
  what: ({ orderId, total, lines_total, unpriced }) =>
    Number(unpriced) > 0
      ? `Order ${orderId} has ${counted(Number(unpriced), 'line')} without the price of the sale.`
      : `Order ${orderId} has a total of ${total}, its lines make ${lines_total ?? 'none'}.`,
};

const openOrders: Check = {
  invariant: 5,
  rows: sql`
    SELECT user_id AS userId, COUNT(*) AS orders FROM orders WHERE status = 'TEMP' GROUP BY user_id HAVING COUNT(*) > 1`,
  what: ({ userId, orders }) => `User ${userId} has ${orders} open orders.`,
};

const repeatedFavorites: Check = {
  invariant: 6,
  rows: sql`
    SELECT user_id AS userId, item_id AS itemId, COUNT(*) AS times
    FROM favorite_items GROUP BY user_id, item_id HAVING COUNT(*) > 1`,
  what: ({ userId, itemId, times }) => `Item ${itemId} is ${times} times a favorite of user ${userId}.`,
};

// Foreign keys can be switched off while somebody loads data.
const missing = (from: string, column: string, to: string): SQL =>
  sql.raw(`SELECT '${from}' AS source, '${column}' AS pointer, f.${column} AS missing, COUNT(*) AS count
    FROM ${from} f LEFT JOIN ${to} t ON t.id = f.${column}
    WHERE f.${column} IS NOT NULL AND t.id IS NULL GROUP BY f.${column}`);

const dangling = (rows: SQL): Check => ({
  invariant: 6,
  rows,
  what: ({ source, pointer, missing, count }) =>
    `${count} of ${source} have the ${pointer} ${missing}, which does not exist.`,
});

const references: [from: string, column: string, to: string][] = [
  ['favorite_items', 'user_id', 'users'],
  ['favorite_items', 'item_id', 'item'],
  ['orders', 'user_id', 'users'],
  ['order_items', 'order_id', 'orders'],
  ['order_items', 'item_id', 'item'],
  ['stock_movements', 'item_id', 'item'],
  ['stock_movements', 'order_id', 'orders'],
  ['sessions', 'user_id', 'users'],
];

const danglingRows = dangling(
  sql.join(
    references.map((reference) => missing(...reference)),
    sql` UNION ALL `,
  ),
);
// Apart from the others, whose numbers a UNION with its text would turn into text.
const danglingPrompts = dangling(missing('prompts', 'session_id', 'sessions'));

const promptsUsed: Check = {
  invariant: 7,
  rows: sql`SELECT id AS sessionId, prompts_used AS prompts FROM sessions WHERE prompts_used > 5`,
  what: ({ sessionId, prompts }) => `Session ${sessionId} has used ${prompts} prompts.`,
};

const checks: Check[] = [
  negativeStock,
  stockBooks,
  lineMovements,
  strayMovements,
  totals,
  openOrders,
  repeatedFavorites,
  danglingRows,
  danglingPrompts,
  promptsUsed,
];

const countEverything = sql`SELECT
  (SELECT COUNT(*) FROM item) AS items,
  (SELECT COUNT(*) FROM stock_movements) AS movements,
  (SELECT COUNT(*) FROM orders) AS orders,
  (SELECT COUNT(*) FROM order_items) AS \`lines\`,
  (SELECT COUNT(*) FROM favorite_items) AS favorites,
  (SELECT COUNT(*) FROM sessions) AS sessions`;

const countLoaded = sql`SELECT
  (SELECT COUNT(*) FROM orders o ${lineSums} WHERE o.status = 'CLOSED' AND ${isLoaded}) AS orders,
  (SELECT COUNT(*) FROM item i
   WHERE i.stock_available <> 0 AND NOT EXISTS (SELECT 1 FROM stock_movements m WHERE m.item_id = i.id)) AS items`;
