import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { attempt, Problem, run, say } from '../prepare/run.js';
import { allowedApt, aptInstall } from '../prepare/server.js';
import { debianMirror } from './mirror.js';

const packages = 'mysql-server-core,libaio1t64';

// The server runs on the libraries of its own folder, without chroot: paths mean the same inside and outside, nothing
// needs to be mounted, and it ends by the number of its process like any other.
const script = `#!/bin/sh
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
for loader in "$root"/usr/lib/*/ld-linux-*.so.*; do :; done
exec "$loader" --library-path "$(dirname "$loader")" "$root/usr/sbin/mysqld" "$@" --basedir="$root/usr"
`;

/**
 * The program of a MySQL in the cache, fetched at the first call. Undefined, and said, where it cannot be had.
 * @throws Problem when fetching fails
 */
export async function cachedMysql(env) {
  const cache = join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'shop-test');
  const folder = join(cache, 'mysql-sid');
  if (!existsSync(join(folder, 'usr/sbin/mysqld')) && !(await fetchInto(cache, folder, env)))
    return undefined;
  return launcher(folder);
}

/** A folder of its own, fit for PATH, with nothing in it but `mysqld`. */
function launcher(folder) {
  const program = join(folder, 'launch', 'mysqld');
  if (existsSync(program) && readFileSync(program, 'utf8') === script) return program;
  mkdirSync(join(folder, 'launch'), { recursive: true });
  // Taking the name at once: another run may be starting the very same file.
  writeFileSync(`${program}.${process.pid}`, script, { mode: 0o755 });
  renameSync(`${program}.${process.pid}`, program);
  return program;
}

async function fetchInto(cache, folder, env) {
  const mirror = debianMirror();
  if (process.platform !== 'linux' || process.getuid() !== 0 || !mirror) {
    say(
      'Skipped: a MySQL for these tests is fetched on Debian and as root only; SHOP_TEST_MYSQLD can name one.',
    );
    return undefined;
  }
  say(`Fetching MySQL for the tests into ${folder} (once) …`);
  await installDebootstrap(env);
  mkdirSync(cache, { recursive: true });
  await clearInterrupted(cache);
  await fetch(mirror, folder, mkdtempSync(join(cache, `mysql-sid.new-${process.pid}-`)), env);
  return true;
}

async function installDebootstrap(env) {
  if ((await attempt('debootstrap', ['--version'])).code === 0) return;
  const apt = await allowedApt(env);
  const { code, output } = apt ? await aptInstall(apt, ['debootstrap']) : { code: 1, output: '' };
  if (code !== 0)
    throw new Problem(`${output}shop: debootstrap, which fetches MySQL, could not be installed.`);
}

async function fetch(mirror, folder, draft, env) {
  const fetching = ['debootstrap', '--variant=minbase', `--include=${packages}`, 'sid', draft, mirror];
  // What debootstrap mounts goes away with it, however it ends, when it has mounts of its own.
  const own = (await attempt('unshare', ['--mount', 'true'])).code === 0 ? ['unshare', '--mount'] : [];
  const [program, ...args] = [...own, ...fetching];
  try {
    await run(program, args, { env: { ...(await proxy()), ...env } });
    if (!takeName(draft, folder)) await remove(draft);
  } catch (error) {
    await remove(draft);
    throw error;
  }
}

// False when another run at the same time was faster: its folder is as good.
function takeName(draft, folder) {
  try {
    renameSync(draft, folder);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes(error.code)) return false;
    throw error;
  }
}

async function clearInterrupted(cache) {
  for (const name of readdirSync(cache)) {
    const pid = /^mysql-sid\.new-(\d+)-/.exec(name)?.[1];
    if (pid && !existsSync(`/proc/${pid}`)) await remove(join(cache, name));
  }
}

const remove = (folder) => attempt('rm', ['-rf', '--one-file-system', folder]);

/** debootstrap downloads by itself: it is told the proxy that apt uses. */
async function proxy() {
  const { output } = await attempt('apt-config', ['shell', 'proxy', 'Acquire::http::Proxy']);
  const address = /^proxy='(.*)'$/m.exec(output)?.[1];
  return address ? { http_proxy: address, https_proxy: address } : {};
}
