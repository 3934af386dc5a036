import { readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findServers } from '#db/server/find.ts';
import { ensureServer, serverStatus, stopServer } from '#db/server/server.ts';
import { readState, writeState } from '#db/server/state.ts';
import { waitForEnd } from '#platform/process.ts';
import { temporaryHome } from '#test/home.ts';
import { query } from './support.ts';

const silent = () => {};

test('is created at the first need, and says so in one line', async () => {
  await using home = await temporaryHome();
  const said: string[] = [];

  const before = await serverStatus(home.paths);
  const { socketPath, created } = await ensureServer(home.paths, (line) => said.push(line));
  const [server] = await findServers();

  expect(before).toMatchObject({ state: 'absent', flavor: null, pid: null });
  expect(created).toBe(true);
  expect(said).toEqual([expect.stringMatching(/^Creating the embedded database \(.+\) in .+ …$/)]);
  expect(await serverStatus(home.paths)).toMatchObject({
    state: 'running',
    flavor: server?.flavor,
    socketPath,
  });
  expect(readState(home.paths)).toEqual(server);
  expect(statSync(home.paths.database).mode & 0o777).toBe(0o700);
});

test('has an empty database for any text, reached by nothing but its socket', async () => {
  await using home = await temporaryHome();

  const { socketPath } = await ensureServer(home.paths, silent);

  expect(await query(socketPath, 'SHOW TABLES')).toEqual([]);
  expect(
    await query(
      socketPath,
      'SELECT @@skip_networking off, @@character_set_database charset, @@collation_database way',
    ),
  ).toEqual([{ off: 1, charset: 'utf8mb4', way: 'utf8mb4_unicode_520_ci' }]);
});

test('keeps what was written when it is stopped and started again', async () => {
  await using home = await temporaryHome();
  const said: string[] = [];
  const { socketPath } = await ensureServer(home.paths, silent);
  await query(socketPath, 'CREATE TABLE kept AS SELECT 7 AS number');
  writeState(home.paths, { schema: '0000_shop' });

  const stops = [await stopServer(home.paths), await stopServer(home.paths)];
  const stopped = await serverStatus(home.paths);
  const again = await ensureServer(home.paths, (line) => said.push(line));

  expect(stops).toEqual([true, false]);
  expect(stopped).toMatchObject({ state: 'stopped', pid: null, schema: '0000_shop' });
  expect(again.created).toBe(false);
  expect(said).toEqual([expect.stringMatching(/^Starting the embedded database/)]);
  expect(await query(socketPath, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
});

test('comes back with every committed row after a kill -9', async () => {
  await using home = await temporaryHome();
  const { socketPath } = await ensureServer(home.paths, silent);
  await query(socketPath, 'CREATE TABLE kept AS SELECT 7 AS number');
  const pid = (await serverStatus(home.paths)).pid ?? 0;

  process.kill(pid, 'SIGKILL');
  await waitForEnd(pid, 60_000);
  const killed = await serverStatus(home.paths);
  await ensureServer(home.paths, silent);

  expect(killed.state).toBe('stopped');
  expect(await query(socketPath, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
});

test.runIf(process.platform === 'linux')(
  'is told nothing of the environment that could be a secret',
  async () => {
    await using home = await temporaryHome();
    process.env.SHOP_TOKEN = 'a secret';

    await ensureServer(home.paths, silent).finally(() => delete process.env.SHOP_TOKEN);

    const { pid } = await serverStatus(home.paths);
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('secret');
  },
);

test('lives in a folder of any name', async () => {
  await using home = await temporaryHome({ name: "a shop's home: $HOME é *" });

  const { socketPath } = await ensureServer(home.paths, silent);

  expect(await query(socketPath, 'SELECT @@tmpdir tmp')).toEqual([{ tmp: '../tmp' }]);
});

test('nothing is there to stop in a home that has no database', async () => {
  await using home = await temporaryHome();

  expect(await stopServer(home.paths)).toBe(false);
});
