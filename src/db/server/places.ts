import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { ShopError } from '#domain/errors.ts';
import type { Paths } from '#platform/paths.ts';

/** Everything of one embedded database lies in its own folder; only a socket with too long a path lies elsewhere. */
export const placesOf = (paths: Pick<Paths, 'database'>) => ({
  folder: paths.database,
  data: join(paths.database, 'data'),
  temporary: join(paths.database, 'tmp'),
  log: join(paths.database, 'server.log'),
  /** Our own note of which process the server is. */
  pid: join(paths.database, 'server.pid'),
  state: join(paths.database, 'server.json'),
  initial: join(paths.database, 'init.sql'),
  socket: socketOf(paths),
});

export type Places = ReturnType<typeof placesOf>;

// sun_path holds 108 bytes on Linux and 104 elsewhere, with the zero at its end.
const longestSocketPath = 100;

/**
 * Where the embedded server listens, whether or not it runs. A path that does not fit into a socket's address is
 * replaced by a short one in a folder of this person's own under /tmp.
 * @throws ShopError unavailable when that short folder belongs to somebody else
 */
export function socketOf(paths: Pick<Paths, 'database'>): string {
  const own = join(paths.database, 'server.sock');
  if (Buffer.byteLength(own) <= longestSocketPath) return own;

  const name = createHash('sha256').update(paths.database).digest('hex').slice(0, 16);
  const folder = `/tmp/shop-${userId()}-${name}`;
  refuseForeign(folder);
  return join(folder, 'server.sock');
}

// /tmp belongs to everybody: a folder that another account made there first could hold a server that only looks like ours.
function refuseForeign(folder: string) {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (!found) return;
  if (found.isDirectory() && found.uid === userId() && (found.mode & 0o077) === 0) return;
  throw new ShopError('unavailable', `The folder ${folder} is not private to you.`, {
    next: 'Remove it, or choose a shorter SHOP_HOME.',
  });
}

/** This process's user; 0 on Windows, which has none. */
export const userId = () => process.getuid?.() ?? 0;
