import { ShopError } from '#domain/errors.ts';

export type Format = { kind: 'json' } | { kind: 'ndjson' } | { kind: 'csv'; delimiter: string };

const delimiters = [',', ';', '\t', '|'];
// A header is shorter than this.
const longestHead = 65_536;

/** Finds out from its beginning what a text is, and gives it back whole. @throws ShopError usage when there is nothing in it */
export async function recognise(
  pieces: AsyncIterable<string>,
): Promise<{ format: Format; text: AsyncIterable<string> }> {
  const iterator = pieces[Symbol.asyncIterator]();
  let head = '';
  while (!hasLine(head) && head.length < longestHead) {
    const { value, done } = await iterator.next();
    if (done) break;
    head += value;
  }
  head = head.replace(/^\uFEFF/, '');
  return { format: formatOf(head), text: joined(head, iterator) };
}

async function* joined(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

function hasLine(text: string): boolean {
  const begun = text.trimStart();
  return /[\r\n]/.test(begun) && firstLine(begun).length < begun.length;
}

function formatOf(head: string): Format {
  const begin = head.trimStart();
  if (begin === '') throw new ShopError('usage', 'There is nothing in this file.');
  if (begin.startsWith('[')) return { kind: 'json' };
  if (/^\{\s*$/.test(firstLine(begin))) {
    throw new ShopError('usage', 'This is one JSON object over several lines, not a list of items.', {
      next: 'A list begins with [; or write an object on each line (NDJSON).',
    });
  }
  if (begin.startsWith('{')) return { kind: 'ndjson' };
  return { kind: 'csv', delimiter: delimiterOf(firstLine(begin)) };
}

/** Up to the first line break that does not stand between quotes. */
const firstLine = (text: string) => /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text.trimStart())?.[0] ?? '';

function delimiterOf(header: string): string {
  const bare = header.replace(/"(?:[^"]|"")*"/g, '');
  const counts = delimiters.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length - 1 }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}
