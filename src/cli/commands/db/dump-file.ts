import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { LostOutput } from '#cli/writer.ts';
import { ShopError } from '#domain/errors.ts';

/** Compresses `text` into `take`, no faster than that takes it. @returns how many bytes it became */
export async function gzipped(
  text: AsyncIterable<string>,
  take: (piece: Uint8Array) => Promise<unknown>,
  stop: AbortSignal,
): Promise<number> {
  let bytes = 0;
  const sink = async (pieces: AsyncIterable<Buffer>) => {
    for await (const piece of pieces) {
      await take(piece);
      bytes += piece.length;
    }
  };
  await pipeline(Readable.from(text), createGzip(), sink, { signal: stop });
  return bytes;
}

/**
 * As `gzipped`, into a file that only its owner can read. It gets its name when it is whole and on the disk: what bore
 * the name before stays until then.
 * @throws ShopError usage when no file can be there; LostOutput when it does not fit
 */
export async function intoFile(
  text: AsyncIterable<string>,
  file: string,
  stop: AbortSignal,
): Promise<number> {
  const draft = `${file}.${randomBytes(4).toString('hex')}.part`;
  const handle = await open(draft, 'wx', 0o600).catch((error) => refuse(file, error));
  try {
    const bytes = await gzipped(text, async (piece) => handle.writeFile(piece).catch(lost), stop);
    await handle.sync();
    await handle.close();
    await rename(draft, file).catch((error) => refuse(file, error));
    return bytes;
  } catch (error) {
    await handle.close();
    await rm(draft, { force: true });
    throw error;
  }
}

function refuse(file: string, error: NodeJS.ErrnoException): never {
  throw new ShopError('usage', `The file ${file} cannot be written (${error.code}).`, { cause: error });
}

function lost(error: NodeJS.ErrnoException): never {
  throw new LostOutput(error.code, { cause: error });
}
