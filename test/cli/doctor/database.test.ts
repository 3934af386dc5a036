import { createServer } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, vi } from 'vitest';
import { migrate } from '#db/migrate.ts';
import { migrationNames } from '#db/migrations.ts';
import { sessions } from '#db/schema.ts';
import { register } from '#domain/accounts.ts';
import { restockItem } from '#domain/assortment.ts';
import { inBareDatabase } from '#test/bare-database.ts';
import { examineIn } from '#test/examine.ts';
import { anItem, aPerson } from '#test/given.ts';
import { aListeningServer } from '#test/listening-server.ts';
import { test } from '#test/run-shop.ts';
import { twoAccounts } from '#test/two-accounts.ts';
import { unchanged } from '#test/unchanged.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('a database of its own account', () => {
  test("is fine when it is README's day-to-day account, and nothing is changed by looking", async ({
    db,
    inside,
  }) => {
    await using accounts = await twoAccounts();
    await accounts.makeOwner();
    const owner = accounts.owner();
    await migrate(owner.db);
    await accounts.makeDaily();
    const env = { ...inside.env, SHOP_DATABASE_URL: accounts.dailyUrl };
    const before = await unchanged(db, inside.home);

    const found = await examineIn(env);
    const doctor = await inside.run(['doctor', '--json'], { env });

    for (const check of ['connection', 'schema', 'rights', 'clock', 'books', 'keychain', 'login']) {
      expect(found(check)).toMatchObject([{ status: 'ok' }]);
    }
    expect(found('rights')).toMatchObject([
      { message: 'This account may do what daily work needs, and no more.' },
    ]);
    expect(found('connection')[0]?.message).not.toContain('a password of one of the two');
    expect(doctor).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(doctor.stdout)).toHaveLength(13);
    expect(await unchanged(db, inside.home)).toEqual(before);

    await accounts.root.execute(
      sql.raw(`REVOKE UPDATE ON ${accounts.name}.item FROM '${accounts.name}_daily'@'localhost'`),
    );
    expect((await examineIn(env))('rights')).toMatchObject([
      {
        status: 'problem',
        code: 'unavailable',
        message: "The database's user may not UPDATE in item.",
        next: expect.stringContaining('GRANT UPDATE ON'),
      },
    ]);
    expect((await examineIn({ ...env, SHOP_DATABASE_URL: accounts.ownerUrl }))('rights')).toMatchObject([
      { status: 'warning', message: expect.stringContaining('owns the database') },
    ]);
    await owner.close();
  });

  test('is warned of when it has rights on the whole server, as root has', async ({ inside }) => {
    const found = await examineIn(inside.env);

    expect(found('rights')).toMatchObject([
      { status: 'warning', message: expect.stringMatching(/rights on the whole server \(A.*, …\)/) },
    ]);
  });
});

describe('tables', () => {
  test('that are not there, of an older or a newer shop, or lost', async ({ inside }) => {
    await inBareDatabase(async (db, url) => {
      const schema = async () => {
        const found = await examineIn({ ...inside.env, SHOP_DATABASE_URL: url });
        return [...found('schema'), ...found('books')];
      };

      expect(await schema()).toMatchObject([
        { status: 'problem', code: 'unavailable', message: 'The database has no tables of shop yet.' },
        { status: 'skipped' },
      ]);
      await migrate(db);
      await db.execute(
        sql`UPDATE shop_migrations SET applied_at = NULL WHERE name = ${migrationNames().at(-1)}`,
      );
      expect(await schema()).toMatchObject([
        { status: 'problem', message: expect.stringContaining('one migration is missing') },
        { status: 'skipped' },
      ]);
      expect((await schema())[0]?.next).toContain('shop db migrate');
      await db.execute(sql`INSERT INTO shop_migrations (name) VALUES ('9999_from_the_future')`);
      expect(await schema()).toMatchObject([
        { status: 'problem', code: 'conflict', message: expect.stringContaining('A newer shop') },
        { status: 'skipped' },
      ]);
      await db.execute(sql`DELETE FROM shop_migrations WHERE name LIKE '9999%'`);
      await db.execute(sql`UPDATE shop_migrations SET applied_at = CURRENT_TIMESTAMP`);
      await db.execute(sql`DROP TABLE favorite_items`);
      expect(await schema()).toMatchObject([
        { status: 'problem', code: 'conflict', message: expect.stringContaining('lost favorite_items') },
        { status: 'skipped' },
      ]);
    });
  });

  test('whose books do not add up', async ({ db, inside }) => {
    const { userId: operatorId } = await aPerson(db, { role: 'operator' });
    const itemId = await anItem(db);
    await restockItem(db, { operatorId, itemId, by: 1 });
    await db.execute(sql`UPDATE item SET stock_available = 100 WHERE id = ${itemId}`);

    const { stdout, stderr, exitCode } = await inside.run([
      'doctor',
      '--fields',
      'check,status',
      '-o',
      'csv',
    ]);

    expect(stdout).toContain('books,problem\r\n');
    expect({ exitCode, stderr }).toEqual({ exitCode: 5, stderr: 'shop: A problem: books.\n' });
  });
});

