import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findServers } from '#db/server/find.ts';
import { ensure } from '#db/server/lifecycle.ts';
import { placesOf } from '#db/server/places.ts';
import { ensureServer, serverStatus, stopServer } from '#db/server/server.ts';
import { type Flavor, writeState } from '#db/server/state.ts';
import { type TemporaryHome, temporaryHome } from '#test/home.ts';
import { canMount, inOwnMounts } from './support.ts';

const silent = () => {};
const dataOf = (home: TemporaryHome) => {
  const { data } = placesOf(home.paths);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  return data;
};

test('with no server anywhere the ways to one are named', async () => {
  await using home = await temporaryHome();

  const ensuring = ensure(home.paths, silent, { path: '', folders: [] });

  await expect(ensuring).rejects.toMatchObject({
    kind: 'unavailable',
    message: 'No database server is installed.',
    next: expect.stringMatching(/apt install.*docker compose up -d.*SHOP_DATABASE_URL/),
  });
});

test('a data folder of the other kind of server, or of a newer one, is left alone', async () => {
  const [here] = await findServers();
  const other: Flavor = here?.flavor === 'mysql' ? 'mariadb' : 'mysql';
  const makers = [
    { flavor: here?.flavor ?? 'mariadb', version: '99.1.0', next: /An older server cannot read it/ },
    ...((await findServers()).some(({ flavor }) => flavor === other)
      ? []
      : [{ flavor: other, version: '1.0.0', next: /^Install/ }]),
  ];

  for (const { next, ...maker } of makers) {
    await using home = await temporaryHome();
    dataOf(home);
    writeState(home.paths, maker);

    await expect(ensureServer(home.paths, silent)).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining(
        `was made by ${maker.flavor === 'mysql' ? 'MySQL' : 'MariaDB'} ${maker.version}`,
      ),
      next: expect.stringMatching(next),
    });
    expect(await serverStatus(home.paths)).toMatchObject({ state: 'stopped', flavor: maker.flavor });
  }
});

test('a data folder whose note is lost is known by its files', async () => {
  await using home = await temporaryHome();
  const data = dataOf(home);
  writeFileSync(join(data, 'mysql.ibd'), '');
  writeFileSync(
    join(data, 'mysql_upgrade_history'),
    '{"upgrade_history":[{"version":"9.7.4-2"},{"version":"98.2.0"}]}',
  );

  const refused = ensureServer(home.paths, silent);

  await expect(refused).rejects.toMatchObject({
    message: expect.stringContaining('was made by MySQL 98.2.0'),
  });
});

test('a folder that no server made is not written into', async () => {
  await using home = await temporaryHome();
  writeFileSync(join(dataOf(home), 'letters.txt'), 'Dear Sir');

  const refused = ensureServer(home.paths, silent);

  await expect(refused).rejects.toMatchObject({
    kind: 'unavailable',
    next: expect.stringContaining('Move it away'),
  });
});

test('a server that cannot start says why, and where its log is', async () => {
  await using home = await temporaryHome();
  await ensureServer(home.paths, silent);
  await stopServer(home.paths);
  const { data, log } = placesOf(home.paths);
  for (const name of ['ibdata1', 'ib_logfile0', 'mysql.ibd']) {
    if (existsSync(join(data, name))) writeFileSync(join(data, name), 'no database');
  }

  const refused = ensureServer(home.paths, silent);

  await expect(refused).rejects.toMatchObject({ kind: 'unavailable', next: expect.stringContaining(log) });
  expect(await serverStatus(home.paths)).toMatchObject({ state: 'stopped', pid: null });
});

test('a file where the folder should be is named', async () => {
  await using home = await temporaryHome();
  writeFileSync(home.paths.database, '');

  const refused = ensureServer(home.paths, silent);

  await expect(refused).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining(home.paths.database),
  });
});

test.runIf(process.getuid?.() === 0)('root does not open the database of somebody else', async () => {
  await using home = await temporaryHome();
  mkdirSync(home.paths.database);
  chownSync(home.paths.database, 12_345, 12_345);

  const refused = ensureServer(home.paths, silent);

  await expect(refused).rejects.toMatchObject({
    message: expect.stringContaining('belongs to another user (uid 12345)'),
  });
});

test('a path too long for a socket is reached by a short one, which must be private', async () => {
  await using home = await temporaryHome({ name: 'a-long-name/'.repeat(12) });
  const { socketPath } = await ensureServer(home.paths, silent);
  await stopServer(home.paths);
  const folder = dirname(socketPath);
  try {
    chmodSync(folder, 0o777);

    const refused = ensureServer(home.paths, silent);

    expect(Buffer.byteLength(socketPath)).toBeLessThan(100);
    await expect(refused).rejects.toMatchObject({
      kind: 'unavailable',
      message: `The folder ${folder} is not private to you.`,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a full disk is named at creation and at start, keeps no server from stopping, and is over when there is room again', async ({
  skip,
}) => {
  await using home = await temporaryHome();
  if (!(await canMount(home.folder))) skip('This system does not let the tests mount a small disk.');

  const small = await inOwnMounts(home.folder, 'mount -t tmpfs -o size=6m tmpfs "$SHOP_HOME"; $ENSURE');
  const filled = await inOwnMounts(
    home.folder,
    `mount -t tmpfs -o size=400m tmpfs "$SHOP_HOME"
     $ENSURE >/dev/null; kill -9 $(cat "$SHOP_HOME/database/server.pid")
     while kill -0 $(cat "$SHOP_HOME/database/server.pid") 2>/dev/null; do :; done
     cat /dev/zero >"$SHOP_HOME/filling" 2>/dev/null || true
     $ENSURE; echo
     rm "$SHOP_HOME/filling"
     $ENSURE; echo
     cat /dev/zero >"$SHOP_HOME/filling" 2>/dev/null || true
     $STOP`,
  );

  const [whenFull = '', afterwards = '', end = ''] = filled.split('\n');
  expect(JSON.parse(small)).toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('the disk is full'),
  });
  expect(JSON.parse(whenFull)).toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('the disk is full'),
  });
  expect(JSON.parse(afterwards)).toMatchObject({ said: [expect.stringMatching(/^Starting/)] });
  // The lock of a stop cannot be written then.
  expect(JSON.parse(end)).toEqual({ stopped: true });
});

test('a disk that can only be read is named', async ({ skip }) => {
  await using home = await temporaryHome();
  if (!(await canMount(home.folder))) skip('This system does not let the tests mount a disk.');

  const answer = await inOwnMounts(home.folder, 'mount -t tmpfs -o ro tmpfs "$SHOP_HOME"; $ENSURE');

  expect(JSON.parse(answer)).toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('the disk can only be read'),
    next: expect.stringContaining('SHOP_HOME'),
  });
});
