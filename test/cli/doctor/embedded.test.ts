import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { runningPid } from '#db/server/launch.ts';
import { placesOf } from '#db/server/places.ts';
import { waitForEnd } from '#platform/process.ts';
import { openShop } from '#shop.ts';
import { examineIn } from '#test/examine.ts';
import { temporaryHome } from '#test/home.ts';

test('an embedded database: running, silent, killed, stopped, without its server, and somebody else’s', async () => {
  await using home = await temporaryHome();
  const env = { PATH: process.env.PATH, HOME: home.folder, SHOP_HOME: home.folder, SHOP_KEYCHAIN: 'file' };
  const places = placesOf(home.paths);
  const open = async () => {
    await using shop = openShop(env, { say: () => {} });
    await shop.db();
    return runningPid(places) ?? 0;
  };

  const first = await open();
  const running = await examineIn(env);
  expect(running('server')).toMatchObject([{ status: 'ok', details: { state: 'running', pid: first } }]);
  expect(running('rights')).toMatchObject([{ status: 'ok', message: 'The embedded database is all yours.' }]);
  for (const check of ['connection', 'schema', 'clock', 'books', 'login']) {
    expect(running(check)).toMatchObject([{ status: 'ok' }]);
  }

  process.kill(first, 'SIGSTOP');
  const silent = await examineIn(env);
  expect(silent('server')).toMatchObject([
    { status: 'problem', code: 'unavailable', next: expect.stringContaining('shop db stop') },
  ]);
  expect(silent('schema')).toMatchObject([{ status: 'skipped' }]);

  process.kill(first, 'SIGKILL');
  await waitForEnd(first, 60_000);
  const killed = await examineIn(env);
  expect(killed('server')).toMatchObject([
    { status: 'warning', next: expect.stringContaining('shop db start'), details: { state: 'stopped' } },
  ]);
  expect(runningPid(places)).toBeUndefined();

  const { stopServer } = await import('#db/server/server.ts');
  await open();
  await stopServer(home.paths);
  expect((await examineIn(env))('server')).toMatchObject([{ status: 'ok', details: { state: 'stopped' } }]);

  await writeFile(places.state, JSON.stringify({ flavor: 'mariadb', version: '99.1.0' }));
  expect((await examineIn(env))('server')).toMatchObject([
    {
      status: 'problem',
      code: 'unavailable',
      message: expect.stringContaining('was made by MariaDB 99.1.0'),
    },
  ]);
});
