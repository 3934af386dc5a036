import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, inject } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { inTransaction } from '#db/retry.ts';
import { item, users } from '#db/schema.ts';
import { ShopError } from '#domain/errors.ts';
import {
  connectToServer,
  createDatabase,
  databaseUrlFor,
  dropDatabase,
  onOneNode,
  test,
} from '#test/database.ts';
import { rowsOf } from '#test/given.ts';
import { openProxy } from '#test/proxy.ts';

const connectionId = async (db: Db) =>
  (await rowsOf<{ id: number }>(db, 'SELECT CONNECTION_ID() AS id'))[0]?.id;

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a connection', () => {
  test('has its settings, whatever the server takes by default', async ({ databaseUrl }) => {
    const admin = connectToServer(inject('nodes')[0]);
    const [before] = await rowsOf<{ mode: string }>(admin.db, 'SELECT @@GLOBAL.sql_mode AS mode');
    await admin.db.execute(
      sql`SET GLOBAL sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES', GLOBAL time_zone = '-05:00'`,
    );
    const { db, close } = connect(parseDatabaseUrl(onOneNode(databaseUrl)), { poolSize: 1 });

    const [settings] = await rowsOf<{ mode: string; zone: string; wait: number }>(
      db,
      'SELECT @@sql_mode AS mode, @@time_zone AS zone, @@innodb_lock_wait_timeout AS wait',
    );
    const name = "\\' OR 1=1 -- ";
    await db.insert(item).values({ name, price: '1.00' });
    const [kept] = await db.select({ name: item.name }).from(item);

    await admin.db.execute(sql`SET GLOBAL sql_mode = ${before?.mode ?? ''}, GLOBAL time_zone = 'SYSTEM'`);
    await Promise.all([close(), admin.close()]);
    expect(settings).toMatchObject({
      mode: expect.stringMatching(/STRICT_TRANS_TABLES/),
      zone: '+00:00',
      wait: 5,
    });
    expect(settings?.mode).not.toMatch(/NO_BACKSLASH_ESCAPES|ANSI_QUOTES/);
    expect(kept).toEqual({ name });
  });

  test('reads what other transactions have committed', async ({ db: _, databaseUrl }) => {
    const target = parseDatabaseUrl(onOneNode(databaseUrl));
    const { db, close } = connect(target, { poolSize: 1 });
    const other = connect(target, { poolSize: 1 });
    await db.insert(users).values({ username: 'joe' });
    await other.db.execute(sql`BEGIN`);
    const before = await other.db.select().from(users);
    await db.insert(users).values({ username: 'smith' });

    const after = await other.db.select().from(users);

    await Promise.all([close(), other.close()]);
    expect([before.length, after.length]).toEqual([1, 2]);
  });

  test('that dies unused leaves the pool, and the next query gets another', async ({ databaseUrl }) => {
    const { db, close } = connect(parseDatabaseUrl(onOneNode(databaseUrl)), { poolSize: 1 });
    const admin = connectToServer(inject('nodes')[0]);
    const id = await connectionId(db);
    await admin.db.execute(sql.raw(`KILL ${id}`));
    const gone = async () =>
      (await rowsOf(admin.db, `SELECT 1 FROM information_schema.PROCESSLIST WHERE ID = ${id}`)).length === 0;
    await expect.poll(gone).toBe(true);

    // The farewell may still be on its way to this process: then one query meets it, and says that it was lost.
    const first = await failureOf(connectionId(db));
    const next = await connectionId(db);

    await Promise.all([close(), admin.close()]);
    if (first !== undefined) expect(first).toMatchObject({ kind: 'unavailable' });
    expect(next).toBeGreaterThan(id ?? 0);
  });

  test('does without the settings of clusters where the server was built without them', async ({
    databaseUrl,
  }) => {
    const older = await openProxy(inject('socket'), {
      // As long as the true name, so that the packet keeps its length.
      onStatement: ({ bytes }) => {
        const at = bytes.indexOf('wsrep_sync_wait');
        if (at > 0) bytes.write('wsrep_sync_what', at);
      },
    });
    const target = { ...parseDatabaseUrl(databaseUrl), socketPath: older.socketPath };
    const { db, close } = connect(target, { poolSize: 3 });

    const waits = await Promise.all(
      [1, 2, 3, 4].map(() => rowsOf(db, 'SELECT @@innodb_lock_wait_timeout AS wait')),
    );

    await close();
    await older[Symbol.asyncDispose]();
    expect(waits.flat()).toEqual([{ wait: 5 }, { wait: 5 }, { wait: 5 }, { wait: 5 }]);
  });

  test('asks for only as many as it may have', async ({ databaseUrl }) => {
    const { db, close } = connect(parseDatabaseUrl(databaseUrl), { poolSize: 2 });

    const ids = await Promise.all(Array.from({ length: 12 }, () => connectionId(db)));

    await close();
    expect(new Set(ids).size).toBe(2);
  });

  test('opens nothing until it is asked, and is closed at once when the server says nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shop-silent-'));
    const socketPath = join(folder, 'silent.sock');
    const silent = createServer().listen(socketPath);
    let visits = 0;
    silent.on('connection', () => {
      visits += 1;
    });
    const { db, close } = connect({ socketPath, user: 'root' }, { poolSize: 1 });
    const unasked = visits;

    const failure = failureOf(db.execute(sql`SELECT 1`));
    await once(silent, 'connection');
    await close();

    silent.close();
    await rm(folder, { recursive: true });
    expect(unasked).toBe(0);
    expect(failure).toBeInstanceOf(Promise);
  });
});

