import type { Paths } from '#platform/paths.ts';
import { type Connection, connect, type Db } from './connect.ts';
import { isElsewhere, type Target } from './database-url.ts';
import { isNobodyThere, isSilent, renamed } from './errors.ts';
import { latestMigration } from './migrations.ts';
import { socketOf } from './server/places.ts';
import { alone, ensureServer, noteSchema, silentServer } from './server/server.ts';
import { readState } from './server/state.ts';

type Say = (line: string) => void;
type Wish = {
  target: Target | undefined;
  paths: Paths;
  say: Say;
  poolSize: number;
  /** Whether a new embedded database gets the sample shop; true if it is left out. */
  sample?: boolean;
  /** Takes the embedded one as it runs, and does not look whether it does. */
  running?: boolean;
};

/**
 * The database of this environment: the one of its URL (`target`), as it is, or the embedded one, which is
 * created, started, migrated and filled with the sample shop as far as that is needed.
 * @throws ShopError unavailable when the embedded one cannot be had
 */
export async function openDatabase({
  target,
  paths,
  say,
  poolSize,
  sample = true,
  running = false,
}: Wish): Promise<Connection> {
  if (target) {
    if (isElsewhere(target)) warn(target, say);
    return connect(target, { poolSize });
  }
  if (running) return openRunning(paths);

  const connection = await openEmbedded(paths, say, poolSize);
  try {
    if (readState(paths)?.schema !== latestMigration()) await prepare(connection.db, { paths, say, sample });
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function warn({ host, ssl }: Target, say: Say) {
  if (ssl === 'off')
    say(`Warning: nothing on the way to ${host} is encrypted (ssl=off); others can read and change it.`);
  if (ssl === 'required')
    say(
      `Warning: nothing proves that ${host} is the right server (ssl=required); others could answer for it.`,
    );
}

/** Where the embedded database listens once it runs. Its folder is its lock: root has no password. */
const embeddedTarget = (paths: Paths): Target => ({
  socketPath: socketOf(paths),
  user: 'root',
  database: 'shop',
});

// The server usually runs: asking for a connection finds that out, and the first query then uses this connection.
async function openEmbedded(paths: Paths, say: Say, poolSize: number): Promise<Connection> {
  const hopeful = connect(embeddedTarget(paths), { poolSize });
  try {
    await touch(hopeful.db);
    return hopeful;
  } catch (error) {
    await hopeful.close();
    if (isSilent(error)) throw await silentServer(paths);
    if (!isNobodyThere(error)) throw renamed(error);
  }
  await ensureServer(paths, say);
  return connect(embeddedTarget(paths), { poolSize });
}

/** The embedded database as it runs, without starting or preparing anything. */
export const openRunning = (paths: Paths, { poolSize = 1 } = {}): Connection =>
  connect(embeddedTarget(paths), { poolSize });

async function touch({ $lend }: Db) {
  (await $lend?.())?.release();
}

// Processes that come at the same first moment wait here; the later ones find everything done.
async function prepare(db: Db, { paths, say, sample }: { paths: Paths; say: Say; sample: boolean }) {
  const [{ migrate }, { isEmptyShop, seedSample }] = await Promise.all([
    import('./migrate.ts'),
    import('./seed.ts'),
  ]);
  await alone(paths, async () => {
    const isNew = readState(paths)?.schema === undefined;
    await migrate(db);
    if (isNew && sample && (await isEmptyShop(db))) {
      await seedSample(db, { demoPasswords: true });
      say('The sample shop is loaded. joe and smith can log in with the password shop-demo.');
    }
    // Noted last: a run that is killed before begins again here, and nothing is done twice.
    await noteSchema(paths, latestMigration());
  });
}
