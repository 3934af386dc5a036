import { createInterface } from 'node:readline';

/** What is piped in, line by line, without a byte order mark and without empty lines, each with its number. */
export async function* numberedLines(
  stdin: NodeJS.ReadableStream,
): AsyncGenerator<{ number: number; text: string }> {
  let number = 0;
  for await (const line of createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    const text = (number === 1 ? line.replace(/^\uFEFF/, '') : line).trim();
    if (text) yield { number, text };
  }
}
