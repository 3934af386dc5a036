import { createHash, type Hash } from 'node:crypto';
import { errnoOf, renamed } from '#db/errors.ts';
import { latestMigration, migrationNames } from '#db/migrations.ts';
import { refuseMissing } from '#db/missing.ts';
import { takeBack } from '#db/retry.ts';
import type { Db } from '#db/session.ts';
import { databaseStatus } from '#db/status.ts';
import { ShopError } from '#domain/errors.ts';
import { type DumpEnd, type DumpHead, dumpFormat, type TableHead } from './format.ts';
import { quoted, tableLines } from './rows.ts';
import { type Table, tablesOf } from './tables.ts';

export type Snapshot = {
  head: DumpHead;
  /** The whole dump, piece by piece in constant memory. `onRows` hears how many rows have come. */
  lines(onRows: (rows: number) => void): AsyncGenerator<string>;
};

/**
 * Shows `use` the database as it is at one moment, while people go on buying. It holds no lock but that on the form of
 * the tables: a migration waits until it is over.
 * @throws ShopError conflict for a database that a newer shop has migrated, or whose tables are lost
 */
export async function inSnapshot<T>(db: Db, use: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  if (!db.$lend) throw new Error('A snapshot needs a connection of its own.');
  const lent = await db.$lend({ patience: Infinity });
  try {
    // For the next transaction alone: the connection goes back into the pool as it was.
    await lent.say('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await lent.say('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    return await use(await snapshotOf(lent.db));
  } catch (error) {
    throw errnoOf(error) === tableChanged ? migratedMeanwhile(error) : renamed(error);
  } finally {
    await takeBack(lent);
  }
}

// A table was altered after the snapshot was taken and before it was read.
const tableChanged = 1412;

const migratedMeanwhile = (cause: unknown) =>
  new ShopError('unavailable', 'The tables were changed while they were copied.', {
    next: 'Try again.',
    cause,
  });

async function snapshotOf(db: Db): Promise<Snapshot> {
  const { flavor, version, schema } = await databaseStatus(db);
  if (schema === null) {
    throw new ShopError('unavailable', 'There is no shop in this database yet.', { next: 'shop db migrate' });
  }
  if (!migrationNames().includes(schema)) throw newerShop(schema);
  if (schema === latestMigration()) await refuseMissing(db);
  const tables = await tablesOf(db);
  const counted: TableHead[] = [];
  for (const { name, columns } of tables) counted.push({ name, columns, rows: await countRows(db, name) });
  const takenAt = new Date().toISOString();
  const head: DumpHead = {
    shop: 'dump',
    format: dumpFormat,
    schema,
    server: `${flavor} ${version}`,
    takenAt,
    tables: counted,
  };
  return { head, lines: (onRows) => dumpLines(db, head, tables, onRows) };
}

const newerShop = (schema: string) =>
  new ShopError('conflict', `A newer shop has migrated this database (${schema}).`, {
    next: 'Update shop to dump it.',
  });

async function countRows(db: Db, table: string): Promise<number> {
  const [row] = await db.$rows<[number]>({
    toSQL: () => ({ sql: `SELECT COUNT(*) FROM ${quoted(table)}`, params: [] }),
  });
  return row?.[0] ?? 0;
}

async function* dumpLines(
  db: Db,
  head: DumpHead,
  tables: Table[],
  onRows: (rows: number) => void,
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let rows = 0;
  yield counted(hash, line(head));
  for (const table of tables) {
    const pages = tableLines(db, table);
    let next = await pages.next();
    for (; !next.done; next = await pages.next()) {
      rows += next.value.rows;
      yield counted(hash, next.value.lines);
      onRows(rows);
    }
    yield counted(hash, line(next.value));
  }
  yield line({ end: 'dump', rows, sha256: hash.digest('hex') });
}

const line = (value: DumpHead | DumpEnd) => `${JSON.stringify(value)}\n`;

function counted(hash: Hash, lines: string): string {
  hash.update(lines);
  return lines;
}
