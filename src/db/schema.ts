import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  char,
  check,
  customType,
  date,
  datetime,
  decimal,
  index,
  int,
  mediumtext,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  text,
  tinyint,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core';

// The owner's five tables keep the names, columns and meanings of the sample data. What is added
// has a default or may be NULL, so that the owner's own INSERTs still load word for word.

const varbinary = customType<{ data: Buffer; config: { length: number } }>({
  dataType: (config) => `varbinary(${config?.length ?? 255})`,
});

const now = sql`CURRENT_TIMESTAMP`;

export const users = mysqlTable('users', {
  id: int('id').autoincrement().primaryKey(),
  username: varchar('username', { length: 64 }).notNull().unique('users_username'),
  firstName: varchar('first_name', { length: 100 }),
  lastName: varchar('last_name', { length: 100 }),
  email: varchar('email', { length: 255 }),
  phone: varchar('phone', { length: 50 }),
  country: varchar('country', { length: 100 }),
  city: varchar('city', { length: 100 }),
  hashedPassword: varchar('hashed_password', { length: 255 }),
  isRegistered: boolean('is_registered').notNull().default(false),
  role: mysqlEnum('role', ['customer', 'operator']).notNull().default('customer'),
  createdAt: datetime('created_at').notNull().default(now),
});

export const item = mysqlTable(
  'item',
  {
    id: int('id').autoincrement().primaryKey(),
    name: varchar('item_name', { length: 255 }).notNull(),
    price: decimal('price', { precision: 10, scale: 2 }).notNull(),
    stock: int('stock_available').notNull().default(0),
    imageUrl: varchar('image_url', { length: 2048 }),
    description: text('description'),
    retiredAt: datetime('retired_at'),
    createdAt: datetime('created_at').notNull().default(now),
  },
  (table) => [
    index('item_name').on(table.name, table.id),
    index('item_price').on(table.price, table.id),
    index('item_stock').on(table.stock, table.id),
    // The FULLTEXT key `item_words` on name and description stands in the migration: drizzle-kit cannot say it.
    check('item_price_not_negative', sql`${table.price} >= 0`),
    check('item_stock_not_negative', sql`${table.stock} >= 0`),
  ],
);

export const orders = mysqlTable(
  'orders',
  {
    id: int('id').autoincrement().primaryKey(),
    userId: int('user_id')
      .notNull()
      .references(() => users.id),
    orderDate: date('order_date', { mode: 'string' }).notNull().default(sql`(CURRENT_DATE)`),
    shippingAddress: varchar('shipping_address', { length: 500 }),
    totalPrice: decimal('total_price', { precision: 12, scale: 2 }).notNull().default('0.00'),
    status: mysqlEnum('status', ['TEMP', 'CLOSED', 'CANCELLED']).notNull().default('TEMP'),
    purchaseKey: char('purchase_key', { length: 36 }).unique('orders_purchase_key'),
    purchasedAt: datetime('purchased_at', { mode: 'string' }),
    cancelledAt: datetime('cancelled_at', { mode: 'string' }),
    createdAt: datetime('created_at').notNull().default(now),
    // Counts the changes of a cart, so that each of them writes this row (see `lockCart`).
    revision: int('revision').notNull().default(0),
    // NULL for every order but the open one: the unique key then allows one TEMP order per person.
    openUserId: int('open_user_id').generatedAlwaysAs(sql`(CASE WHEN status = 'TEMP' THEN user_id END)`, {
      mode: 'virtual',
    }),
  },
  (table) => [
    uniqueIndex('orders_open_user').on(table.openUserId),
    index('orders_user').on(table.userId, table.orderDate, table.id),
    index('orders_date').on(table.orderDate, table.id),
    check('orders_total_not_negative', sql`${table.totalPrice} >= 0`),
  ],
);

export const orderItems = mysqlTable(
  'order_items',
  {
    orderId: int('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    itemId: int('item_id')
      .notNull()
      .references(() => item.id),
    quantity: int('item_quantities').notNull().default(1),
    // Both are written at the sale and stay NULL in a cart, which always shows today's price and name.
    unitPrice: decimal('unit_price', { precision: 10, scale: 2 }),
    itemName: varchar('item_name', { length: 255 }),
    // What the person was last shown as the price of this line of a cart. NULL for lines that other clients load.
    shownPrice: decimal('shown_price', { precision: 10, scale: 2 }),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.itemId] }),
    index('order_items_item').on(table.itemId),
    check('order_items_quantity_positive', sql`${table.quantity} >= 1`),
    check('order_items_price_not_negative', sql`${table.unitPrice} >= 0`),
  ],
);

export const favoriteItems = mysqlTable(
  'favorite_items',
  {
    userId: int('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    itemId: int('item_id')
      .notNull()
      .references(() => item.id, { onDelete: 'cascade' }),
    createdAt: datetime('created_at').notNull().default(now),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.itemId] }),
    index('favorite_items_item').on(table.itemId),
  ],
);

