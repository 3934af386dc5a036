import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { test as base, describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { orders, sessions, users } from '#db/schema.ts';
import { seedSample } from '#db/seed.ts';
import { anSshShop, missingSshd, type SshShop } from '#test/sshd.ts';
import type { TestTerminal } from '#test/terminal.ts';
import { twoAccounts } from '#test/two-accounts.ts';

const missing = await missingSshd();
if (missing) process.stderr.write(`The shop over SSH is not tried: ${missing}.\n`);

type Room = { shop: SshShop; db: Db };

// The database is that of README's day-to-day account, which knows no DDL.
const test = base.extend<Room & { made: Room }>({
  made: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern.
    async ({}, use) => {
      await using accounts = await twoAccounts();
      await accounts.makeOwner();
      const { db, close } = accounts.owner();
      await migrate(db);
      await seedSample(db, { demoPasswords: false });
      await accounts.makeDaily();
      await using shop = await anSshShop({ databaseUrl: accounts.dailyUrl });
      await use({ shop, db });
      await close();
    },
    { scope: 'file' },
  ],
  shop: async ({ made }, use) => use(made.shop),
  db: async ({ made }, use) => use(made.db),
});

const rows = async (db: Db) => ({
  users: (await db.select({ name: users.username }).from(users)).map(({ name }) => name).toSorted(),
  sessions: (await db.select({ device: sessions.device }).from(sessions)).map(({ device }) => device),
  open: (await db.select({ status: orders.status }).from(orders)).filter(({ status }) => status === 'TEMP')
    .length,
});

/** Nobody is in the shop any more, and what they brought is gone. */
async function isEmpty({ shop, db }: Room, before: Awaited<ReturnType<typeof rows>>) {
  await expect.poll(() => shop.processes(), { timeout: 60_000 }).toEqual([]);
  expect(await rows(db)).toEqual(before);
}

const fill = async (terminal: TestTerminal) => {
  await terminal.waitFor('› Item 1');
  terminal.press('a');
  await terminal.waitFor('Item 1: 1 in your cart.');
};

const refusal = 'This is a shop and runs no commands.';

