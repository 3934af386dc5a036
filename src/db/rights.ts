import { sql } from 'drizzle-orm';
import { ShopError } from '#domain/errors.ts';
import { errnoOf } from './errors.ts';
import type { Db } from './session.ts';

type Right = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

const [read, write, change, remove] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

/** What the day-to-day account needs in each table: no more, so that the ledger is only written on and keys stay. */
export const dailyRights: Readonly<Record<string, readonly Right[]>> = {
  users: [read, write, change, remove],
  item: [read, write, change],
  orders: [read, write, change, remove],
  order_items: [read, write, change, remove],
  favorite_items: [read, write, remove],
  stock_movements: [read, write],
  sessions: [read, write, change, remove],
  prompts: [read, write, change, remove],
  login_attempts: [read, write, change, remove],
  shop_settings: [read, write, change, remove],
  sales_months: [read, write, change],
  signing_keys: [read, write],
  shop_migrations: [read],
};

/**
 * The refusals that daily work would meet, one for each right that is missing, each with the GRANT that mends it. Tried
 * with EXPLAIN, which wants the same rights and does nothing: so roles count, whatever the server calls them.
 */
export async function missingRights(db: Db): Promise<ShopError[]> {
  const trials = Object.entries(dailyRights).flatMap(([table, rights]) =>
    rights.map((right) => refusalOf(db, `EXPLAIN ${statements[right](table)}`)),
  );
  const tried = await Promise.all(trials);
  return tried.filter((refusal) => refusal !== undefined);
}

const statements: Record<Right, (table: string) => string> = {
  SELECT: (table) => `SELECT 1 FROM ${table}`,
  INSERT: (table) => `INSERT INTO ${table} () VALUES ()`,
  UPDATE: (table) => `UPDATE ${table} SET ${anyColumn(table)} = ${anyColumn(table)}`,
  DELETE: (table) => `DELETE FROM ${table}`,
};

const anyColumn = (table: string) =>
  ({ order_items: 'item_id', shop_settings: 'name', sales_months: 'month' })[table] ?? 'id';

async function refusalOf(db: Db, statement: string): Promise<ShopError | undefined> {
  try {
    await db.execute(sql.raw(statement));
    return undefined;
  } catch (error) {
    const errno = errnoOf(error) ?? 0;
    if (error instanceof ShopError && refusals.includes(errno)) return error;
    // What else a server says of such a statement, it says to those who may.
    if (errno > 0) return undefined;
    throw error;
  }
}

const refusals = [1142, 1143];
