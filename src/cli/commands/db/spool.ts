import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Room } from '#cli/room.ts';
import { LostOutput } from '#cli/writer.ts';

/** A file that can be read more than once. */
export type OnDisk = AsyncDisposable & { path: string };

/**
 * The file itself, or what comes from stdin in a temporary one that only this user can read, and that goes away again:
 * a pipe cannot be read twice, and nothing is changed before it is known to be whole.
 */
export async function onDisk(file: string, { stdin, stoppable }: Room): Promise<OnDisk> {
  if (file !== '-') return { path: file, [Symbol.asyncDispose]: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'shop-restore-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  void stoppable((stop) => once(stop, 'abort').then(remove));
  const path = join(folder, 'dump');
  try {
    await pipeline(stdin, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
  } catch (error) {
    await remove();
    throw error instanceof Error && 'code' in error
      ? new LostOutput(String(error.code), { cause: error })
      : error;
  }
  return { path, [Symbol.asyncDispose]: remove };
}
