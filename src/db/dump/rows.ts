import { createHash } from 'node:crypto';
import type { Db } from '#db/session.ts';
import { type DumpEnd, rowLine, type Value } from './format.ts';
import type { Table } from './tables.ts';

const pageSize = 1000;

/** A table's rows as lines, a page at a time in the order of the key, and at last what they come to. */
export async function* tableLines(
  db: Db,
  table: Table,
): AsyncGenerator<{ lines: string; rows: number }, DumpEnd> {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const page of pagesOf(db, table)) {
    const lines = page.map(rowLine).join('');
    hash.update(lines);
    rows += page.length;
    yield { lines, rows: page.length };
  }
  return { end: table.name, rows, sha256: hash.digest('hex') };
}

/** The end alone: to compare what is in a database with what a dump says of it. */
export async function sumUp(db: Db, table: Table, onRows: (rows: number) => void): Promise<DumpEnd> {
  const lines = tableLines(db, table);
  for (let next = await lines.next(); ; next = await lines.next()) {
    if (next.done) return next.value;
    onRows(next.value.rows);
  }
}

// The next page is on its way while one is used.
async function* pagesOf(db: Db, table: Table): AsyncGenerator<Value[][]> {
  const places = table.key.map((column) => table.columns.indexOf(column));
  const ask = (after: Value[] | null) => db.$rows<Value[]>({ toSQL: () => pageAfter(table, after) });
  let coming: Promise<Value[][]> | null = ask(null);
  while (coming !== null) {
    const page: Value[][] = await coming;
    const last = page.at(-1);
    coming = last && page.length === pageSize ? ask(places.map((at) => last[at] ?? null)) : null;
    // If it fails, the next round says so; whoever wants no next round need not hear of it.
    coming?.catch(() => {});
    if (page.length > 0) yield page;
  }
}

function pageAfter({ name, columns, key }: Table, after: Value[] | null) {
  const where = after ? `WHERE ${beyond(key)}` : '';
  return {
    sql: `SELECT ${named(columns)} FROM ${quoted(name)} ${where} ORDER BY ${named(key)} LIMIT ${pageSize}`,
    // `beyond` names each value twice but the last.
    params: (after ?? []).flatMap((value, at) => (at < key.length - 1 ? [value, value] : [value])),
  };
}

// Not `(a, b) > (?, ?)`: MariaDB reads the whole index for that.
function beyond([first = '', ...rest]: string[]): string {
  if (rest.length === 0) return `${quoted(first)} > ?`;
  return `${quoted(first)} >= ? AND (${quoted(first)} > ? OR (${beyond(rest)}))`;
}

export const named = (columns: readonly string[]) => columns.map(quoted).join(', ');

/** A name that is known to be one of the schema's. */
export const quoted = (name: string) => `\`${name}\``;
