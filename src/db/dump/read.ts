import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { migrationNames } from '#db/migrations.ts';
import { ShopError } from '#domain/errors.ts';
import {
  cutShort,
  type DumpEnd,
  type DumpHead,
  damaged,
  newerDump,
  noDump,
  readEnd,
  readHead,
  readRow,
  type TableHead,
  type Value,
} from './format.ts';
import { type LineReader, lineReader } from './lines.ts';

/** Some rows of one table, in their order. */
export type Batch = { table: TableHead; rows: Value[][] };

/** What a whole dump comes to. */
export type Checked = { head: DumpHead; ends: DumpEnd[]; rows: number };

type Wish = {
  /** Takes the rows. Without it the dump is only checked. */
  take?: (batch: Batch) => Promise<unknown>;
  /** Hears how many rows there are to be, as soon as that is known. */
  begin?: (rows: number) => Promise<void>;
  /** Hears after each batch how many there were so far. */
  onRows?: (rows: number) => void;
};

/**
 * Reads a dump from its beginning to its end, in constant memory.
 * @throws ShopError conflict when a row, a checksum or the end is not what it should be, or a newer shop made it; usage
 * when it is no dump; not_found when it cannot be read; whatever `take` throws
 */
export async function readDump(file: string, wish: Wish = {}): Promise<Checked> {
  let checked: Checked | undefined;
  try {
    await pipeline(createReadStream(file), createGunzip(), async (bytes: AsyncIterable<Buffer>) => {
      checked = await readLines(lineReader(bytes), wish);
    });
  } catch (error) {
    throw refusalOf(error, file);
  }
  if (!checked) throw cutShort();
  return checked;
}

function refusalOf(error: unknown, file: string): unknown {
  if (error instanceof ShopError || !(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  if (code === 'Z_BUF_ERROR') return cutShort(error);
  if (code.startsWith('Z_')) return error.message === 'incorrect header check' ? noDump() : damaged(error);
  // The server's errors have a number above zero, those of files one below.
  if (!('syscall' in error) || !['open', 'read'].includes(String(error.syscall))) return error;
  return new ShopError('not_found', `The file ${file} cannot be read (${code}).`, { cause: error });
}

async function readLines(lines: LineReader, { take, begin, onRows }: Wish): Promise<Checked> {
  const whole = createHash('sha256');
  const first = await lines.next();
  const head = readHead(first);
  if (!migrationNames().includes(head.schema)) throw newerDump(head.schema);
  whole.update(`${first}\n`);
  await begin?.(head.tables.reduce((sum, table) => sum + table.rows, 0));
  const ends: DumpEnd[] = [];
  let rows = 0;
  for (const table of head.tables) {
    const hash = createHash('sha256');
    for await (const batch of batchesOf(lines, table, [whole, hash])) {
      await take?.({ table, rows: batch });
      rows += batch.length;
      onRows?.(rows);
    }
    const end = await lines.next();
    whole.update(`${end}\n`);
    ends.push(expectEnd(end, { end: table.name, rows: table.rows, sha256: hash.digest('hex') }));
  }
  expectEnd(await lines.next(), { end: 'dump', rows, sha256: whole.digest('hex') });
  await lines.expectNoMore();
  return { head, ends, rows };
}

// A statement of the database takes so much on every server.
const mostRows = 1000;
const mostText = 500_000;

async function* batchesOf(
  lines: LineReader,
  { rows, columns }: TableHead,
  hashes: Hash[],
): AsyncGenerator<Value[][]> {
  let left = rows;
  while (left > 0) {
    const some: string[] = [];
    for (let text = 0; some.length < Math.min(left, mostRows) && text < mostText; ) {
      const line = await lines.next();
      text += some.push(line) && line.length;
    }
    for (const hash of hashes) hash.update(`${some.join('\n')}\n`);
    left -= some.length;
    yield some.map((line) => readRow(line, columns.length));
  }
}

function expectEnd(line: string, expected: DumpEnd): DumpEnd {
  const { end, rows, sha256 } = readEnd(line);
  if (end === expected.end && rows === expected.rows && sha256 === expected.sha256) return expected;
  throw damaged();
}
