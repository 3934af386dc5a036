// Runs a command with a Galera cluster for its tests: `node scripts/cluster.js vitest run test/cluster`. The packages of
// this machine's own release are unpacked once into a folder of the cache, beside the system: nothing is installed, no
// service starts, and it takes no rights.
import { cachedGalera, libraries } from './cluster/cache.js';
import { handOver } from './prepare/hand-over.js';
import { say } from './prepare/run.js';

const [command, ...args] = process.argv.slice(2);

if (!command) {
  say('shop: node scripts/cluster.js <command> …');
  process.exitCode = 1;
} else {
  const folder = process.env.SHOP_TEST_GALERA || (await cachedGalera(process.env));
  if (folder)
    handOver(command, args, {
      ...process.env,
      SHOP_TEST_SERVER: 'galera',
      SHOP_TEST_GALERA: folder,
      SHOP_TEST_GALERA_LIBRARIES: libraries(folder),
      // Three servers share the work of one machine here: the longest tests are for the others.
      SHOP_MODEL_RUNS: process.env.SHOP_MODEL_RUNS || '60',
    });
}
