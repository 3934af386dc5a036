import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ShopError } from '#domain/errors.ts';
import { isExecutable } from '#platform/executable.ts';
import { ensureFolder } from '#platform/folder.ts';
import { serverFailure } from './failures.ts';
import type { Server } from './find.ts';
import { commonOptions, temporary } from './options.ts';
import type { Places } from './places.ts';
import type { Flavor, ServerState } from './state.ts';

const draftPrefix = 'data.new-';

/**
 * Makes the data folder. The server works in a folder beside it, which takes the name at the end: what an
 * interruption leaves behind is never taken for a database.
 * `beforeUse` runs just before that: whoever finds the data folder finds the note about it too.
 * @throws ShopError unavailable
 */
export async function createData(server: Server, places: Places, beforeUse: () => void): Promise<void> {
  clearInterrupted(places.folder);
  ensureFolder(places.temporary);
  const draft = mkdtempSync(join(places.folder, draftPrefix));
  try {
    await run(places, draft, initialisation(server));
    beforeUse();
    renameSync(draft, places.data);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

function clearInterrupted(folder: string) {
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(draftPrefix))) {
    try {
      rmSync(join(folder, name), { recursive: true, force: true });
    } catch {
      // The installer of a killed command may still write into it; the next creation clears it away.
    }
  }
}

// Both work in the folder that they are started in: MariaDB's installer breaks a path at its spaces.
function initialisation(server: Server): string[] {
  const options = commonOptions(server.flavor, '.');
  if (server.flavor === 'mysql') return [server.program, ...options, '--initialize-insecure'];
  const [noDefaults, ...rest] = options;
  return [
    installer(server.program),
    noDefaults ?? '',
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--skip-name-resolve',
    ...rest,
  ];
}

// MariaDB's installer stands beside the server, or where its package keeps programs and scripts.
function installer(program: string): string {
  const beside = dirname(program);
  const onPath = (process.env.PATH ?? '').split(delimiter);
  const folders = [beside, join(beside, '../bin'), join(beside, '../scripts'), ...onPath, '/usr/bin'];
  const names = ['mariadb-install-db', 'mysql_install_db'];
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
  if (found) return found;
  throw new ShopError('unavailable', `MariaDB is here (${program}), but its mariadb-install-db is not.`, {
    next: 'Install the whole server package of MariaDB, or set SHOP_DATABASE_URL.',
  });
}

async function run(places: Places, cwd: string, [program = '', ...options]: string[]): Promise<void> {
  const log = openSync(places.log, 'a', 0o600);
  const logStart = fstatSync(log).size;
  try {
    const child = spawn(program, options, {
      cwd,
      env: serverEnvironment(),
      stdio: ['ignore', log, log],
    });
    const [code, signal] = await once(child, 'close');
    if (code !== 0) {
      throw serverFailure('The embedded database could not be created', places, {
        end: code ?? signal,
        logStart,
      });
    }
  } finally {
    closeSync(log);
  }
}

/** A server outlives the command: it gets nothing of its environment that could be a secret. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, LD_LIBRARY_PATH, DYLD_LIBRARY_PATH } = process.env;
  return {
    PATH: [PATH, '/usr/sbin', '/usr/bin', '/sbin', '/bin'].filter(Boolean).join(delimiter),
    HOME,
    LD_LIBRARY_PATH,
    DYLD_LIBRARY_PATH,
    LC_ALL: 'C',
    TMPDIR: temporary,
  };
}

/** Tells from the files of a data folder what made it, when our note about it is lost. */
export function recognise(data: string): ServerState | undefined {
  const flavor = flavorOf(data);
  return flavor && { flavor, version: versionOf(data) };
}

function flavorOf(data: string): Flavor | undefined {
  if (existsSync(join(data, 'mysql.ibd'))) return 'mysql';
  return existsSync(join(data, 'aria_log_control')) ? 'mariadb' : undefined;
}

function versionOf(data: string): string {
  for (const name of ['mariadb_upgrade_info', 'mysql_upgrade_info', 'mysql_upgrade_history']) {
    try {
      const versions = readFileSync(join(data, name), 'utf8').match(/\d+\.\d+\.\d+/g);
      if (versions) return versions.at(-1) ?? '0.0.0';
    } catch {
      // Each server writes only one of them.
    }
  }
  return '0.0.0';
}
