import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { type Checkout, run, tinyCheckout } from './checkout.ts';

const shop = ({ folder }: Checkout) => join(folder, 'bin/shop.js');
const home = ({ folder }: Checkout) => ({ ...process.env, SHOP_HOME: join(folder, 'home') });

/** Stands for the program: tells its Node and what it was given. */
async function built({ folder }: Checkout, main: string) {
  await mkdir(join(folder, 'dist'));
  await writeFile(join(folder, 'dist/main.cjs'), main);
}

// Machines with an older Node on their PATH are those that this is for.
const oldNode = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find(isOld);

function isOld(node: string): boolean {
  if (!existsSync(node)) return false;
  const [major = 0, minor = 0] = execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' })
    .split('.')
    .map(Number);
  return major < 22 || (major === 22 && minor < 12);
}

test('hands on its arguments', async () => {
  await using checkout = await tinyCheckout();
  await built(checkout, 'console.log(JSON.stringify(process.argv.slice(2)))');

  const { code, stdout } = await run(
    process.execPath,
    [shop(checkout), 'items', 'list', '--search', 'a b'],
    home(checkout),
  );

  expect({ code, stdout: JSON.parse(stdout) }).toEqual({
    code: 0,
    stdout: ['items', 'list', '--search', 'a b'],
  });
});

test('tells how to build a checkout that is not built', async () => {
  await using checkout = await tinyCheckout();

  const { code, stdout, stderr } = await run(process.execPath, [shop(checkout)], home(checkout));

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^shop: shop is not built yet\.\nRun `npm run build`/);
});

test('npm start lists the items where nobody looks at a screen, and hands on what it is given', async () => {
  await using checkout = await tinyCheckout();
  await built(checkout, 'console.log(process.argv.slice(2).join(" "))');
  const start = join(checkout.folder, 'scripts/start.js');

  const alone = await run(process.execPath, [start], home(checkout));
  const asked = await run(process.execPath, [start, 'cart', 'show'], home(checkout));

  expect([alone, asked]).toMatchObject([
    { code: 0, stdout: 'items list\n' },
    { code: 0, stdout: 'cart show\n' },
  ]);
});

test.runIf(oldNode)(
  'on an older Node the one of the checkout is used, and how it ends is handed on',
  async () => {
    await using checkout = await tinyCheckout();
    await built(checkout, 'console.log(process.version, process.argv[2]); process.exitCode = 7');
    await mkdir(join(checkout.folder, 'node_modules/.bin'), { recursive: true });
    await symlink(process.execPath, join(checkout.folder, 'node_modules/.bin/node'));

    const ended = await run(oldNode ?? '', [shop(checkout), 'cart'], home(checkout));

    expect(ended).toMatchObject({ code: 7, stdout: `${process.version} cart\n` });
  },
);

test.runIf(oldNode)(
  'a signal to the older Node reaches the program, whose end by a signal is handed on',
  async () => {
    await using checkout = await tinyCheckout();
    await built(
      checkout,
      `process.on('SIGTERM', () => { console.log('asked to end'); process.removeAllListeners('SIGTERM'); process.kill(process.pid, 'SIGTERM'); });
     setInterval(() => {}, 1_000); process.kill(process.ppid, 'SIGTERM');`,
    );
    await mkdir(join(checkout.folder, 'node_modules/.bin'), { recursive: true });
    await symlink(process.execPath, join(checkout.folder, 'node_modules/.bin/node'));

    const { code, stdout } = await run(oldNode ?? '', [shop(checkout)], home(checkout));

    expect({ code, stdout }).toEqual({ code: null, stdout: 'asked to end\n' });
  },
);

test.runIf(oldNode)('an older Node alone is told which one is needed', async () => {
  await using checkout = await tinyCheckout();
  await built(checkout, '');

  const { code, stderr } = await run(oldNode ?? '', [shop(checkout)], home(checkout));

  expect(code).toBe(1);
  expect(stderr).toMatch(/^shop: shop needs Node 22\.12 or newer; this is /);
});

test('V8’s code is kept by the first run; what a crash has left of it is made anew', async () => {
  await using checkout = await tinyCheckout();
  await built(checkout, "process.stdout.write(require('./chunks/text-1.cjs').text());");
  const chunks = join(checkout.folder, 'dist/chunks');
  const cache = join(checkout.folder, 'home/cache', `${process.version}-${process.arch}`);
  await mkdir(chunks);
  await writeFile(join(chunks, 'text-1.cjs'), `exports.text = () => '${'x'.repeat(20_000)}';`);
  const told = async () => (await run(process.execPath, [shop(checkout)], home(checkout))).stdout.length;

  expect(await told()).toBe(20_000);
  const kept = await readFile(join(cache, 'text-1.cjs'));
  expect(await told()).toBe(20_000);
  expect(await readFile(join(cache, 'text-1.cjs'))).toEqual(kept);

  for (const left of [Buffer.alloc(kept.length), kept.fill(0, 8192, 12_288), kept.subarray(0, 9000)]) {
    await writeFile(join(cache, 'text-1.cjs'), left);
    expect(await told()).toBe(20_000);
    expect(await readFile(join(cache, 'text-1.cjs'))).not.toEqual(left);
  }
  await writeFile(join(cache, 'of-an-older-build-1.cjs'), '');
  await writeFile(join(cache, 'text-1.cjs'), '');
  await told();
  expect(await readdir(cache)).toEqual(['text-1.cjs']);
});
