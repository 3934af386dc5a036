import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { execa } from 'execa';
import { describe, expect, onTestFinished } from 'vitest';
import { rows } from '#cli/program.ts';
import type { Db } from '#db/connect.ts';
import { item, sessions, users } from '#db/schema.ts';
import { seedSample } from '#db/seed.ts';
import { missingPrograms } from '#test/apt.ts';
import { createDatabase, databaseUrlFor, dropDatabase } from '#test/database.ts';
import { runInside } from '#test/run-inside.ts';
import { type Shopper, shopBin, test } from '#test/run-shop.ts';
import { withShopOnPath } from '#test/shells.ts';

const missing = await missingPrograms('bash', 'jq', 'fish');
if (missing) process.stderr.write(`The examples are not run: ${missing}.\n`);

/** What an example ends with that asks a person, or goes on until Ctrl-C. Every other ends with 0. */
const otherEndings: Record<string, number> = {
  'shop tui': 2,
  'shop tui cart': 2,
  'shop tui items --search mug': 2,
  'shop tui --kiosk --idle 5': 2,
  'shop register': 2,
  'shop login joe': 2,
  'shop account edit': 2,
  'shop account password': 2,
  'shop account delete': 2,
  'shop cart checkout': 2,
  'shop orders reorder 12 && shop cart checkout': 2,
  'shop watch items --stock-below 5': 130,
  'shop watch items --price-below 10 -o ndjson': 130,
};

// What the examples read, and who they speak with.
const files: Record<string, string> = {
  'products.csv': 'name,price,stock\nMug,4.50,3\n',
  'edited-in-a-spreadsheet.csv': 'name,price,stock\nMug,4.50,3\n',
  'prices.txt': 'article;cost\nMug;4,50\n',
  'password.txt': 'shop-demo\n',
  'old-and-new.txt': 'shop-demo\na good new password\n',
  'key.txt': 'sk-example\n',
  'about.txt': 'We sell lamps.\n',
  'bin/ssh': '#!/bin/sh\nshift\nexec sh -c "$*"\n',
};

/** The words that lead to a command, and the examples that its help shows. */
async function examplesOf(usage: string) {
  const way = usage.split(' ').filter((word) => /^[a-z]/.test(word));
  const { stdout } = await runInside([...way, '--help'], { env: {} });
  const lines = stdout.split('\n').flatMap((line) => /^ {2}\$ (.*)$/.exec(line)?.[1] ?? []);
  return { name: way.join(' '), lines };
}

type World = { db: Db; inside: Shopper; cwd: string };

/** What has to be so before the examples of a command, and the database that they are about, if it is another one. */
const prepare: Record<string, (world: World) => Promise<unknown>> = {
  'config get': ({ inside }) => inside.json(['config', 'set', 'chat.model', 'small']),
  'config path': ({ inside }) => inside.json(['config', 'set', 'chat.model', 'small']),
  async 'db seed'({ inside }) {
    const url = await aNewDatabase();
    await inside.json(['db', 'migrate'], { env: { SHOP_DATABASE_URL: url } });
    return url;
  },
  'db migrate': ({ inside, cwd }) =>
    writeFile(join(cwd, 'url-of-the-owner.txt'), `${inside.env.SHOP_DATABASE_URL}\n`),
  async 'db restore'({ inside, cwd }) {
    await inside.json(['db', 'dump', join(cwd, 'shop.dump')]);
    return aNewDatabase();
  },
  register: ({ db }) => db.update(users).set({ username: 'john' }).where(eq(users.username, 'joe')),
};

/** joe, an operator with an order 12, something in the cart and a login elsewhere. */
async function joe(db: Db, inside: Shopper) {
  await seedSample(db, { demoPasswords: true });
  await db.insert(item).values({ name: 'Blue lamp', price: '5.00', stock: 20 });
  await db.update(users).set({ role: 'operator' }).where(eq(users.username, 'joe'));
  await inside.json(['login', 'joe', '--password-stdin'], { input: 'shop-demo\n' });
  await db.execute(sql`ALTER TABLE orders AUTO_INCREMENT = 12`);
  await inside.json(['cart', 'add', '4']);
  await inside.json(['cart', 'checkout', '--address', '1 Main St', '--yes']);
  await inside.json(['cart', 'add', '2']);
  const expiresAt = new Date(Date.now() + 3_600_000);
  await db.insert(sessions).values({
    id: '3f9a27c01b44'.padEnd(64, '0'),
    userId: 1,
    expiresAt: expiresAt.toISOString().slice(0, 19).replace('T', ' '),
  });
}

