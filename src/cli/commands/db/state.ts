import { parseDatabaseUrl } from '#db/database-url.ts';
import { unreachableCode } from '#db/errors.ts';
import { openRunning } from '#db/open.ts';
import { serverStatus } from '#db/server/server.ts';
import { databaseStatus } from '#db/status.ts';
import { ShopError } from '#domain/errors.ts';
import type { Shop } from '#shop.ts';

/** `unreachable`: somebody else's server that gives no answer, or lets this user do nothing. */
export type DatabaseState = {
  kind: 'embedded' | 'server';
  state: 'absent' | 'stopped' | 'starting' | 'silent' | 'running' | 'unreachable';
  flavor: string | null;
  version: string | null;
  place: string;
  pid: number | null;
  schema: string | null;
};

type Found = { status: DatabaseState; trouble?: ShopError };

/** How the database of this environment is, and what keeps it from being used. It starts nothing. */
export async function databaseState(shop: Shop): Promise<Found> {
  return shop.config.databaseUrl ? ofServer(shop) : ofEmbedded(shop);
}

async function ofServer(shop: Shop): Promise<Found> {
  const { databaseUrl = '', databaseUrlFrom } = shop.config;
  const { host, port, socketPath, database } = parseDatabaseUrl(databaseUrl, databaseUrlFrom);
  const place = `${database} on ${socketPath ?? `${host}:${port}`}`;
  const known = { kind: 'server' as const, place, pid: null };
  try {
    return { status: { ...known, state: 'running', ...(await databaseStatus(await shop.db())) } };
  } catch (error) {
    if (!(error instanceof ShopError) || error.kind !== 'unavailable') throw error;
    return {
      status: { ...known, state: 'unreachable', flavor: null, version: null, schema: null },
      trouble: withoutCircle(error, databaseUrlFrom),
    };
  }
}

// Everybody else who cannot reach a database is sent here.
export function withoutCircle(error: ShopError, from: string) {
  const code = unreachableCode(error);
  // Why there is no encryption comes with its own way out.
  if (code === undefined || code.startsWith('HANDSHAKE_')) return error;
  return new ShopError('unavailable', error.message, {
    next: `Is it running there, and is ${from} right?`,
    details: { code },
    cause: error,
  });
}

async function ofEmbedded({ paths }: Shop): Promise<Found> {
  const { folder, state, flavor, version, pid, schema } = await serverStatus(paths);
  const known = { kind: 'embedded' as const, state, flavor, version, place: folder, pid, schema };
  if (state !== 'running') return { status: known };
  // What runs is asked: the note about it may be lost or old.
  const running = openRunning(paths);
  try {
    return { status: { ...known, ...(await databaseStatus(running.db)) } };
  } finally {
    await running.close();
  }
}
