import { ShopError } from '#domain/errors.ts';
import { brief } from '#domain/foreign.ts';

/** `value` is how a line begins that is none. */
export type Found =
  | { line: number; object: Record<string, unknown> }
  | { line: number; value: string; message: string };

const largestLine = 1_000_000;
// A document is read whole; more than this comes as lines.
const largestDocument = 64_000_000;

/** The objects of a JSON list, whose `line` is their place in it, or of lines with an object each. */
export const jsonObjects = (text: AsyncIterable<string>, kind: 'json' | 'ndjson'): AsyncGenerator<Found> =>
  kind === 'json' ? ofDocument(text) : ofLines(text);

async function* ofDocument(text: AsyncIterable<string>): AsyncGenerator<Found> {
  let whole = '';
  for await (const piece of text) {
    whole += piece;
    if (whole.length > largestDocument) {
      throw new ShopError('usage', 'This JSON document is larger than 64 MB.', {
        next: 'Write an object on each line (NDJSON): that may be of any size.',
      });
    }
  }
  for (const [at, value] of parseList(whole).entries()) yield objectOf(at + 1, value);
}

function parseList(text: string): unknown[] {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ShopError('usage', 'This file begins as a JSON list, but is none.', { cause });
  }
}

async function* ofLines(text: AsyncIterable<string>): AsyncGenerator<Found> {
  let line = 1;
  let rest = '';
  let isTooLong = false;
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const one of lines) {
      if (!isTooLong && one.trim() !== '') yield parsed(line, one);
      isTooLong = false;
      line += 1;
    }
    if (rest.length <= largestLine) continue;
    if (!isTooLong)
      yield { line, value: brief(rest, 80), message: `A line is longer than ${largestLine} characters.` };
    // What follows of it is passed over.
    isTooLong = true;
    rest = '';
  }
  if (!isTooLong && rest.trim() !== '') yield parsed(line, rest);
}

function parsed(line: number, text: string): Found {
  try {
    return objectOf(line, JSON.parse(text));
  } catch {
    return { line, value: brief(text, 80), message: 'This line is no JSON object.' };
  }
}

function objectOf(line: number, value: unknown): Found {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line, value: brief(JSON.stringify(value), 80), message: 'This is no JSON object.' };
  }
  return { line, object: { ...value } };
}
