import { ShopError } from '#domain/errors.ts';

// A dump is a gzip of lines of JSON: the head, the rows of each table in the order of its key, what they come to, and at
// the end the checksum of everything before. `head\n [1,"joe",…]\n … {"end":"users",…}\n … {"end":"dump",…}\n`

/** The newest form of a dump that this program knows, and the only one that it writes. */
export const dumpFormat = 1;

export type TableHead = { name: string; columns: string[]; rows: number };

export type DumpHead = {
  shop: 'dump';
  format: number;
  /** The newest migration of the database that was copied. */
  schema: string;
  /** `mariadb 10.11.19`: it does not matter for restoring. */
  server: string;
  /** ISO 8601, UTC. */
  takenAt: string;
  tables: TableHead[];
};

/** A table's or the whole dump's: `sha256`, in hex, of its lines with their line breaks. */
export type DumpEnd = { end: string; rows: number; sha256: string };

export type Value = string | number | null | Buffer;

/** A row as its line: numbers and texts as JSON has them, bytes as `{"base64":"…"}`. */
export const rowLine = (row: readonly Value[]): string =>
  `${JSON.stringify(row.map((value) => (Buffer.isBuffer(value) ? { base64: value.toString('base64') } : value)))}\n`;

/** @throws ShopError conflict for what is no row of `width` values: it goes into a statement of the database */
export function readRow(line: string, width: number): Value[] {
  const row = parsed(line);
  if (!Array.isArray(row) || row.length !== width) throw damaged();
  return row.map(readValue);
}

function readValue(value: unknown): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'object' && 'base64' in value && typeof value.base64 === 'string')
    return Buffer.from(value.base64, 'base64');
  throw damaged();
}

/** @throws ShopError conflict for a newer form, usage for what was never a dump */
export function readHead(line: string): DumpHead {
  const head = parsed(line, noDump);
  if (typeof head !== 'object' || head === null || !('shop' in head) || head.shop !== 'dump') throw noDump();
  if ('format' in head && typeof head.format === 'number' && head.format > dumpFormat) {
    throw newerDump(`form ${head.format}`);
  }
  if (!isHead(head)) throw damaged();
  return head;
}

export function readEnd(line: string): DumpEnd {
  const end = parsed(line);
  if (isEnd(end)) return end;
  throw damaged();
}

function parsed(line: string, refusal: () => ShopError = damaged): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw refusal();
  }
}

function isHead(head: object): head is DumpHead {
  const { schema, server, takenAt, tables } = head as Partial<DumpHead>;
  return (
    [schema, server, takenAt].every((fact) => typeof fact === 'string') &&
    Array.isArray(tables) &&
    tables.every(isTableHead)
  );
}

function isTableHead(table: unknown): table is TableHead {
  if (typeof table !== 'object' || table === null) return false;
  const { name, columns, rows } = table as Partial<TableHead>;
  return (
    typeof name === 'string' &&
    Number.isSafeInteger(rows) &&
    Array.isArray(columns) &&
    columns.every((column) => typeof column === 'string')
  );
}

function isEnd(end: unknown): end is DumpEnd {
  if (typeof end !== 'object' || end === null) return false;
  const { end: what, rows, sha256 } = end as Partial<DumpEnd>;
  return typeof what === 'string' && Number.isSafeInteger(rows) && typeof sha256 === 'string';
}

export const noDump = () =>
  new ShopError('usage', 'That is no dump of a shop.', { next: 'shop db dump <file> makes one.' });

export const damaged = (cause?: unknown) =>
  new ShopError('conflict', 'The dump is damaged: its checksums do not fit. Nothing was changed.', {
    next: 'Take another copy of it, or an older dump.',
    cause,
  });

export const cutShort = (cause?: unknown) =>
  new ShopError('conflict', 'The dump is cut short. Nothing was changed.', {
    next: 'Take another copy of it, or an older dump.',
    cause,
  });

export const newerDump = (what: string) =>
  new ShopError('conflict', `A newer shop has made this dump (${what}). Nothing was changed.`, {
    next: 'Update shop to restore it.',
  });
