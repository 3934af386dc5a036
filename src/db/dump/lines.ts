import { cutShort, damaged } from './format.ts';

export type LineReader = {
  /** @throws ShopError conflict where the text ends too early */
  next(): Promise<string>;
  /** @throws ShopError conflict where there is more */
  expectNoMore(): Promise<void>;
};

// The longest text of a column is 16 MB; six bytes are the most that JSON makes of one.
const longest = 100_000_000;

/** Lines of UTF-8 that end in a line feed alone: JSON leaves other breaks inside of texts. */
export function lineReader(bytes: AsyncIterable<Buffer>): LineReader {
  const lines = linesOf(bytes);
  return {
    async next() {
      const { value, done } = await lines.next();
      if (done) throw cutShort();
      return value;
    },
    async expectNoMore() {
      if (!(await lines.next()).done) throw damaged();
    },
  };
}

async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string, void> {
  let pieces: Buffer[] = [];
  let held = 0;
  for await (const chunk of bytes) {
    let from = 0;
    for (let to = chunk.indexOf(10); to >= 0; to = chunk.indexOf(10, from)) {
      yield Buffer.concat([...pieces, chunk.subarray(from, to)]).toString();
      pieces = [];
      held = 0;
      from = to + 1;
    }
    pieces.push(chunk.subarray(from));
    held += chunk.length - from;
    if (held > longest) throw damaged();
  }
  if (held > 0) throw cutShort();
}
