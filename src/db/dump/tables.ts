import { getTableName, is, type SQL, sql } from 'drizzle-orm';
import { MySqlTable } from 'drizzle-orm/mysql-core';
import * as schema from '#db/schema.ts';
import type { Db } from '#db/session.ts';

/** A table as it is in this database, without the columns that the server computes by itself. */
export type Table = { name: string; columns: string[]; key: string[] };

const ownTables = Object.values(schema)
  .filter((table) => is(table, MySqlTable))
  .map((table) => getTableName(table));

/** The shop's tables: an older database has fewer, and what others keep beside them is not the shop's. */
export async function tablesOf(db: Db): Promise<Table[]> {
  const found = await select(
    db,
    sql`SELECT TABLE_NAME AS place, COLUMN_NAME AS name, COLUMN_KEY AS indexed, EXTRA AS extra
        FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION`,
  );
  const byTable = Map.groupBy(found, ({ place }) => place);
  return ownTables.flatMap((name) => {
    const columns = byTable.get(name)?.filter(({ extra }) => !isGenerated.test(extra));
    if (!columns) return [];
    const key = columns.filter(({ indexed }) => indexed === 'PRI');
    return [{ name, columns: columns.map((column) => column.name), key: key.map((column) => column.name) }];
  });
}

// MySQL says DEFAULT_GENERATED of a column whose default is an expression.
const isGenerated = /\b(VIRTUAL|STORED) GENERATED/;

// Drizzle types what `execute` returns by the caller's word; the column names stand in the statement above.
async function select(db: Db, statement: SQL) {
  const [rows] = await db.execute(statement);
  return rows as unknown as { place: string; name: string; indexed: string; extra: string }[];
}
