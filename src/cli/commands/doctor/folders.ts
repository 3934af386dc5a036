import { accessSync, constants, existsSync, type Stats, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { userId } from '#db/server/places.ts';
import { type Found, fine, problem, warning } from './finding.ts';
import type { Scene } from './scene.ts';

const mega = 1_000_000;
// A database that has just been made takes about 130 MB.
const littleRoom = 200 * mega;
const noRoom = mega;

const elsewhere = 'or choose another folder with SHOP_HOME.';

/** Where everything is kept: whose it is, whether it can be written, and how much room there is. */
export async function checkFolders({ paths }: Scene): Promise<Found[]> {
  const folders = [...new Set([paths.data, paths.state, paths.config])];
  // The database's lies below one of the others, and has its own owner and rights once it is there.
  const there = existsSync(paths.database) ? [...folders, paths.database] : folders;
  const troubles = there.flatMap((folder) => troubleOf(folder));
  const rooms = folders.map((folder) => ({ folder, free: freeBelow(nearest(folder)) }));
  const short = rooms.flatMap(({ folder, free }) => shortage(folder, free));
  if (troubles.length + short.length > 0) return [...troubles, ...short];
  return rooms.map(({ folder, free = 0 }) =>
    fine(`${folder}${existsSync(folder) ? '' : ' (made at first need)'}, ${megabytes(free)} free.`, {
      folder,
      freeBytes: free,
    }),
  );
}

function troubleOf(folder: string): Found[] {
  const there = nearest(folder);
  const { uid, mode, isFolder } = look(there);
  if (!isFolder)
    return [problem('unavailable', `${there} is a file.`, { next: `Move it away, ${elsewhere}` })];
  const closed = whyClosed(there);
  if (closed) return [problem('unavailable', `${there} ${closed}.`, { next: `Mend that, ${elsewhere}` })];
  if (there !== folder) return [];
  if (uid !== userId() && process.platform !== 'win32') {
    return [
      warning(`${folder} belongs to another user (uid ${uid}).`, {
        next: `Run shop as that user, ${elsewhere}`,
      }),
    ];
  }
  if ((mode & 0o022) === 0 || process.platform === 'win32') return [];
  return [warning(`Others may write in ${folder}.`, { next: `chmod go-w ${folder}` })];
}

function look(path: string): Pick<Stats, 'uid' | 'mode'> & { isFolder: boolean } {
  const found = statSync(path);
  return { uid: found.uid, mode: found.mode, isFolder: found.isDirectory() };
}

/** The folder, or the one above it in which it would be made. */
function nearest(path: string): string {
  if (dirname(path) === path) return path;
  return statSync(path, { throwIfNoEntry: false }) ? path : nearest(dirname(path));
}

const reasons: Record<string, string> = {
  EACCES: 'may not be written by you',
  EPERM: 'may not be written by you',
  EROFS: 'can only be read',
};

function whyClosed(folder: string): string | undefined {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return reasons[code] ?? `cannot be used (${code})`;
  }
}

/** In bytes; undefined where nothing can be kept at all, as below /proc. */
function freeBelow(folder: string): number | undefined {
  const { bavail, bsize, blocks } = statfsSync(folder);
  return blocks === 0 ? undefined : bavail * bsize;
}

function shortage(folder: string, free: number | undefined): Found[] {
  if (free === undefined)
    return [
      problem('unavailable', `Nothing can be kept in ${folder}.`, {
        next: 'Choose another one with SHOP_HOME.',
      }),
    ];
  const next = 'Make room on that disk, or choose another one with SHOP_HOME.';
  if (free < noRoom) return [problem('unavailable', `The disk of ${folder} is full.`, { next })];
  if (free < littleRoom) return [warning(`The disk of ${folder} has ${megabytes(free)} left.`, { next })];
  return [];
}

const megabytes = (bytes: number) =>
  bytes < 1000 * mega ? `${Math.floor(bytes / mega)} MB` : `${(bytes / mega / 1000).toFixed(1)} GB`;
