import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShopError } from '#domain/errors.ts';
import { ensureFolder } from './folder.ts';

type Wish = {
  /** Where pictures are kept between runs; made when the first one comes. */
  folder: string;
  /** Milliseconds for all of one picture. */
  patience?: number;
  /** Bytes of one picture. */
  largest?: number;
  /** How many are kept; the ones that were not looked at for longest go. */
  most?: number;
};

/**
 * Fetches pictures by http and https alone, and keeps them on the disk. What an address leads to is not trusted: neither
 * how long it is nor how long it takes.
 */
export function pictureFiles({ folder, patience = 8_000, largest = 8_000_000, most = 200 }: Wish) {
  const placeOf = (url: string) => join(folder, createHash('sha256').update(url).digest('hex').slice(0, 32));

  async function keep(place: string, bytes: Uint8Array) {
    ensureFolder(folder);
    // Whole or not at all, for another terminal that looks at the same item.
    const draft = `${place}.${process.pid}`;
    await writeFile(draft, bytes, { mode: 0o600 });
    await rename(draft, place);
    await forgetOldest(folder, most);
  }

  return {
    /** The file as it was sent. @throws ShopError unavailable, which says why there is no picture */
    async read(url: string, signal: AbortSignal): Promise<Uint8Array> {
      const place = placeOf(url);
      const kept = await readFile(place).catch(() => undefined);
      if (kept) {
        const now = new Date();
        await utimes(place, now, now).catch(() => {});
        return kept;
      }
      const bytes = await fetched(url, AbortSignal.any([signal, AbortSignal.timeout(patience)]), largest);
      // A full disk costs the next look another fetch, and nothing else.
      await keep(place, bytes).catch(() => {});
      return bytes;
    },
  };
}

const noPicture = (why: string) => new ShopError('unavailable', why);

async function fetched(url: string, signal: AbortSignal, largest: number): Promise<Uint8Array> {
  if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol)) {
    throw noPicture('The address of the picture is neither http nor https.');
  }
  try {
    const response = await fetch(url, { signal, headers: { accept: 'image/*' } });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw noPicture(`The picture is not there: its server answers ${response.status}.`);
    }
    return await upTo(response.body, largest);
  } catch (error) {
    if (error instanceof ShopError) throw error;
    if (error instanceof Error && error.name === 'TimeoutError')
      throw noPicture('The picture takes too long.');
    throw noPicture('The picture cannot be reached.');
  }
}

async function upTo(body: ReadableStream<Uint8Array>, largest: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > largest) throw noPicture(`The picture is larger than ${Math.round(largest / 1e6)} MB.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function forgetOldest(folder: string, most: number) {
  const names = await readdir(folder);
  if (names.length <= most) return;
  const files = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  const oldest = files.toSorted((a, b) => b.at - a.at).slice(most);
  await Promise.all(oldest.map(({ name }) => rm(join(folder, name), { force: true })));
}