describe('what the driver says', () => {
  test('is a refusal with a next step', async () => {
    const nobody = connect(
      { ...parseDatabaseUrl(databaseUrlFor('shop')), user: 'nobody', password: 'hunter2' },
      { poolSize: 1 },
    );
    const nowhere = connect({ socketPath: `${inject('socket')}.none`, user: 'root' }, { poolSize: 1 });
    const unknown = connect(parseDatabaseUrl(databaseUrlFor('no_such_database')), { poolSize: 1 });

    const failures = await Promise.all(
      [nobody, nowhere, unknown].map(({ db }) => failureOf(db.execute(sql`SELECT 1`))),
    );

    await Promise.all([nobody, nowhere, unknown].map(({ close }) => close()));
    expect(failures).toMatchObject([
      { kind: 'unavailable', message: /refuses this user/, next: 'Check SHOP_DATABASE_URL.' },
      { kind: 'unavailable', message: /cannot be reached \(ENOENT\)/ },
      { kind: 'unavailable', message: /does not exist/ },
    ]);
    expect(JSON.stringify(failures)).not.toContain('hunter2');
  });

  test('about missing rights names the statement that gives them', async () => {
    const name = `bare_${randomBytes(6).toString('hex')}`;
    await createDatabase(name);
    const admin = connectToServer(inject('nodes')[0]);
    await admin.db.execute(sql.raw(`CREATE USER ${name}@localhost`));
    const url = onOneNode(databaseUrlFor(name).replace('root@', `${name}@`));
    const { db, close } = connect(parseDatabaseUrl(url), { poolSize: 1 });

    const outside = await failureOf(db.execute(sql`SELECT 1`));
    await admin.db.execute(sql.raw(`GRANT SELECT ON ${name}.* TO ${name}@localhost`));
    const inside = await failureOf(db.execute(sql`CREATE TABLE mine (id INT)`));

    await admin.db.execute(sql.raw(`DROP USER ${name}@localhost`));
    await Promise.all([close(), admin.close(), dropDatabase(name)]);
    expect(outside).toMatchObject({
      kind: 'unavailable',
      message: /no right to it/,
      next: `As its administrator: GRANT ALL PRIVILEGES ON \`${name}\`.* TO '${name}'@'localhost'`,
    });
    expect(inside).toMatchObject({
      kind: 'unavailable',
      message: /too few rights/,
      next: /GRANT ALL PRIVILEGES/,
    });
  });

  test('about encryption that cannot be had, or is not proven, is final', async () => {
    const { db, close } = connect(parseDatabaseUrl(`${databaseUrlFor('mysql')}&ssl=verify`), { poolSize: 1 });

    const failure = await failureOf(inTransaction(db, (tx) => tx.execute(sql`SELECT 1`)));

    await close();
    // MariaDB 10.11 has no certificate; MySQL makes one for itself, which nobody vouches for.
    const message = inject('flavor') === 'mysql' ? /does not prove who it is/ : /offers no encryption/;
    expect(failure).toMatchObject({ kind: 'unavailable', message });
  });

  test('about missing tables names the command that makes them', async () => {
    const { db, close } = connectToServer();
    await db.execute(sql`USE mysql`);

    const failure = await failureOf(db.select().from(item));

    await close();
    expect(failure).toMatchObject({ kind: 'unavailable', next: 'shop db migrate' });
  });

  test('never carries along what was put into the statement', async ({ db }) => {
    const person = { username: 'joe', hashedPassword: 'hash-of-joe' };
    await db.insert(users).values(person);

    const failure = await failureOf(db.insert(users).values(person));

    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toBeInstanceOf(ShopError);
    expect(failure).toMatchObject({ errno: 1062 });
    expect(String(failure) + JSON.stringify(failure)).not.toContain('hash-of-joe');
  });
});
