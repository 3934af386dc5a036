import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { attempt, Problem, run, say } from '../prepare/run.js';
import { downloadPackages } from './apt.js';

// The transfer of a whole state to a node that joins needs rsync, and a way to see which port it listens on.
const servers = ['galera-4', 'mariadb-server-core', 'mariadb-client-core', 'rsync'];
const tools = ['lsof', 'procps'];
// Of this one only its scripts are used: installed as a package, it would start a service.
const scripts = 'mariadb-server';

const needed = [
  'usr/sbin/mariadbd',
  'usr/bin/mariadb-install-db',
  'usr/bin/my_print_defaults',
  'usr/bin/wsrep_sst_rsync',
  'usr/bin/rsync.real',
  'usr/lib/galera/libgalera_smm.so',
];

// A daemon that root starts gives its rights up, and then may not write into the folder of the node that it fills.
const rsync = `#!/bin/sh
case "$(id -u) $*" in "0 "*--daemon*) set -- --dparam=uid=root --dparam=gid=root "$@" ;; esac
exec "$(dirname -- "$0")/rsync.real" "$@"
`;

/** A folder with the programs of a Galera cluster, fetched at the first call. Undefined, and said, where it cannot be had. */
export async function cachedGalera(env) {
  const cache = join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'shop-test');
  const folder = join(cache, 'galera');
  try {
    if (!(await works(folder, env))) await fetchInto(cache, folder, env);
    return folder;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(`Skipped: the packages of a Galera cluster cannot be had here: ${lastLine(error.message)}`);
    return undefined;
  }
}

// A library of the system that has gone since is found out by starting a program, not by looking for files.
async function works(folder, env) {
  if (!needed.every((name) => existsSync(join(folder, name)))) return false;
  const programs = [['usr/sbin/mariadbd', '--no-defaults'], ['usr/bin/rsync.real']];
  for (const [name, ...options] of programs) {
    const own = { ...env, LD_LIBRARY_PATH: libraries(folder) };
    const { code } = await attempt(join(folder, name), [...options, '--version'], { env: own });
    if (code !== 0) return false;
  }
  return true;
}

/** What a program of this folder has to find as LD_LIBRARY_PATH. */
export const libraries = (folder) =>
  ['usr/lib', 'lib']
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path).map((name) => join(path, name)))
    .filter((path) => path.includes('-linux-'))
    .join(':');

async function fetchInto(cache, folder, env) {
  if (process.platform !== 'linux') throw new Problem('they are made for Linux.');
  say(`Fetching Galera for the tests into ${folder} (once) …`);
  mkdirSync(cache, { recursive: true });
  clearInterrupted(cache);
  const draft = mkdtempSync(join(cache, `galera.new-${process.pid}-`));
  try {
    const root = join(draft, 'root');
    mkdirSync(root);
    for (const file of await downloadPackages(draft, {
      whole: [...servers, ...tools],
      again: servers,
      scripts,
      env,
    }))
      await run('dpkg-deb', ['-x', file, root], { env });
    renameSync(join(root, 'usr/bin/rsync'), join(root, 'usr/bin/rsync.real'));
    writeFileSync(join(root, 'usr/bin/rsync'), rsync, { mode: 0o755 });
    if (!(await works(root, env))) throw new Problem('what came does not run here.');
    takeName(root, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

// Another run at the same time may have been faster: what it brought is as good, and may be in use.
function takeName(root, folder) {
  try {
    renameSync(root, folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
    if (needed.every((name) => existsSync(join(folder, name)))) return;
    rmSync(folder, { recursive: true, force: true });
    renameSync(root, folder);
  }
}

function clearInterrupted(cache) {
  for (const name of readdirSync(cache)) {
    const pid = /^galera\.new-(\d+)-/.exec(name)?.[1];
    if (pid && !existsSync(`/proc/${pid}`)) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

const lastLine = (text) => text.trimEnd().split('\n').at(-1);