describe.skipIf(missing)('a stranger', () => {
  test('browses, fills a cart, opens an account and buys; nothing else stays', async ({ shop, db }) => {
    const before = await rows(db);
    await using terminal = await shop.visit();
    await fill(terminal);
    const files = await shop.files();

    terminal.press('2');
    await terminal.waitFor(/╭─ Cart .* 1 of 1 ─╮/);
    terminal.press('Enter');
    await terminal.waitFor('Log in to buy what is in your cart.');
    terminal.press('j', 'Enter');
    await terminal.waitFor('Create an account ─');
    terminal.press('ann', 'Tab', 'a good password', 'Tab', 'a good password');
    terminal.press(...Array.from({ length: 7 }, () => 'Enter'));
    await terminal.waitFor('› Ship to');
    const during = await rows(db);
    terminal.press('1 Main St, Berlin', 'Enter');
    await terminal.waitFor('Receipt ─');
    terminal.press('Enter');
    terminal.press('q');

    expect(await terminal.exit).toMatchObject({ code: 0 });
    expect(during).toMatchObject({ sessions: ['kiosk'], users: [...before.users, 'ann'].toSorted() });
    expect(terminal.screen()).toMatch(/^Order \d+ is yours\.$/);
    expect(terminal.raw()).not.toMatch(/Last login|debian|Welcome to/i);
    await isEmpty({ shop, db }, { ...before, users: during.users });
    expect(await shop.files()).toEqual(files);
    const bought = await db.select({ status: orders.status, to: orders.shippingAddress }).from(orders);
    expect(bought).toContainEqual({ status: 'CLOSED', to: '1 Main St, Berlin' });
  });

  test.for<[string, 'ssh' | 'scp' | 'sftp', (shop: SshShop) => string[]]>([
    ['a command', 'ssh', ({ way, address }) => [...way, address, 'cat /etc/passwd']],
    ['a command with a terminal', 'ssh', ({ way, address }) => [...way, '-tt', address, 'sh -i']],
    ['a subsystem', 'ssh', ({ way, address }) => [...way, '-s', address, 'sftp']],
    ['a file from there', 'scp', ({ way, address }) => [...way, `${address}:/etc/passwd`, '/dev/null']],
    [
      'a file from there, the old way',
      'scp',
      ({ way, address }) => [...way, '-O', `${address}:/etc/passwd`, '.'],
    ],
    [
      'a file to there',
      'scp',
      ({ way, address }) => [...way, '-O', import.meta.filename, `${address}:/tmp/x`],
    ],
    ['sftp', 'sftp', ({ way, address }) => [...way, address]],
  ])('gets nothing with %s', async ([what, program, words], { shop, db }) => {
    const before = await rows(db);
    const files = await shop.files();

    const seen = await execa(program, words(shop), {
      reject: false,
      input: 'get /etc/passwd\nexit\n',
      cwd: '/tmp',
    });

    expect(seen.exitCode).not.toBe(0);
    expect(seen.stdout + seen.stderr).not.toMatch(/root:|sftp>.*passwd/);
    if (program === 'ssh') expect(seen).toMatchObject({ exitCode: 2 });
    // Where a subsystem was asked for, which scp does by itself today, sshd passes no words on.
    if (/command|way|to there/.test(what)) expect(seen.stdout + seen.stderr).toContain(refusal);
    await isEmpty({ shop, db }, before);
    expect(await shop.files()).toEqual(files);
  });

  test('gets nothing without a terminal', async ({ shop }) => {
    const seen = await execa('ssh', [...shop.way, '-T', shop.address], { reject: false, input: 'id\n' });

    expect(seen).toMatchObject({ exitCode: 2, stdout: '' });
    expect(seen.stderr).toMatch(/^shop: The whole-screen shop needs a terminal\.$/m);
  });

  test('reaches no other port or socket through the server; the same server without the fragment is a way', async ({
    shop,
  }) => {
    await using inside = await aSecretService();

    const without = await through(shop.openWay, shop, `127.0.0.1:${inside.port}`);
    const closed = await through(shop.way, shop, `127.0.0.1:${inside.port}`);
    const database = await through(shop.way, shop, shop.database);
    const anywhere = await throughProxy(shop, inside.port);

    expect(without).toBe('secret');
    expect([closed, database, anywhere]).toEqual(['', '', '']);
  });

  test('opens no port there, and takes no agent and no display along', async ({ shop }) => {
    const back = await execa(
      'ssh',
      [...shop.way, '-N', '-o', 'ExitOnForwardFailure=yes', '-R', '0:127.0.0.1:1', shop.address],
      { reject: false },
    );
    await using agent = await anAgent();
    await using terminal = await shop.visit(['-A', '-X', '-Y'], {
      env: { SSH_AUTH_SOCK: agent.socket, DISPLAY: ':99' },
    });
    await terminal.waitFor('› Item 1');
    const inside = await environment(shop);
    terminal.press('q');
    await terminal.exit;

    expect(back.exitCode).toBe(255);
    expect(Object.keys(inside)).not.toContain('SSH_AUTH_SOCK');
    expect(Object.keys(inside)).not.toContain('DISPLAY');
  });

  test('brings no environment along', async ({ shop }) => {
    const set = {
      SHOP_HOME: '/tmp/another',
      SHOP_DATABASE_URL: 'mysql://root@127.0.0.1/mysql',
      SHOP_TOKEN: 'x',
      NODE_OPTIONS: '--require=/tmp/x.js',
      LD_DEBUG: 'all',
      BASH_ENV: '/tmp/x',
      ENV: '/tmp/x',
      SSH_ORIGINAL_COMMAND: '',
    };
    const words = [
      '-o',
      `SetEnv=${Object.entries(set)
        .map((pair) => pair.join('='))
        .join(' ')}`,
    ];
    await using terminal = await shop.visit(words, { env: { TERM: 'weird' } });
    await terminal.waitFor('› Item 1');

    const inside = await environment(shop);
    terminal.press('q');

    expect(await terminal.exit).toMatchObject({ code: 0 });
    expect(inside).toEqual({
      PATH: `/opt/${shop.name}/bin:/usr/local/bin:/usr/bin:/bin`,
      HOME: `/var/lib/${shop.name}`,
      LANG: 'C.UTF-8',
      TERM: 'weird',
      SSH_ORIGINAL_COMMAND: '',
      SHOP_HOME: shop.state,
    });
    expect(terminal.raw()).not.toMatch(/calling init|binding file/);
  });

  test.for([
    ['a command', '$(id)'],
    ['a path', '../../etc/passwd'],
    ['two words', 'a b'],
    ['500 letters', 'x'.repeat(500)],
  ] as const)('whose terminal is called by %s has a plain one', async ([, kind], { shop }) => {
    await using terminal = await shop.visit([], { env: { TERM: kind } });
    await terminal.waitFor('Item 1');

    const { TERM } = await environment(shop);
    terminal.press('q');

    expect(TERM).toBe('dumb');
    expect(await terminal.exit).toMatchObject({ code: 0 });
  });

  test('with a window of one cell can only leave', async ({ shop, db }) => {
    const before = await rows(db);
    await using terminal = await shop.visit([], { columns: 1, rows: 1 });
    terminal.press('a', 'Ctrl-Z', 'q');

    expect(await terminal.exit).toMatchObject({ code: 0 });
    await isEmpty({ shop, db }, before);
  });

  test.for(['the client', 'the server’s side'] as const)(
    'leaves nothing behind when %s is killed',
    async (whose, { shop, db }) => {
      const before = await rows(db);
      await using terminal = await shop.visit();
      await fill(terminal);
      const during = await rows(db);
      const files = await shop.files();

      if (whose === 'the client') terminal.kill('SIGKILL');
      else process.kill(await pidOf(shop, /sshd: .*@pts/), 'SIGKILL');

      expect(during).toMatchObject({ sessions: ['kiosk'], open: before.open + 1 });
      await isEmpty({ shop, db }, before);
      expect(await shop.files()).toEqual(files);
    },
  );

  test('has no way past the login shell, wherever it is started from', async ({ shop }) => {
    const hostile = {
      PATH: '/tmp',
      SHOP_HOME: '/tmp/another',
      NODE_OPTIONS: '--require=/tmp/x.js',
      ENV: '/tmp/x',
      BASH_ENV: '/tmp/x',
      IFS: '/',
      TERM: 'xterm',
    };
    const as = (words: string[]) =>
      execa('/usr/sbin/runuser', ['-u', shop.name, '--', shop.shell, ...words], {
        env: hostile,
        extendEnv: false,
        reject: false,
      });

    const [bare, command, script] = [await as([]), await as(['-c', 'id']), await as(['/etc/passwd'])];

    expect(bare).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(/ needs a terminal\.$/),
    });
    for (const one of [command, script])
      expect(one).toMatchObject({ exitCode: 2, stdout: '', stderr: `shop: ${refusal}` });
    expect(await readFile('/etc/shells', 'utf8')).not.toContain(shop.name);
  });
});