test('a clock that goes wrong is told with how much', async ({ inside }) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 10 * 60_000 });

  const found = await examineIn(inside.env);

  expect(found('clock')).toMatchObject([
    { status: 'warning', message: "The database's clock is 10 minutes ahead of this machine's." },
  ]);
});

describe('a login', () => {
  test('that holds, that was ended, and one in SHOP_TOKEN', async ({ db, inside }) => {
    await register(db, { username: 'joe', password: 'correct horse' });
    await inside.run(['login', 'joe', '--password-stdin'], { input: 'correct horse' });

    expect((await examineIn(inside.env))('login')).toMatchObject([
      { status: 'ok', message: expect.stringMatching(/^joe, until .*; 5 prompts left\.$/) },
    ]);
    await db.delete(sessions);
    expect((await examineIn(inside.env))('login')).toMatchObject([
      { status: 'warning', message: 'Your login was ended.', next: 'Log in again: shop login' },
    ]);
    expect((await examineIn({ ...inside.env, SHOP_TOKEN: 'rubbish' }))('login')).toMatchObject([
      { status: 'problem', code: 'auth', next: expect.stringContaining('SHOP_TOKEN') },
    ]);
  });
});

describe('a server out of reach', () => {
  const databaseChecks = ['schema', 'rights', 'clock', 'books', 'login'];

  test('is one problem, and what needs it is skipped', async ({ inside }) => {
    const url = 'mysql://joe:marked@127.0.0.1:1/shop';

    const found = await examineIn({ ...inside.env, SHOP_DATABASE_URL: url });
    const { exitCode, stdout, stderr } = await inside.run(['doctor'], { env: { SHOP_DATABASE_URL: url } });

    expect(found('connection')).toMatchObject([
      { status: 'problem', message: expect.stringContaining('mysql://joe@127.0.0.1:1/shop: ') },
    ]);
    expect(found('connection')[0]?.next).not.toContain('db status');
    for (const check of databaseChecks) expect(found(check)).toMatchObject([{ status: 'skipped' }]);
    expect(exitCode).toBe(6);
    expect(stdout + stderr).not.toContain('marked');
  });

  test('that takes connections and says nothing is given up', async ({ inside }) => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;

    const found = await examineIn(
      { ...inside.env, SHOP_DATABASE_URL: `mysql://joe@127.0.0.1:${port}/shop` },
      300,
    );

    server.close();
    expect(found('connection')).toMatchObject([
      {
        status: 'problem',
        code: 'unavailable',
        message: expect.stringContaining('does not answer within 0.3 seconds'),
      },
    ]);
    for (const check of databaseChecks) expect(found(check)).toMatchObject([{ status: 'skipped' }]);
  });

  test('that refuses this user, or offers no encryption', async ({ inside }) => {
    await using server = await aListeningServer();
    const at = (query: string) =>
      examineIn({
        ...inside.env,
        SHOP_DATABASE_URL: `mysql://joe:secret@127.0.0.1:${server.port}/shop${query}`,
      });

    expect((await at(''))('connection')).toMatchObject([
      { message: expect.stringContaining('refuses this user or password'), next: 'Check SHOP_DATABASE_URL.' },
    ]);
    expect((await at('?ssl=required'))('connection')).toMatchObject([
      { message: expect.stringContaining('offers no encryption') },
    ]);
  });
});

test('a URL that means nothing is told without its password', async ({ inside }) => {
  const found = await examineIn({ ...inside.env, SHOP_DATABASE_URL: 'mysql://joe:secret@host/shop?flags=x' });

  expect(found('connection')).toMatchObject([{ status: 'problem', code: 'usage' }]);
  expect(JSON.stringify(found('connection'))).not.toContain('secret');
});