/** Append-only. An item's stock is the sum of its movements; an item with none was loaded by another client. */
export const stockMovements = mysqlTable(
  'stock_movements',
  {
    id: bigint('id', { mode: 'number' }).autoincrement().primaryKey(),
    // No cascade: an item that has moved cannot vanish together with its ledger.
    itemId: int('item_id')
      .notNull()
      .references(() => item.id),
    orderId: int('order_id').references(() => orders.id, { onDelete: 'set null' }),
    reason: mysqlEnum('reason', ['opening', 'sale', 'cancel', 'restock', 'correction', 'import']).notNull(),
    quantity: int('quantity').notNull(),
    createdAt: datetime('created_at').notNull().default(now),
    // An item is opened once; NULL, which a unique key lets repeat, for every other reason.
    openedItemId: int('opened_item_id').generatedAlwaysAs(
      sql`(CASE WHEN reason = 'opening' THEN item_id END)`,
      { mode: 'virtual' },
    ),
  },
  (table) => [
    uniqueIndex('stock_movements_once').on(table.orderId, table.itemId, table.reason),
    uniqueIndex('stock_movements_opening').on(table.openedItemId),
    // The last of an item's movements are read from its end, and their sum without the rows.
    index('stock_movements_item').on(table.itemId, table.id, table.quantity),
  ],
);

/** A login. The token itself is never stored: `id` is the SHA-256 of its `jti`, in hex. */
export const sessions = mysqlTable(
  'sessions',
  {
    id: char('id', { length: 64 }).primaryKey(),
    userId: int('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    device: varchar('device', { length: 255 }),
    createdAt: datetime('created_at', { mode: 'string' }).notNull().default(now),
    lastSeenAt: datetime('last_seen_at', { mode: 'string' }).notNull().default(now),
    expiresAt: datetime('expires_at', { mode: 'string' }).notNull(),
    promptsUsed: tinyint('prompts_used', { unsigned: true }).notNull().default(0),
  },
  (table) => [
    index('sessions_user').on(table.userId, table.expiresAt),
    index('sessions_expiry').on(table.expiresAt),
    check('sessions_prompts', sql`${table.promptsUsed} <= 5`),
  ],
);

/**
 * What was asked in a session. A row is written together with the count in `sessions.prompts_used`; while it is
 * `reserved`, the count can be given back, which makes it `returned`, and so happens once.
 */
export const prompts = mysqlTable(
  'prompts',
  {
    id: char('id', { length: 36 }).primaryKey(),
    sessionId: char('session_id', { length: 64 })
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    state: mysqlEnum('state', ['reserved', 'answered', 'returned']).notNull().default('reserved'),
    question: varchar('question', { length: 1000 }).notNull(),
    answer: text('answer'),
    source: mysqlEnum('source', ['database', 'model']),
    createdAt: datetime('created_at', { fsp: 6, mode: 'string' })
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(6)`),
  },
  (table) => [index('prompts_session').on(table.sessionId, table.createdAt)],
);

/**
 * Passwords that were tried for a name since the last right one, existing or not: `id` is the SHA-256 of the name in hex.
 * `ticket` is whose try was counted last.
 */
export const loginAttempts = mysqlTable(
  'login_attempts',
  {
    id: char('id', { length: 64 }).primaryKey(),
    failures: int('failures').notNull(),
    waitUntil: datetime('wait_until', { fsp: 6, mode: 'string' }).notNull(),
    ticket: char('ticket', { length: 36 }).notNull(),
  },
  (table) => [index('login_attempts_age').on(table.waitUntil)],
);

/** What an operator has said of the shop for everybody, by name: `shop.about`. */
export const shopSettings = mysqlTable('shop_settings', {
  name: varchar('name', { length: 64 }).primaryKey(),
  // 20,000 characters can be 80,000 bytes, which is more than TEXT takes.
  value: mediumtext('value').notNull(),
});

/**
 * What was sold of each item in a month that is over: a note that spares `shop stats` the walk over every line. It is
 * derived, holds only while `fingerprint` is that of the month's orders, and may be emptied at any time.
 */
export const salesMonths = mysqlTable('sales_months', {
  month: date('month', { mode: 'string' }).primaryKey(),
  fingerprint: varchar('fingerprint', { length: 100 }).notNull(),
  // JSON: [[item id, pieces, cents or null], …]
  items: mediumtext('items').notNull(),
});

/** HS256 keys, 32 bytes each. The newest signs; the others verify until their tokens have expired. */
export const signingKeys = mysqlTable('signing_keys', {
  kid: char('kid', { length: 36 }).primaryKey(),
  secret: varbinary('secret', { length: 32 }).notNull(),
  createdAt: datetime('created_at', { fsp: 6 }).notNull().default(sql`CURRENT_TIMESTAMP(6)`),
});
