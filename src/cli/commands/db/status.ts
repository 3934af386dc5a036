import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Room } from '#cli/room.ts';
import type { Shape } from '#cli/shape.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { latestMigration } from '#db/migrations.ts';
import { serverStatus } from '#db/server/server.ts';
import { databaseStatus } from '#db/status.ts';
import type { Shop } from '#shop.ts';

type Status = {
  kind: 'embedded' | 'server';
  state: 'absent' | 'stopped' | 'starting' | 'running';
  flavor: string | null;
  version: string | null;
  place: string;
  pid: number | null;
  schema: string | null;
};

const statusShape: Shape<Status> = {
  fields: {
    kind: (status) => status.kind,
    state: (status) => status.state,
    flavor: (status) => status.flavor,
    version: (status) => status.version,
    place: (status) => status.place,
    pid: (status) => status.pid,
    schema: (status) => status.schema,
    upToDate: (status) => status.schema === latestMigration(),
  },
  columns: [],
};

export const prints = statusShape;

export function register(command: Command, { shop, out }: Room) {
  command.action(async () => out.print(await statusOf(shop), statusShape));
  examples(command, ['shop db status', 'shop db status --json']);
}

/** The state of the database of this environment. It starts nothing. @throws ShopError unavailable */
export async function statusOf(shop: Shop): Promise<Status> {
  const { databaseUrl } = shop.config;
  if (!databaseUrl) {
    const { folder, state, flavor, version, pid, schema } = await serverStatus(shop.paths);
    return { kind: 'embedded', state, flavor, version, place: folder, pid, schema };
  }
  const { host, port, socketPath, database } = parseDatabaseUrl(databaseUrl);
  const place = `${database} on ${socketPath ?? `${host}:${port}`}`;
  return { kind: 'server', state: 'running', place, pid: null, ...(await databaseStatus(await shop.db())) };
}
