import { CsvError, type Options, type Parser, parse } from 'csv-parse';

/** `line` is the one on which the record begins. */
export type CsvRecord = { line: number; values: string[] } | { line: number; message: string };

// A description has 64 kB at most.
const largestRecord = 1_000_000;

const causes: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'A quote is opened and never closed.',
  CSV_INVALID_CLOSING_QUOTE: 'A quote is closed in the middle of a cell.',
  INVALID_OPENING_QUOTE: 'A quote stands in the middle of a cell; write it twice in a quoted one.',
  CSV_MAX_RECORD_SIZE: `A row is longer than ${largestRecord} characters.`,
};

/**
 * The records of RFC 4180, with any delimiter and any line breaks; empty lines are passed over. After one that cannot be
 * read nobody knows where the next begins: it is the last.
 */
export async function* csvRecords(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRecord> {
  const read: CsvRecord[] = [];
  let line = 1;
  const parser = parserFor(delimiter, (values, lines) => {
    if (values.length > 1 || values[0] !== '') read.push({ line, values });
    line = lines + 1;
  });
  try {
    for await (const piece of text) {
      await told((done) => parser.write(piece, done));
      yield* read.splice(0);
    }
    await told((done) => parser.end(done));
    yield* read.splice(0);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    yield* read.splice(0);
    yield { line, message: causes[error.code] ?? error.message };
  }
}

// Records are taken as they are found: what waits in a stream is lost when a later one cannot be read.
function parserFor(delimiter: string, take: (values: string[], lines: number) => void): Parser {
  const options: Options<string[]> = {
    delimiter,
    relax_column_count: true,
    max_record_size: largestRecord,
    on_record: (values, { lines }) => {
      take(values, lines);
      return null;
    },
  };
  return parse(options)
    .on('error', () => {})
    .resume();
}

// The callback has the failure first; the event that follows would end the process.
function told(ask: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => ask((error) => (error ? reject(error) : resolve())));
}
