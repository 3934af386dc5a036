// How long a command takes from its first byte of code to its end, beside Node itself, which is the least that it can take.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { execa } from 'execa';
import { connect } from '#db/connect.ts';
import { greeting } from '#db/server/launch.ts';
import { socketOf } from '#db/server/places.ts';
import { shopPaths } from '#platform/paths.ts';
import { openTerminal } from '#test/terminal.ts';
import { run, shopBin } from './processes.ts';
import { compared, inTurns, median, type Row } from './rows.ts';

const node = process.execPath;
const root = dirname(dirname(shopBin));

type Wish = { rounds: number; firstRounds: number };

/** Everything that is about one command after the other. */
export async function startUpRows({ rounds, firstRounds }: Wish): Promise<Row[]> {
  const home = await mkdtemp(join(tmpdir(), 'shop-bench-'));
  const env = environment(home);
  const shop = (...words: string[]) => run(node, [shopBin, ...words], { env });
  try {
    shop('items', 'list');
    await prepareShopper(env);
    // Each command has been used before; a screen that is left by its key keeps its compiled code, as the others do.
    await firstFrame(env, 'q');
    const figures = await inTurns(
      {
        bare: () => run(node, ['-e', '0'], { env }),
        version: () => shop('--version'),
        help: () => shop('--help'),
        list: () => shop('items', 'list', '--json'),
        add: () => shop('cart', 'add', '3'),
        screen: () => firstFrame(env),
      },
      rounds,
    );
    const starts = await inTurns(
      {
        npm: () => run('npm', ['start', '--silent'], { env, cwd: root }),
        bin: () => run(node, [join(root, 'bin', 'shop.js'), 'items', 'list'], { env }),
      },
      Math.ceil(rounds / 4),
    );
    const against = 'node -e 0';
    const row = (what: string, ours: number[], most: number) =>
      compared(what, against, { ours, floor: figures.bare }, { most });
    return [
      row('shop --version', figures.version, 1.6),
      row('shop --help', figures.help, 1.6),
      row('shop items list --json', figures.list, 2.6),
      row('shop cart add, logged in', figures.add, 3.2),
      row("TUI's first complete frame", figures.screen, 12),
      ...(await firstCommand(firstRounds)),
      {
        what: 'npm start, the second time',
        against: 'bin/shop.js',
        ours: median(starts.npm),
        floor: median(starts.bin),
        unit: 'ms',
        value: median(starts.npm.map((ms, round) => ms - (starts.bin[round] ?? 0))) / 1000,
        budget: { most: 0.5 },
      },
    ];
  } finally {
    shop('db', 'stop');
    await rm(home, { recursive: true, force: true });
  }
}

const environment = (home: string): NodeJS.ProcessEnv => ({
  PATH: [dirname(node), process.env.PATH].join(':'),
  HOME: home,
  SHOP_HOME: home,
  SHOP_KEYCHAIN: 'file',
});

/** Somebody who is logged in, and enough of item 3 for as many pieces as are put into the cart. */
async function prepareShopper(env: NodeJS.ProcessEnv) {
  const words = ['register', '--username', 'ann', '--password-stdin'];
  await execa(node, [shopBin, ...words], { env, extendEnv: false, input: 'a good password\n' });
  const socketPath = socketOf(shopPaths(env));
  const { db, close } = connect({ socketPath, user: 'root', database: 'shop' }, { poolSize: 1 });
  await db.execute(sql`UPDATE item SET stock_available = 5000 WHERE id = 3`);
  await close();
}

/** From the start of the process until the list and the hints below it are drawn; then `key` may end it. */
async function firstFrame(env: NodeJS.ProcessEnv, key?: 'q'): Promise<number> {
  const started = performance.now();
  await using terminal = await openTerminal(node, [shopBin, 'tui'], { env });
  await terminal.waitFor(
    (screen) => screen.includes('? help') && screen.includes('Item 10'),
    'the first frame',
  );
  const took = performance.now() - started;
  if (key !== undefined) {
    terminal.press(key);
    await terminal.exit;
  }
  return took;
}

/** The first command ever: it makes the database. Beside it what nobody can do without: to make the files, and to start. */
async function firstCommand(rounds: number): Promise<Row[]> {
  const figures = await inTurns(
    {
      ours: () =>
        inNewFolder(async (folder) => {
          const env = environment(folder);
          const took = run(node, [shopBin, 'items', 'list'], { env });
          run(node, [shopBin, 'db', 'stop'], { env });
          return took;
        }),
      floor: () => inNewFolder(bareServer),
    },
    rounds,
  );
  return [compared('first command ever', 'install-db and start', figures, { most: 2.5 })];
}

async function inNewFolder(work: (folder: string) => Promise<number>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bareServer(folder: string): Promise<number> {
  const started = performance.now();
  const data = join(folder, 'data');
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  run('mariadb-install-db', [
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    ...asRoot,
  ]);
  const socket = join(folder, 'socket');
  const server = spawn(
    'mariadbd',
    ['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, '--skip-networking', ...asRoot],
    {
      stdio: 'ignore',
    },
  );
  while ((await greeting(socket)) !== 'greets') await pause(5);
  const took = performance.now() - started;
  server.kill();
  await new Promise((resolve) => server.on('exit', resolve));
  return took;
}