async function aFolder(shopper: Shopper) {
  const cwd = join(shopper.home, 'work');
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(cwd, name, '..'), { recursive: true });
    await writeFile(join(cwd, name), text);
  }
  await chmod(join(cwd, 'bin', 'ssh'), 0o755);
  const env = await withShopOnPath(shopper);
  return { cwd, env: { ...env, PATH: `${join(cwd, 'bin')}:${env.PATH}` } };
}

/** The URL of a database that has no tables yet. */
async function aNewDatabase(): Promise<string> {
  const name = `shop_${randomBytes(6).toString('hex')}`;
  await createDatabase(name);
  onTestFinished(() => dropDatabase(name));
  return databaseUrlFor(name);
}

/** A `shop` that also writes into `told` what it prints, and whose process can be found. */
async function tellingShop(cwd: string) {
  const script = `#!/bin/bash\nexec > >(tee told)\necho $$ > pid\nexec ${shopBin} "$@"\n`;
  await writeFile(join(cwd, 'bin', 'shop'), script, { mode: 0o755 });
}

/** Changes what can be watched again and again, until it was told of; then Ctrl-C. */
async function untilTold({ db, inside, cwd }: World) {
  let isLow = false;
  const hasTold = async () => {
    isLow = !isLow;
    await db
      .update(item)
      .set({ stock: isLow ? 3 : 30, price: isLow ? '3.00' : '30.00' })
      .where(eq(item.id, 4));
    await inside.json(['cart', 'add', '11']);
    await inside.json(['cart', 'checkout', '--address', '1 Main St', '--yes', '--accept-price-changes']);
    return readFile(join(cwd, 'told'), 'utf8').catch(() => '');
  };
  await expect.poll(hasTold, { interval: 800, timeout: 60_000 }).not.toBe('');
  process.kill(Number(await readFile(join(cwd, 'pid'), 'utf8')), 'SIGINT');
}

const commands: Awaited<ReturnType<typeof examplesOf>>[] = [];
for (const [usage] of rows) commands.push(await examplesOf(usage));

// Of a server that these tests may start and stop.
const ofEmbedded = ['db start', 'db stop'];

test('every command has two of them', () => {
  const fewer = commands.filter(({ lines }) => lines.length < 2);
  expect(fewer.map(({ name }) => name)).toEqual([]);
});

describe.skipIf(missing !== null)('an example in the help does what it says:', () => {
  test.for(commands.flatMap(({ name, lines }) => lines.map((line) => [line, name] as const)))(
    '%s',
    async ([line, name], { db, inside }) => {
      await joe(db, inside);
      const { cwd, env } = await aFolder(inside);
      const world = { db, inside, cwd };
      const other = ofEmbedded.includes(name) ? '' : await prepare[name]?.(world);
      const database: Record<string, string> = typeof other === 'string' ? { SHOP_DATABASE_URL: other } : {};
      const goesOn = name === 'watch';
      if (goesOn) await tellingShop(cwd);

      const [shell, ...options] = line.endsWith('| source') ? ['fish', '--no-config'] : ['bash', '--norc'];
      const running = execa(shell ?? '', [...options, '-c', line], {
        cwd,
        env: { ...env, ...database },
        extendEnv: false,
        reject: false,
        input: '',
      });
      if (goesOn) await untilTold(world);
      const { exitCode, stderr } = await running;

      if (ofEmbedded.includes(name)) await inside.run(['db', 'stop'], { env: database });
      expect({ exitCode, stderr }).toMatchObject({ exitCode: otherEndings[line] ?? 0 });
    },
  );
});
