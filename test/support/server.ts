import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createData, serverEnvironment } from '#db/server/create.ts';
import { findServers, identify, type Server } from '#db/server/find.ts';
import { answers, prepareFolder } from '#db/server/launch.ts';
import { serverOptions } from '#db/server/options.ts';
import { type Places, placesOf } from '#db/server/places.ts';
import type { Flavor } from '#db/server/state.ts';

export type TestServer = {
  socketPath: string;
  flavor: Flavor;
  version: string;
  /** What the server has written into its log. */
  log(): Promise<string>;
  stop(): Promise<void>;
};

// Nothing in it is worth keeping: a commit need not reach the disk.
const withoutDurability: Record<Flavor, string[]> = {
  mariadb: ['--innodb-flush-log-at-trx-commit=0', '--skip-innodb-doublewrite', '--sync-binlog=0'],
  mysql: ['--innodb-flush-log-at-trx-commit=0', '--skip-innodb-doublewrite'],
};

// The server is the child of a shell that waits for its own stdin to end. It ends with the process that holds the
// other side, however that dies, so that no server and no folder outlives a run.
const guard = '"$@" >"$LOG" 2>&1 & cat >/dev/null; kill -9 $! 2>/dev/null; wait; rm -rf "$FOLDER"';

/**
 * Starts a throw-away server in a temporary folder, reached by its socket as root without a password. `more`: what else
 * its command line says.
 */
export async function startTestServer(more: string[] = []): Promise<TestServer> {
  const server = await wantedServer();
  const database = await mkdtemp(join(tmpdir(), 'shop-test-'));
  const places = placesOf({ database });
  await createData(server, places, () => {});
  prepareFolder(places);

  const shell = spawnGuarded(places, [server.program, ...optionsOf(server, places), ...more]);
  const isOver = () => shell.exitCode !== null || shell.signalCode !== null;
  if (!(await answers(places.socket, { until: isOver, longest: 60_000 }))) {
    throw new Error(`The test server did not start: ${await readFile(places.log, 'utf8')}`);
  }
  return {
    socketPath: places.socket,
    flavor: server.flavor,
    version: server.version,
    log: () => readFile(places.log, 'utf8'),
    stop: async () => {
      shell.stdin?.end();
      if (!isOver()) await once(shell, 'exit');
    },
  };
}

/**
 * Which server the tests run on: SHOP_TEST_SERVER is `mariadb` or `mysql` (default: what is installed, MariaDB first),
 * SHOP_TEST_MYSQLD a program for the latter.
 */
async function wantedServer(): Promise<Server> {
  const { SHOP_TEST_SERVER: wanted, SHOP_TEST_MYSQLD: own } = process.env;
  const servers = wanted === 'mysql' && own ? [await identify(own)] : await findServers();
  const of = (flavor: string) => servers.find((server) => server?.flavor === flavor);
  const server = wanted ? of(wanted) : (of('mariadb') ?? of('mysql'));
  if (server) return server;
  throw new Error(
    `No ${wanted || 'database'} server for the tests. npm run test:mysql gets a MySQL by itself on Debian.`,
  );
}

function optionsOf(server: Server, places: Places): string[] {
  return [
    ...serverOptions(server.flavor, places),
    ...withoutDurability[server.flavor],
    '--max-connections=500',
  ];
}

function spawnGuarded(places: Places, command: string[]): ChildProcess {
  return spawn('/bin/sh', ['-c', guard, 'guard', ...command], {
    cwd: places.data,
    env: { ...serverEnvironment(), LOG: places.log, FOLDER: places.folder },
    // Ctrl-C goes to the whole group of the terminal: the guard has to live a moment longer than the run.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}
