// Runs a command with a real MySQL for its tests: `node scripts/mysql.js vitest run test/db`. Debian's stable release
// has none: one from its unstable release is unpacked once into a folder of the cache, beside the system and not into it.
import { delimiter, dirname } from 'node:path';
import { cachedMysql } from './mysql/cache.js';
import { handOver } from './prepare/hand-over.js';
import { attempt, Problem, say } from './prepare/run.js';
import { findPrograms } from './prepare/server.js';

const [command, ...args] = process.argv.slice(2);

try {
  if (!command) throw new Problem('shop: node scripts/mysql.js <command> …');
  const program =
    process.env.SHOP_TEST_MYSQLD || (await installedMysql()) || (await cachedMysql(process.env));
  if (program) runWith(program);
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  say(error.message);
  process.exitCode = 1;
}

/** A MySQL that is installed here; what is called mysqld is often a MariaDB. */
async function installedMysql() {
  for (const program of findPrograms('mysqld', process.env)) {
    const { code, output } = await attempt(program, ['--no-defaults', '--version']);
    if (code === 0 && !/mariadb/i.test(output)) return program;
  }
}

function runWith(program) {
  // The embedded database of a test takes the first server on PATH.
  const PATH = [dirname(program), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH, SHOP_TEST_SERVER: 'mysql', SHOP_TEST_MYSQLD: program };
  handOver(command, args, env);
}
