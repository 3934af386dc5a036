import { decoded } from '#cli/decode.ts';
import type { Output } from '#cli/output.ts';
import { ShopError } from '#domain/errors.ts';
import type { Imported, ImportFault, ImportRow } from '#domain/import-items.ts';
import { readCells } from './cells.ts';
import { recognise } from './format.ts';
import { refusingOtherKinds } from './other-kinds.ts';
import { type Reading, rowsOf } from './rows.ts';
import type { Source } from './source.ts';

export type Result = {
  inserted: number;
  updated: number;
  skipped: number;
  failed: number;
  /** The first thousand; `failed` counts all. */
  errors: ImportFault[];
};

export type Way = Reading & {
  out: Output;
  write: (rows: ImportRow[]) => Promise<Imported>;
  /** Sees each row that can be read. */
  onRow?: (row: ImportRow) => void;
};

export type ReadRow = { row: ImportRow } | { fault: ImportFault };

const batchSize = 1000;
const mostErrors = 1000;

/** The rows of a source, each checked by itself. @throws ShopError usage when it cannot hold items at all */
export async function* readRows(source: Source, reading: Reading): AsyncGenerator<ReadRow> {
  const { format, text } = await recognise(decoded(refusingOtherKinds(source.bytes)));
  const seen = new Map<string | number, number>();
  for await (const read of rowsOf(text, { ...reading, format })) {
    const checked = 'cells' in read ? readCells(read.cells) : read;
    yield 'row' in checked ? once(checked.row, seen) : checked;
  }
}

// Of two rows of one item nobody could tell which one is meant.
function once(row: ImportRow, seen: Map<string | number, number>): ReadRow {
  const key = row.id ?? row.fields.name ?? '';
  const first = seen.get(key);
  if (first === undefined) {
    seen.set(key, row.line);
    return { row };
  }
  const column = row.id === undefined ? 'name' : 'id';
  return {
    fault: { line: row.line, column, value: String(key), message: `Line ${first} has this item already.` },
  };
}

/**
 * Imports some thousand rows at a time, and reads on while they are written: what is in stays when a later row fails, and
 * the file can be imported again.
 */
export async function importAll(source: Source, { out, write, onRow, ...reading }: Way): Promise<Result> {
  const result: Result = { inserted: 0, updated: 0, skipped: 0, failed: 0, errors: [] };
  const bar = await barFor(source, out);
  const written = oneByOne();
  try {
    const rows: ImportRow[] = [];
    const flush = async () => {
      const some = rows.splice(0);
      const read = kilobytes(source.read());
      await written.next(async () => {
        add(result, await write(some));
        bar.update(read, result.inserted + result.updated + result.skipped + result.failed);
      });
    };
    for await (const read of readRows(source, reading)) {
      if ('row' in read) onRow?.(read.row);
      if ('fault' in read) addFaults(result, [read.fault]);
      else if (rows.push(read.row) === batchSize) await flush();
    }
    if (rows.length > 0) await flush();
  } finally {
    await written.all().finally(() => bar.stop());
  }
  // What cannot be read is known before what cannot be written.
  result.errors.sort((a, b) => a.line - b.line);
  return result;
}

/** As `importAll`, but nothing after the first row that fails is done: so each thousand is waited for. */
export async function importUntilFault(source: Source, { out, write, ...reading }: Way): Promise<Result> {
  const result: Result = { inserted: 0, updated: 0, skipped: 0, failed: 0, errors: [] };
  const bar = await barFor(source, out);
  const rows: ImportRow[] = [];
  const flush = async () => {
    add(result, await write(rows.splice(0)));
    bar.update(kilobytes(source.read()), result.inserted + result.updated + result.skipped);
  };
  try {
    for await (const read of readRows(source, reading)) {
      if ('row' in read && rows.push(read.row) < batchSize) continue;
      await flush();
      if (result.failed === 0 && 'fault' in read) addFaults(result, [read.fault]);
      if (result.failed > 0) return result;
    }
    await flush();
  } finally {
    bar.stop();
  }
  return result;
}

/** Does one thing at a time, while whoever asked for it prepares the next. */
function oneByOne() {
  let last: Promise<void> = Promise.resolve();
  return {
    /** Waits for the one before. @throws whatever that has thrown */
    async next(work: () => Promise<void>) {
      await last;
      last = work();
      // It is told to whoever waits for it next.
      last.catch(() => {});
    },
    all: () => last,
  };
}

/** Reads all rows first, and imports them as one transaction if every one is right. */
export async function importStrictly(source: Source, { write, ...reading }: Way): Promise<Result> {
  const result: Result = { inserted: 0, updated: 0, skipped: 0, failed: 0, errors: [] };
  const rows: ImportRow[] = [];
  for await (const read of readRows(source, reading)) {
    if ('row' in read) rows.push(read.row);
    else addFaults(result, [read.fault]);
  }
  if (result.failed === 0) add(result, await write(rows));
  return result;
}

function add(result: Result, { inserted, updated, skipped, faults }: Imported) {
  result.inserted += inserted;
  result.updated += updated;
  result.skipped += skipped;
  addFaults(result, faults);
}

function addFaults(result: Result, faults: ImportFault[]) {
  result.failed += faults.length;
  result.errors.push(...faults.slice(0, mostErrors - result.errors.length));
}

const nothing = { update: () => {}, stop: () => {} };

const barFor = ({ size }: Source, out: Output) =>
  size === null ? nothing : out.progress(Math.max(1, kilobytes(size)));

const kilobytes = (bytes: number) => Math.ceil(bytes / 1024);

const remedies = {
  strict: 'Nothing was imported. Mend the file and import it again.',
  dryRun: 'Nothing was changed. Mend them, and the import will take them.',
  all: 'Mend them and import the file again: what is in already stays as it is.',
};

export const someFailed = ({ failed }: Result, how: keyof typeof remedies) =>
  new ShopError('conflict', failed === 1 ? 'A row is not right.' : `${failed} rows are not right.`, {
    details: { failed },
    next: remedies[how],
  });
