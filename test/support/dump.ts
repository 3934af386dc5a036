import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { getTableName, is } from 'drizzle-orm';
import { MySqlTable } from 'drizzle-orm/mysql-core';
import { intoFile } from '#cli/commands/db/dump-file.ts';
import type { Db } from '#db/connect.ts';
import { inSnapshot, type Snapshot } from '#db/dump/snapshot.ts';
import { latestMigration } from '#db/migrations.ts';
import * as schema from '#db/schema.ts';

/** Every table of the shop. */
export const tables = Object.values(schema)
  .filter((table) => is(table, MySqlTable))
  .map((table) => getTableName(table));

const never = new AbortController().signal;

export const writeDump = (file: string, { lines }: Snapshot) =>
  intoFile(
    lines(() => {}),
    file,
    never,
  );

export const dumpInto = (file: string, db: Db) => inSnapshot(db, (snapshot) => writeDump(file, snapshot));

type Contents = Record<string, { columns: string[]; rows: unknown[][] }>;

/** A dump with the right checksums of whatever rows, or with another head. */
export function forgedDump(contents: Contents, head: Record<string, unknown> = {}): Buffer {
  const named = Object.entries(contents);
  const tables = named.map(([name, { columns, rows }]) => ({ name, columns, rows: rows.length }));
  const facts = {
    shop: 'dump',
    format: 1,
    schema: latestMigration(),
    server: 'mariadb 10',
    takenAt: '2026-01-01T00:00:00Z',
  };
  let text = line({ ...facts, tables, ...head });
  for (const [name, { rows }] of named) {
    const lines = rows.map(line).join('');
    text += lines + line({ end: name, rows: rows.length, sha256: sha256(lines) });
  }
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return gzipSync(text + line({ end: 'dump', rows, sha256: sha256(text) }));
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
