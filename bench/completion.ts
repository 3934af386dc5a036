// What a Tab costs in a shop of a hundred thousand items, as a ratio to a Node that does nothing.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { connect } from '#db/connect.ts';
import { seedDemo } from '#db/demo.ts';
import { migrate } from '#db/migrate.ts';
import { seedSample } from '#db/seed.ts';
import { startTestServer } from '#test/server.ts';
import { shopBin } from './processes.ts';
import { median } from './rows.ts';

const rounds = 21;
const server = await startTestServer();
const home = await mkdtemp(join(tmpdir(), 'shop-'));
const env = {
  PATH: process.env.PATH,
  SHOP_HOME: home,
  SHOP_KEYCHAIN: 'file',
  SHOP_DATABASE_URL: `mysql://root@localhost/shop?socket=${encodeURIComponent(server.socketPath)}`,
};
const run = (args: string[], input = '') => execa(process.execPath, args, { env, extendEnv: false, input });
try {
  const { db, close } = connect(
    { socketPath: server.socketPath, user: 'root', database: 'shop' },
    { poolSize: 1 },
  );
  await migrate(db);
  await seedSample(db, { demoPasswords: true });
  await seedDemo(db, { count: 100_000 });
  await close();
  await run([shopBin, 'login', 'joe', '--password-stdin'], 'shop-demo\n');
  await report();
} finally {
  await server.stop();
  await rm(home, { recursive: true });
}

async function report() {
  const lines: [name: string, words: string[]][] = [
    ['commands', ['cart', '']],
    ['options', ['items', 'list', '--']],
    ['items by id', ['items', 'show', '9']],
    ['items by name', ['cart', 'add', 'blue']],
    ['orders', ['orders', 'show', '']],
  ];
  const floor = await took(['-e', '0']);
  console.log(`node -e 0      ${floor.toFixed(0)} ms`);
  for (const [name, words] of lines) {
    const ms = await took([shopBin, '__complete', 'zsh', ...words]);
    console.log(`${name.padEnd(14)} ${ms.toFixed(0)} ms, ${(ms / floor).toFixed(1)}`);
  }
}

/** The median of so many rounds, in milliseconds. */
async function took(args: string[]): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await run(args);
    times.push(performance.now() - start);
  }
  return median(times);
}
