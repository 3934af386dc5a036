import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { execa } from 'execa';
import { expect } from 'vitest';
import { connect } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { seedSample } from '#db/seed.ts';
import { dumpInto, tables } from '#test/dump.ts';
import { allRows, aPerson } from '#test/given.ts';
import { untilItWaitsForALock } from '#test/locks.ts';
import { shopBin, test } from '#test/run-shop.ts';
import { sharedAccount } from '#test/shared-account.ts';
import { aLogin, startShop } from '#test/shop-process.ts';
import { openTerminal } from '#test/terminal.ts';

test('a shop goes into a file that only its owner can read, and comes back', async ({ db, shopper }) => {
  await seedSample(db, { demoPasswords: false });
  const before = await allRows(db, tables);
  const file = join(shopper.home, 'shop.dump');

  const dumped = await shopper.json<{ rows: number }>(['db', 'dump', file]);
  await db.execute(sql`DELETE FROM favorite_items`);
  const refused = await shopper.run(['db', 'restore', file]);
  const unasked = await shopper.run(['db', 'restore', file, '--overwrite']);
  const restored = await shopper.json(['db', 'restore', file, '--overwrite', '--yes']);

  expect(dumped).toMatchObject({ file, schema: expect.any(String), tables: { item: 10, users: 3 } });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readdir(shopper.home)).filter((name) => name.endsWith('.part'))).toEqual([]);
  expect([refused.exitCode, unasked.exitCode]).toEqual([5, 2]);
  expect(refused.stderr).toContain('--overwrite');
  expect(restored).toMatchObject({ restored: true, rows: dumped.rows, broken: 0 });
  expect(await allRows(db, tables)).toEqual(before);
});

test('a dump goes through a pipe', async ({ db, shopper }) => {
  await seedSample(db, { demoPasswords: false });
  const before = await allRows(db, tables);
  const line = `shop() { "${process.execPath}" "${shopBin}" "$@"; }; shop db dump | shop db restore - --overwrite --yes --json`;

  const { stdout, stderr, exitCode } = await execa('bash', ['-o', 'pipefail', '-c', line], {
    env: { ...shopper.env, TMPDIR: shopper.home },
    extendEnv: false,
  });

  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ restored: true, tables: { item: 10 } });
  expect(stderr).toContain('The dump holds the shop');
  expect((await readdir(shopper.home)).filter((name) => name.startsWith('shop-restore'))).toEqual([]);
  expect(await allRows(db, tables)).toEqual(before);
});

test('a damaged dump changes nothing, and no database is asked', async ({ shopper }) => {
  const env = { SHOP_DATABASE_URL: 'mysql://root@localhost/shop?socket=/nowhere' };

  const { stderr, exitCode } = await shopper.run(['db', 'restore', '-'], { input: 'rubbish', env });

  expect({ stderr, exitCode }).toEqual({
    stderr: 'shop: That is no dump of a shop.\n  shop db dump <file> makes one.\n',
    exitCode: 2,
  });
});

test('who may only read and write rows needs to be an operator', async ({ db, databaseUrl, shopper }) => {
  await seedSample(db, { demoPasswords: false });
  const { userId } = await aPerson(db, { role: 'operator' });
  await using account = await sharedAccount(databaseUrl);
  const env = { SHOP_DATABASE_URL: account.url };
  const file = join(shopper.home, 'shop.dump');

  expect((await shopper.run(['db', 'dump', file], { env })).exitCode).toBe(4);
  const asOperator = { env: { ...env, SHOP_TOKEN: await aLogin(db, userId) } };
  expect((await shopper.run(['db', 'dump', file], asOperator)).exitCode).toBe(0);
  expect((await shopper.run(['db', 'restore', file, '--overwrite', '--yes'], { env })).exitCode).toBe(4);
  expect((await shopper.run(['db', 'restore', file, '--overwrite', '--yes'], asOperator)).exitCode).toBe(0);
});

test('killed in the middle it leaves the shop as it was', async ({ db, databaseUrl, shopper }) => {
  await seedSample(db, { demoPasswords: false });
  const file = join(shopper.home, 'shop.dump');
  await dumpInto(file, db);
  await aPerson(db, { username: 'zoe' });
  const before = await allRows(db, tables);
  const { db: other, close } = connect(parseDatabaseUrl(databaseUrl), { poolSize: 1 });
  await other.execute(sql`BEGIN`);
  await other.execute(sql`SELECT id FROM stock_movements LIMIT 1 FOR UPDATE`);

  // It has emptied the tables before that one when it comes to wait.
  const words = ['db', 'restore', file, '--overwrite', '--yes'];
  const restoring = await startShop(words, { token: '', url: databaseUrl });
  await untilItWaitsForALock(db, 'DELETE FROM `stock_movements`');
  restoring.kill();
  await restoring.ended;
  await other.execute(sql`ROLLBACK`);
  await close();

  await expect.poll(() => allRows(db, tables), { timeout: 60_000 }).toEqual(before);
});

test('a person at a terminal is asked before a shop is replaced', async ({ db, shopper }) => {
  await seedSample(db, { demoPasswords: false });
  const file = join(shopper.home, 'shop.dump');
  await dumpInto(file, db);
  await aPerson(db);
  const before = await allRows(db, tables);
  await using terminal = await openTerminal(
    process.execPath,
    [shopBin, 'db', 'restore', file, '--overwrite'],
    {
      columns: 120,
      env: shopper.env,
    },
  );

  await terminal.waitFor(/Replace 10 items, 4 people and 3 orders by the shop of 2/);
  terminal.press('Enter');

  expect((await terminal.exit).code).toBe(2);
  expect(await allRows(db, tables)).toEqual(before);
});
