import { type SQL, sql } from 'drizzle-orm';
import { ShopError } from '#domain/errors.ts';
import { errnoOf } from './errors.ts';
import { type MigrationLock, takeMigrationLock } from './migrate-lock.ts';
import { migrationNames, readMigration } from './migrations.ts';
import { refuseMissing } from './missing.ts';
import type { Db } from './session.ts';

const collation = 'utf8mb4_unicode_520_ci';

/** How far a migration came: `done` statements of it ran. */
type Progress = { done: number; applied: boolean };

/**
 * Brings the tables up to date; several processes may call it at once. DDL is not transactional: how many statements
 * of a migration ran is kept, so that one that was killed half way goes on where it stopped.
 * @returns the names of the migrations that were applied now
 * @throws ShopError conflict when a newer shop migrated this database, its tables are somebody else's, or some are lost
 */
export async function migrate(db: Db): Promise<{ applied: string[] }> {
  return onOneConnection(db, async (one) => {
    // Nothing to do needs no lock, and on a cluster not the right to make its table.
    if ((await readMissing(one)).missing.length === 0) {
      await refuseMissing(one);
      return { applied: [] };
    }
    const lock = await takeMigrationLock(one);
    try {
      return { applied: await applyMissing(one, lock) };
    } finally {
      await lock.release();
    }
  });
}

/**
 * The migrations that this database lacks, oldest first; `tables`: whether it has any of ours. Changes nothing.
 * @throws ShopError conflict as `migrate`
 */
export async function pendingMigrations(db: Db): Promise<{ missing: string[]; tables: boolean }> {
  const { missing, progress } = await readMissing(db);
  if (missing.length === 0) await refuseMissing(db);
  return { missing, tables: progress.size > 0 };
}

// The lock may belong to a connection; and a large table takes its time.
async function onOneConnection<T>(db: Db, work: (one: Db) => Promise<T>): Promise<T> {
  if (!db.$lend) return work(db);
  const lent = await db.$lend({ patience: Infinity });
  try {
    return await work(lent.db);
  } finally {
    lent.release();
  }
}

async function readMissing(one: Db) {
  const known = migrationNames();
  const progress = await readProgress(one);
  refuseNewer(known, progress);
  return { missing: known.filter((name) => !progress.get(name)?.applied), progress };
}

async function applyMissing(one: Db, lock: MigrationLock): Promise<string[]> {
  // Whoever was waited for may have done it all.
  const { missing, progress } = await readMissing(one);
  if (missing.length > 0) await prepareDatabase(one);
  for (const name of missing) await apply(one, lock, name, progress.get(name)?.done);
  await refuseMissing(one);
  return missing;
}

async function readProgress(one: Db): Promise<Map<string, Progress>> {
  const table = sql`SHOW TABLES LIKE 'shop\\_migrations'`;
  if ((await rows(one, table)).length === 0) return new Map();
  const found = await rows<{ name: string; done: number; applied: number }>(
    one,
    sql`SELECT name, statements_done AS done, applied_at IS NOT NULL AS applied FROM shop_migrations`,
  );
  return new Map(found.map(({ name, done, applied }) => [name, { done, applied: applied === 1 }]));
}

function refuseNewer(known: string[], progress: Map<string, Progress>) {
  const newer = [...progress.keys()].find((name) => !known.includes(name));
  if (newer === undefined) return;
  throw new ShopError('conflict', `A newer shop has migrated this database (${newer}).`, {
    next: 'Update shop to use it.',
  });
}

// A bare MariaDB creates latin1 tables, and the generated statements name no character set.
async function prepareDatabase(one: Db) {
  const [now] = await rows<{ name: string }>(
    one,
    sql`SELECT DEFAULT_COLLATION_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = DATABASE()`,
  );
  if (now?.name !== collation) {
    await one.execute(sql.raw(`ALTER DATABASE CHARACTER SET utf8mb4 COLLATE ${collation}`));
  }
  await one.execute(
    sql`CREATE TABLE IF NOT EXISTS shop_migrations (
      name VARCHAR(190) NOT NULL PRIMARY KEY,
      statements_done INT NOT NULL DEFAULT 0,
      applied_at DATETIME
    )`,
  );
}

async function apply(one: Db, lock: MigrationLock, name: string, done: number | undefined) {
  const { statements } = readMigration(name);
  if (done === undefined) await one.execute(sql`INSERT INTO shop_migrations (name) VALUES (${name})`);
  for (const [at, statement] of statements.entries()) {
    if (at < (done ?? 0)) continue;
    await runStatement(one, statement, at === done);
    await lock.keep();
    await one.execute(sql`UPDATE shop_migrations SET statements_done = ${at + 1} WHERE name = ${name}`);
  }
  await one.execute(sql`UPDATE shop_migrations SET applied_at = CURRENT_TIMESTAMP WHERE name = ${name}`);
}

// 1050 table, 1060 column, 1061 key, 1826 foreign key, 3822 check: it is there already.
const alreadyThere = [1050, 1060, 1061, 1826, 3822];

/** `interrupted`: this statement was the next one when an earlier run ended, so it may have been done. */
async function runStatement(one: Db, statement: string, interrupted: boolean) {
  try {
    await one.execute(sql.raw(statement));
  } catch (error) {
    if (!alreadyThere.includes(errnoOf(error) ?? 0)) throw error;
    if (interrupted) return;
    throw new ShopError('conflict', 'This database has tables of the same names that shop did not make.', {
      next: 'Give shop a database of its own.',
      cause: error,
    });
  }
}

// Drizzle types what `execute` returns by the caller's word; the column names stand in the statement beside it.
async function rows<T>(one: Db, statement: SQL): Promise<T[]> {
  const [found] = await one.execute(statement);
  return found as unknown as T[];
}
