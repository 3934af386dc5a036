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

/** The TLS version of this connection; null where nothing is encrypted. */
export async function encryptionOf(db: Db): Promise<string | null> {
  const [rows] = await db.execute(sql`SHOW SESSION STATUS LIKE 'Ssl_version'`);
  const [row] = rows as unknown as { Value: string }[];
  return row?.Value || null;
}

/**
 * By how many milliseconds the database's clock is ahead of this machine's; the way there and back counts half. It asks on one
 * connection, and twice: the first answer may have waited for one.
 */
export async function clockAhead(db: Db): Promise<number> {
  const lent = await db.$lend?.();
  try {
    const one = lent?.db ?? db;
    await firstText(one, sql`SELECT 1 AS text`);
    const before = Date.now();
    const theirs = await firstText(one, sql`SELECT UNIX_TIMESTAMP(NOW(6)) AS text`);
    return Math.round(Number(theirs) * 1000 - (before + Date.now()) / 2);
  } finally {
    lent?.release();
  }
}

/** How many rows the books have, as the server estimates it without counting. */
export async function estimatedRows(db: Db): Promise<number> {
  const rows = await firstText(
    db,
    sql`SELECT COALESCE(SUM(TABLE_ROWS), 0) AS text FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()`,
  );
  return Number(rows);
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
