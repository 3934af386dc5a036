import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Checkout, install, installServer, prepare, tinyCheckout } from './checkout.ts';

const builds = async ({ folder }: Checkout) =>
  (await readFile(join(folder, 'dist/main.cjs'), 'utf8')).split('\n').length - 1;
const silent = { code: 0, stdout: '', stderr: '' };

test('a fresh clone is installed and built; the second time there is nothing to do or to say', async () => {
  await using checkout = await tinyCheckout();
  await installServer(checkout);

  const first = await prepare(checkout);
  const second = await prepare(checkout);

  expect(first).toEqual({ code: 0, stdout: '', stderr: 'Installing packages (npm ci) …\nBuilding …\n' });
  expect(second).toEqual(silent);
  expect(await builds(checkout)).toBe(1);
});

test('installs and builds whatever the person told npm to leave out', async () => {
  await using checkout = await tinyCheckout();
  await installServer(checkout);

  const { code, stderr } = await prepare(checkout, {
    NODE_ENV: 'production',
    npm_config_omit: 'dev',
    npm_config_ignore_scripts: 'true',
    npm_config_engine_strict: 'true',
  });

  expect({ code, stderr }).toEqual({ code: 0, stderr: 'Installing packages (npm ci) …\nBuilding …\n' });
});

test.for([
  ['a changed source', 'src/main.ts', 'Building …\n'],
  ['a new source', 'src/other.ts', 'Building …\n'],
  ['another lock file', 'package-lock.json', 'Installing packages (npm ci) …\nBuilding …\n'],
] as const)('%s is noticed', async ([, name, said]) => {
  await using checkout = await tinyCheckout();
  await installServer(checkout);
  await prepare(checkout);
  const file = join(checkout.folder, name);

  // The versions of a lock file that npm can install without a registry are few: pebble's own is one.
  const before = await readFile(file, 'utf8').catch(() => '');
  await writeFile(join(checkout.folder, 'pebble/package.json'), '{"name":"pebble","version":"1.0.1"}');
  await writeFile(file, before.replace('"pebble":{"version":"1.0.0"}', '"pebble":{"version":"1.0.1"}'));
  await utimes(file, new Date(Date.now() + 5_000), new Date(Date.now() + 5_000));
  const changed = await prepare(checkout);

  expect(changed).toEqual({ code: 0, stdout: '', stderr: said });
});

test('a source that was deleted is noticed', async () => {
  await using checkout = await tinyCheckout();
  await installServer(checkout);
  await writeFile(join(checkout.folder, 'src/other.ts'), '');
  await prepare(checkout);

  await rm(join(checkout.folder, 'src/other.ts'));
  const { stderr } = await prepare(checkout);

  expect(stderr).toBe('Building …\n');
});

test('packages that somebody installed by hand are not installed again', async () => {
  await using checkout = await tinyCheckout();
  await installServer(checkout);
  await prepare(checkout);

  await rm(join(checkout.folder, 'node_modules/.shop-installed'));
  const again = await prepare(checkout);

  expect(again).toEqual(silent);
});

test('an interrupted build is done again', async () => {
  await using checkout = await tinyCheckout();
  await installServer(checkout);
  await prepare(checkout);

  await writeFile(join(checkout.folder, 'build.js'), 'process.exit(3)');
  await utimes(
    join(checkout.folder, 'src/main.ts'),
    new Date(Date.now() + 5_000),
    new Date(Date.now() + 5_000),
  );
  const failed = await prepare(checkout);
  await utimes(join(checkout.folder, 'src/main.ts'), 0, 0);
  await writeFile(join(checkout.folder, 'build.js'), '');
  const again = await prepare(checkout);

  expect(failed).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/npm run build.* failed \(3\)/),
  });
  expect(again).toEqual({ code: 0, stdout: '', stderr: 'Building …\n' });
});

test('a failed installation shows what npm said', async () => {
  await using checkout = await tinyCheckout();
  await installServer(checkout);
  await writeFile(join(checkout.folder, 'package-lock.json'), '{}');

  const { code, stdout, stderr } = await prepare(checkout);

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/npm error[\s\S]*npm ci .* failed/);
});

test('without a server and without apt the ways to one are named', async () => {
  await using checkout = await tinyCheckout();

  const { code, stderr } = await prepare(checkout);

  expect(code).toBe(1);
  expect(stderr).toMatch(
    /No database server is installed[\s\S]*apt install[\s\S]*docker compose up -d[\s\S]*SHOP_DATABASE_URL/,
  );
});

test('with SHOP_DATABASE_URL a server is needed by the tests alone', async () => {
  await using checkout = await tinyCheckout();
  const elsewhere = { SHOP_DATABASE_URL: 'mysql://root@127.0.0.1/shop' };

  const start = await prepare(checkout, { ...elsewhere, npm_lifecycle_event: 'prestart' });
  const tests = await prepare(checkout, { ...elsewhere, npm_lifecycle_event: 'pretest' });

  expect([start.code, tests.code]).toEqual([0, 1]);
});

test('installs a server with apt, as root or by sudo, and says so', async () => {
  await using checkout = await tinyCheckout();
  await install(checkout, 'sudo', '[ "$1" = -n ] && shift && exec "$@"');
  // Stands for Debian's: it keeps what it was asked and leaves what the packages would.
  const install_ = `for name in mariadbd my_print_defaults; do touch "${checkout.programs}/$name"; chmod +x "${checkout.programs}/$name"; done`;
  await install(
    checkout,
    'apt-get',
    `echo "$DEBIAN_FRONTEND $*" >>"${checkout.folder}/asked"; case "$*" in *install*) ${install_};; esac`,
  );

  const { code, stderr } = await prepare(checkout);
  const asked = await readFile(join(checkout.folder, 'asked'), 'utf8');

  expect(code).toBe(0);
  expect(stderr).toContain(
    'Installing a database server (apt-get install mariadb-server-core mariadb-client-core) …\n',
  );
  expect(asked.split('\n').filter((line) => line.startsWith('noninteractive'))).toEqual([
    expect.stringMatching(/update$/),
    expect.stringMatching(/install -y .*mariadb-server-core mariadb-client-core$/),
  ]);
});

test('an apt that fails shows what it said, and the other ways', async () => {
  await using checkout = await tinyCheckout();
  await install(checkout, 'sudo', '[ "$1" = -n ] && shift && exec "$@"');
  await install(
    checkout,
    'apt-get',
    'case "$*" in *install*) echo "E: Unable to locate package"; exit 100;; esac',
  );

  const { code, stderr } = await prepare(checkout);

  expect(code).toBe(1);
  expect(stderr).toMatch(
    /Unable to locate package[\s\S]*could not install a database server[\s\S]*SHOP_DATABASE_URL/,
  );
});
