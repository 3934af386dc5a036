import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { attempt, Problem, say } from './run.js';

const packages = ['mariadb-server-core', 'mariadb-client-core'];

/** Makes sure that a MariaDB or MySQL server is installed; with apt where that is allowed. @throws Problem */
export async function installServer(env) {
  // The tests bring their own databases, whatever the shop itself would use.
  const isForTests = env.npm_lifecycle_event?.startsWith('pretest') ?? false;
  if (env.SHOP_DATABASE_URL && !isForTests) return;
  if (process.platform === 'win32' || hasServer(env)) return;

  const apt = await allowedApt(env);
  if (!apt) throw new Problem(ways('No database server is installed.'));
  say(`Installing a database server (apt-get install ${packages.join(' ')}) …`);
  // A broken third source must not keep away what the others have.
  await attempt(...apt('update'));
  const { code, output } = await attempt(...apt('install', '-y', '--no-install-recommends', ...packages));
  if (code !== 0 || !hasServer(env))
    throw new Problem(`${output}${ways('apt-get could not install a database server.')}`);
}

const ways = (problem) =>
  [
    `shop: ${problem} One of these helps:`,
    '  - your package manager: apt install mariadb-server-core mariadb-client-core, dnf install mariadb-server,',
    '    pacman -S mariadb, brew install mariadb',
    '  - docker compose up -d, then SHOP_DATABASE_URL as the README says',
    '  - SHOP_DATABASE_URL=mysql://user:password@host:3306/shop of a server that you have',
  ].join('\n');

function hasServer(env) {
  const has = (name) => findPrograms(name, env).length > 0;
  // mariadb-install-db needs my_print_defaults, which Debian keeps in the package of the client.
  return has('mariadbd') ? has('my_print_defaults') : has('mysqld');
}

/** Every executable of this name, on PATH and where servers usually are. */
export function findPrograms(name, env) {
  const folders = [...(env.PATH ?? '').split(delimiter), ...usualFolders()];
  return folders.map((folder) => join(folder, name)).filter(isExecutable);
}

function usualFolders() {
  const list = new URL('../../src/db/server/usual-folders.json', import.meta.url);
  return JSON.parse(readFileSync(list, 'utf8')).flatMap(expand);
}

/** The folders for which one `*` in a path stands. */
function expand(folder) {
  if (!folder.includes('*')) return [folder];
  const [before, after] = folder.split('*');
  const [parent, prefix] = [
    before.slice(0, before.lastIndexOf('/')),
    before.slice(before.lastIndexOf('/') + 1),
  ];
  try {
    const names = readdirSync(parent).filter((name) => name.startsWith(prefix));
    return names.map((name) => join(parent, name) + after);
  } catch {
    return [];
  }
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Installs Debian packages. A third source that is broken does not keep away what the others have. */
export async function aptInstall(apt, names) {
  await attempt(...apt('update'));
  return attempt(...apt('install', '-y', '--no-install-recommends', ...names));
}

/** How apt-get is called here; undefined where there is none, or it would ask for a password. */
export async function allowedApt(env) {
  if ((await attempt('apt-get', ['--version'], { env })).code !== 0) return undefined;
  const isRoot = process.getuid() === 0;
  if (!isRoot && (await attempt('sudo', ['-n', 'true'], { env })).code !== 0) return undefined;
  const [program, ...before] = [
    ...(isRoot ? [] : ['sudo', '-n']),
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
  ];
  return (...args) => [program, [...before, '-o', 'DPkg::Lock::Timeout=300', ...args], { env }];
}
