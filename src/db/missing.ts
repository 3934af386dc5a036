import { is, type SQL, sql } from 'drizzle-orm';
import { getTableConfig, MySqlTable } from 'drizzle-orm/mysql-core';
import { ShopError } from '#domain/errors.ts';
import * as schema from './schema.ts';
import type { Db } from './session.ts';

/**
 * To be called when every migration is applied: what is not there now was there once, and somebody has dropped it. An
 * empty table in its place would hide the loss.
 * @throws ShopError conflict, naming each missing table and column
 */
export async function refuseMissing(db: Db): Promise<void> {
  const columns = await columnsOf(db);
  const missing = Object.values(schema).flatMap((table) =>
    is(table, MySqlTable) ? lost(table, columns) : [],
  );
  if (missing.length === 0) return;
  throw new ShopError('conflict', `The database has lost ${missing.join(', ')} since it was migrated.`, {
    details: { missing },
    next: 'Bring it back from a backup.',
  });
}

/** `["favorite_items"]` when all of it is gone, else `["item.price"]`. */
function lost(table: MySqlTable, there: Map<string, Set<string>>): string[] {
  const { name, columns } = getTableConfig(table);
  const found = there.get(name);
  if (!found) return [name];
  return columns.filter((column) => !found.has(column.name)).map((column) => `${name}.${column.name}`);
}

async function columnsOf(db: Db): Promise<Map<string, Set<string>>> {
  const rows = await select(
    db,
    sql`SELECT TABLE_NAME AS place, COLUMN_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()`,
  );
  const byTable = Map.groupBy(rows, ({ place }) => place);
  return new Map([...byTable].map(([place, columns]) => [place, new Set(columns.map(({ name }) => name))]));
}

// Drizzle types what `execute` returns by the caller's word; the column names stand in the statement above.
async function select(db: Db, statement: SQL) {
  const [rows] = await db.execute(statement);
  return rows as unknown as { place: string; name: string }[];
}
