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

// A large number comes as text.
const quoted = (value: string | number = '') => (/^\d+$/.test(`${value}`) ? `${value}` : `'${value}'`);

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a connection', () => {
  test('has its settings, whatever the server takes by default', async ({ databaseUrl }) => {
    const admin = connectToServer(inject('nodes')[0]);
    const isolation = inject('flavor') === 'mysql' ? 'transaction_isolation' : 'tx_isolation';
    const odd: Record<string, string> = {
      sql_mode: "'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'",
      time_zone: "'-05:00'",
      character_set_client: "'latin1'",
      collation_connection: "'latin1_german1_ci'",
      [isolation]: "'SERIALIZABLE'",
      autocommit: '0',
      sql_safe_updates: '1',
      sql_select_limit: '1',
      completion_type: "'CHAIN'",
      innodb_lock_wait_timeout: '50',
    };
    const names = Object.keys(odd);
    const [before] = await rowsOf<Record<string, string | number>>(
      admin.db,
      `SELECT ${names.map((name) => `@@GLOBAL.${name} AS ${name}`)}`,
    );
    const setAll = (values: Record<string, string>) =>
      admin.db.execute(sql.raw(`SET ${names.map((name) => `GLOBAL ${name} = ${values[name]}`)}`));
    await setAll(odd);
    const { db, close } = connect(parseDatabaseUrl(onOneNode(databaseUrl)), { poolSize: 2 });

    const ask = () =>
      rowsOf(db, `SELECT ${names.map((name) => `@@${name} AS ${name}`)}, CONNECTION_ID() AS id`);
    const [[first], [second]] = await Promise.all([ask(), ask()]);
    const name = "\\' OR 1=1 -- ";
    await db.insert(item).values({ name, price: '1.00' });
    const [kept] = await db.select({ name: item.name }).from(item);

    await setAll(Object.fromEntries(names.map((name) => [name, quoted(before?.[name])])));
    await Promise.all([close(), admin.close()]);
    const pinned = {
      sql_mode: expect.stringMatching(/^(?!.*(NO_BACKSLASH_ESCAPES|ANSI_QUOTES)).*STRICT_TRANS_TABLES/),
      time_zone: '+00:00',
      character_set_client: 'utf8mb4',
      collation_connection: 'utf8mb4_unicode_520_ci',
      [isolation]: 'READ-COMMITTED',
      autocommit: 1,
      sql_safe_updates: 0,
      sql_select_limit: '18446744073709551615',
      completion_type: 'NO_CHAIN',
      innodb_lock_wait_timeout: 5,
    };
    expect(first).toEqual({ ...pinned, id: expect.any(Number) });
    expect(second).toEqual({ ...pinned, id: expect.any(Number) });
    expect((first as { id: number }).id).not.toBe((second as { id: number }).id);
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

    // Slow enough that the first connection has not answered all before there is a second.
    const slowly = () => rowsOf<{ id: number }>(db, 'SELECT CONNECTION_ID() AS id, SLEEP(0.2)');
    const answers = await Promise.all(Array.from({ length: 12 }, slowly));

    await close();
    expect(new Set(answers.map(([one]) => one?.id)).size).toBe(2);
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

  test('about missing rights names the one that is missing, or whose it is', async () => {
    const name = `bare_${randomBytes(6).toString('hex')}`;
    await createDatabase(name);
    const admin = connectToServer(inject('nodes')[0]);
    await admin.db.execute(sql.raw(`CREATE TABLE ${name}.mine (id INT)`));
    await admin.db.execute(sql.raw(`CREATE USER ${name}@localhost`));
    const url = onOneNode(databaseUrlFor(name).replace('root@', `${name}@`));
    const { db, close } = connect(parseDatabaseUrl(url), { poolSize: 1 });
    const refusals: Record<string, string> = {
      'SELECT 1': `The database is not there, or its user has no right to it. | Its administrator makes it, and gives '${name}'@'localhost' the rights that the README lists below "Two accounts".`,
    };
    const said: Record<string, string> = {};
    const tell = async (statement: string) => {
      const failure = await failureOf(db.execute(sql.raw(statement)));
      said[statement] =
        failure instanceof ShopError ? `${failure.message} | ${failure.next}` : String(failure);
    };
    const owners =
      'The database\'s user may not do this: only its owner may. | Do it with the account that owns the database (README, "Two accounts").';

    await tell('SELECT 1');
    await admin.db.execute(sql.raw(`GRANT SELECT ON ${name}.* TO ${name}@localhost`));
    for (const statement of [
      'CREATE TABLE more (id INT)',
      'DROP TABLE mine',
      'SET GLOBAL max_connections = 9',
    ]) {
      await tell(statement);
      refusals[statement] = owners;
    }
    await tell('DELETE FROM mine');
    // MySQL's message leaves the database out.
    const named = inject('flavor') === 'mysql' ? '' : `${name}.`;
    refusals['DELETE FROM mine'] =
      `The database's user may not DELETE in mine. | As its administrator: GRANT DELETE ON ${named}mine TO '${name}'@'localhost' (README, "Two accounts").`;

    await admin.db.execute(sql.raw(`DROP USER ${name}@localhost`));
    await Promise.all([close(), admin.close(), dropDatabase(name)]);
    expect(said).toEqual(refusals);
  });

  test('about encryption that cannot be had, or is not proven, is final', async () => {
    const { db, close } = connect(parseDatabaseUrl(`${databaseUrlFor('mysql')}&ssl=verify`), { poolSize: 1 });

    const failure = await failureOf(inTransaction(db, (tx) => tx.execute(sql`SELECT 1`)));

    await close();
    // MariaDB 10.11 has no certificate; MySQL makes one for itself, which nobody vouches for.
    const message = inject('flavor') === 'mysql' ? /vouches for the certificate/ : /offers no encryption/;
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
