import { createReadStream, type ReadStream, statSync } from 'node:fs';
import { ShopError } from '#domain/errors.ts';

export type Source = {
  bytes: AsyncIterable<Buffer>;
  /** How many bytes there are; null for a pipe. */
  size: number | null;
  read(): number;
};

/** A file, or with `-` stdin. @throws ShopError not_found, usage */
export function openSource(file: string, stdin: NodeJS.ReadStream): Source {
  if (file === '-') return { bytes: stdin as AsyncIterable<Buffer>, size: null, read: () => 0 };
  const size = sizeOf(file);
  const stream: ReadStream = createReadStream(file);
  return { bytes: stream as AsyncIterable<Buffer>, size, read: () => stream.bytesRead };
}

function sizeOf(file: string): number | null {
  try {
    const found = statSync(file);
    if (found.isDirectory()) throw new ShopError('usage', `${file} is a folder.`);
    return found.isFile() ? found.size : null;
  } catch (error) {
    if (error instanceof ShopError || !(error instanceof Error)) throw error;
    throw new ShopError('not_found', `The file ${file} cannot be read.`, { cause: error });
  }
}
