import { CsvError, type Options, type Parser, parse } from 'csv-parse';
import { brief } from '#domain/foreign.ts';

/** `line` is the one on which the record begins; `value` how one that cannot be read does. */
export type CsvRecord = { line: number; values: string[] } | { line: number; value: string; message: string };

// A description has 64 kB at most.
const largestRecord = 1_000_000;

const causes: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'A quote is opened and never closed.',
  CSV_INVALID_CLOSING_QUOTE: 'A quote is closed in the middle of a cell; write one that belongs to it twice.',
  INVALID_OPENING_QUOTE: 'A quote stands in the middle of a cell; put the cell in quotes and write it twice.',
  CSV_MAX_RECORD_SIZE: `A row is longer than ${largestRecord} characters.`,
};

/**
 * The records of RFC 4180, with any delimiter and any line breaks; empty lines are passed over. After one that cannot be
 * read, reading goes on with the line below the one on which it began, and no more than one record is ever kept.
 */
export async function* csvRecords(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRecord> {
  let reading = readFrom(1, delimiter);

  async function* take(bytes: Buffer | 'end'): AsyncGenerator<CsvRecord> {
    let next: Buffer | 'end' | undefined = bytes;
    while (next !== undefined) {
      const failure = await reading.take(next);
      yield* reading.found.splice(0);
      if (!failure) return;
      const { line } = reading;
      yield { line, value: firstLine(reading.rest()), message: causes[failure.code] ?? failure.message };
      const below = belowFirstLine(reading.rest());
      reading = readFrom(line + 1, delimiter, { inside: below === undefined });
      if (below !== undefined) yield* take(below);
      // The end has been asked of the reading that failed, not yet of this one.
      next = bytes === 'end' ? 'end' : undefined;
    }
  }

  for await (const piece of text) yield* take(Buffer.from(piece));
  yield* take('end');
}

type Reading = {
  /** The line on which the next record begins. */
  readonly line: number;
  readonly found: CsvRecord[];
  /** @returns why the record at hand cannot be read */
  take(bytes: Buffer | 'end'): Promise<CsvError | undefined>;
  /** What no record has been made of. */
  rest(): Buffer;
};

/** Reads records from the beginning of a line; with `inside`, from within one that is to be passed over. */
function readFrom(first: number, delimiter: string, { inside = false } = {}): Reading {
  const found: CsvRecord[] = [];
  let line = first;
  let kept: Buffer = Buffer.alloc(0);
  let keptFrom = 0;
  let done = 0;
  let isInside = inside;
  const parser = parserFor(delimiter, (values, { lines, bytes }) => {
    if (values.length > 1 || values[0] !== '') found.push({ line, values });
    line = first + lines;
    done = bytes;
  });
  return {
    get line() {
      return line;
    },
    found,
    async take(bytes) {
      const piece = isInside && bytes !== 'end' ? belowFirstLine(bytes) : bytes;
      if (piece === undefined) return undefined;
      isInside = false;
      kept = Buffer.concat([kept.subarray(done - keptFrom), piece === 'end' ? Buffer.alloc(0) : piece]);
      keptFrom = done;
      return told((answer) => (piece === 'end' ? parser.end(answer) : parser.write(piece, answer)));
    },
    rest: () => kept.subarray(done - keptFrom),
  };
}

const firstLine = (bytes: Buffer) =>
  brief(
    bytes
      .subarray(0, 400)
      .toString()
      .split(/[\r\n]/, 1)[0] ?? '',
    80,
  );

/** What follows the first line break; undefined when there is none. */
function belowFirstLine(bytes: Buffer): Buffer | undefined {
  const ends = [bytes.indexOf(0x0a), bytes.indexOf(0x0d)].filter((at) => at >= 0);
  if (ends.length === 0) return undefined;
  const at = Math.min(...ends);
  return bytes.subarray(at + (bytes[at] === 0x0d && bytes[at + 1] === 0x0a ? 2 : 1));
}

// Records are taken as they are found: what waits in a stream is lost when a later one cannot be read.
function parserFor(
  delimiter: string,
  take: (values: string[], info: { lines: number; bytes: number }) => void,
): Parser {
  const options: Options<string[]> = {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: largestRecord,
    on_record: (values, info) => {
      take(values, info);
      return null;
    },
  };
  return parse(options)
    .on('error', () => {})
    .resume();
}

// The callback has the failure first; the event that follows would end the process.
function told(ask: (done: (error?: Error | null) => void) => void): Promise<CsvError | undefined> {
  return new Promise((resolve, reject) =>
    ask((error) => (error instanceof CsvError || !error ? resolve(error ?? undefined) : reject(error))),
  );
}
