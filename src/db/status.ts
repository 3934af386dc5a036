import { type SQL, sql } from 'drizzle-orm';
import type { Db } from './connect.ts';

/** What a database says about itself. `schema`: its newest applied migration, null where the tables are missing. */
export type DatabaseStatus = { flavor: 'mariadb' | 'mysql'; version: string; schema: string | null };

/** Asks a database for what it is. @throws ShopError unavailable when it cannot be reached */
export async function databaseStatus(db: Db): Promise<DatabaseStatus> {
  const full = (await firstText(db, sql`SELECT VERSION() AS text`)) ?? '';
  return {
    flavor: /mariadb/i.test(full) ? 'mariadb' : 'mysql',
    version: full.split('-', 1)[0] ?? full,
    schema: await newestMigration(db),
  };
}

async function newestMigration(db: Db): Promise<string | null> {
  if ((await firstText(db, sql`SHOW TABLES LIKE 'shop\\_migrations'`)) === null) return null;
  return firstText(
    db,
    sql`SELECT name AS text FROM shop_migrations WHERE applied_at IS NOT NULL ORDER BY name DESC LIMIT 1`,
  );
}

// Drizzle types what `execute` returns by the caller's word; the first column of the first row is all that is read.
async function firstText(db: Db, statement: SQL): Promise<string | null> {
  const [rows] = await db.execute(statement);
  const [row] = rows as unknown as Record<string, string>[];
  return row ? (Object.values(row)[0] ?? null) : null;
}