/** What the shop's own process has of an environment. */
async function environment(shop: SshShop): Promise<Record<string, string>> {
  const text = await readFile(join('/proc', String(await pidOf(shop, /bin\/shop tui/)), 'environ'), 'utf8');
  return Object.fromEntries(
    text
      .split('\0')
      .filter(Boolean)
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

async function pidOf(shop: SshShop, which: RegExp): Promise<number> {
  const found = (await shop.processes()).find((line) => which.test(line));
  if (!found) throw new Error(`no such process: ${which}`);
  return Number.parseInt(found, 10);
}

/** Something on the server's machine that is not for visitors. */
async function aSecretService() {
  const server = createServer((socket) => socket.end('secret')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

/** What comes from `target` through a port that ssh forwards. */
async function through(way: string[], shop: SshShop, target: string): Promise<string> {
  await using open = await forwarding(way, shop, (port) => ['-L', `127.0.0.1:${port}:${target}`]);
  return await heard(open.port);
}

/** The same through ssh's SOCKS. */
async function throughProxy(shop: SshShop, port: number): Promise<string> {
  await using open = await forwarding(shop.way, shop, (own) => ['-D', `127.0.0.1:${own}`]);
  // SOCKS 4: connect to 127.0.0.1 at that port.
  return await heard(open.port, Buffer.from([4, 1, port >> 8, port & 255, 127, 0, 0, 1, 0]));
}

async function forwarding(way: string[], shop: SshShop, words: (port: number) => string[]) {
  const { port, ...free } = await aSecretService();
  await free[Symbol.asyncDispose]();
  // The first word on it counts, so it is said before the way's own.
  const client = spawn('ssh', ['-o', 'LogLevel=DEBUG1', ...way, '-N', ...words(port), shop.address], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  const ended = once(client, 'exit');
  await new Promise<void>((resolve, reject) => {
    client.stderr.on('data', (chunk) => {
      told += chunk;
      if (told.includes('Entering interactive')) resolve();
    });
    ended.then(() => reject(new Error(told)), reject);
  });
  return {
    port,
    async [Symbol.asyncDispose]() {
      client.kill('SIGKILL');
      await ended;
    },
  };
}

/** Everything that comes until the connection ends; of SOCKS' answer the text alone. */
async function heard(port: number, first?: Buffer): Promise<string> {
  const socket = createConnection(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.on('error', () => {});
  if (first) socket.write(first);
  await new Promise((resolve) => socket.on('close', resolve));
  return /secret|[a-z]{3,}/i.exec(text)?.[0] ?? '';
}

/** An agent of the visitor's own. */
async function anAgent() {
  const { stdout } = await execa('ssh-agent', ['-s']);
  const [, socket = ''] = /SSH_AUTH_SOCK=([^;]+)/.exec(stdout) ?? [];
  const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(stdout)?.[1]);
  return { socket, [Symbol.asyncDispose]: async () => void process.kill(pid) };
}
