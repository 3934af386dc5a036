import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { decoded } from './decode.ts';

/**
 * What is piped in, line by line, without empty lines, each with its number; in whatever encoding an import reads, too.
 * @throws ShopError usage when it is not of one
 */
export async function* numberedLines(
  stdin: NodeJS.ReadableStream,
): AsyncGenerator<{ number: number; text: string }> {
  // A stream that was given no encoding hands bytes over.
  const input = Readable.from(decoded(stdin as AsyncIterable<Buffer>));
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    const text = line.trim();
    if (text) yield { number, text };
  }
}
