import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { restoreDump } from '#db/dump/restore.ts';
import { inSnapshot } from '#db/dump/snapshot.ts';
import { migrate } from '#db/migrate.ts';
import { migrationNames, readMigration } from '#db/migrations.ts';
import { seedSample } from '#db/seed.ts';
import { addToCart } from '#domain/cart.ts';
import { cancelOrder, checkOut } from '#domain/orders.ts';
import { startSession } from '#domain/sessions.ts';
import { verify } from '#domain/verify.ts';
import { inBareDatabase } from '#test/bare-database.ts';
import { test as withDatabase } from '#test/database.ts';
import { dumpInto, forgedDump, tables, writeDump } from '#test/dump.ts';
import { allRows, anItem, aPerson, rowsOf, someItems } from '#test/given.ts';
import { asTheFirstShopMadeIt } from '#test/older-shop.ts';

const test = withDatabase.extend<{ file: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern.
  file: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'shop-dump-'));
    await use(join(folder, 'shop.dump'));
    await rm(folder, { recursive: true });
  },
});

const awkward = '☕️ ñandú \u2028\u0000 "quoted" \\ \' ,\r\n\t;茶 \u{1F9FF} ? ';

/** A shop where every table has rows, and some of them are awkward. */
async function aShopAtWork(db: Db) {
  await seedSample(db, { demoPasswords: true });
  await someItems(db, [
    { name: awkward, price: '99999999.99', stock: 2_147_483_647, description: awkward.repeat(1000) },
    { name: '', price: '0.00', stock: 0, description: '', retiredAt: new Date('1999-12-31T23:59:59Z') },
  ]);
  await buy(db, { userId: 1, itemId: 1 });
  const { id } = await buy(db, { userId: 2, itemId: 3 });
  await cancelOrder(db, { userId: 2, orderId: id ?? 0 });
  await addToCart(db, { userId: 2, itemId: 5, quantity: 1 });
  await startSession(db, { userId: 1, device: 'test' });
  await db.execute(sql`UPDATE signing_keys SET secret = ${everyByte}`);
  await db.execute(
    sql`INSERT INTO prompts (id, session_id, question) SELECT ${randomUUID()}, id, ${awkward} FROM sessions`,
  );
  await db.execute(sql`INSERT INTO shop_settings VALUES ('shop.about', ${awkward.repeat(500)})`);
  await db.execute(sql`INSERT INTO sales_months VALUES ('2026-01-01', '1 100 1', '[[1,1,100]]')`);
  await db.execute(
    sql`INSERT INTO login_attempts VALUES (SHA2('x', 256), 3, '2026-01-01 00:00:00.000001', ${randomUUID()})`,
  );
}

// Those that a text would not survive.
const everyByte = Buffer.from(Array.from({ length: 32 }, (_, at) => at * 8 + 7));

async function buy(db: Db, { userId, itemId }: { userId: number; itemId: number }) {
  await addToCart(db, { userId, itemId, quantity: 1 });
  return checkOut(db, { userId, address: 'Here', purchaseKey: randomUUID() });
}

describe('a dump', () => {
  test('brings every row of every table back as it was', ({ db, file }) =>
    inBareDatabase(async (copy) => {
      await aShopAtWork(db);
      await migrate(copy);
      await dumpInto(file, db);

      await restoreDump(copy, { file, overwrite: false });

      const there = await allRows(copy, tables);
      expect(there).toEqual(await allRows(db, tables));
      expect(Object.entries(there).filter(([, rows]) => rows.length === 0)).toEqual([]);
      await buy(copy, { userId: 1, itemId: 2 });
      expect((await verify(copy)).broken).toEqual([]);
    }));

  test('is of one moment: what is bought while it is written is not in it', async ({ db, file }) => {
    await aShopAtWork(db);
    const before = await allRows(db, tables);
    await inSnapshot(db, async (snapshot) => {
      await buy(db, { userId: 1, itemId: 4 });
      await aPerson(db);
      await writeDump(file, snapshot);
    });
    expect(await allRows(db, tables)).not.toEqual(before);

    await restoreDump(db, { file, overwrite: true });

    expect(await allRows(db, tables)).toEqual(before);
  });

  test('leaves its connection as the others are', async ({ databaseUrl, db: other }) => {
    const { db, close } = connect(parseDatabaseUrl(databaseUrl), { poolSize: 1 });
    await inSnapshot(db, async () => {});
    const count = async () =>
      (await rowsOf<{ people: number }>(db, 'SELECT COUNT(*) AS people FROM users'))[0];

    await db.execute(sql`BEGIN`);
    const before = await count();
    await aPerson(other);
    const after = await count();
    await close();

    expect([before, after]).toEqual([{ people: 0 }, { people: 1 }]);
  });
});

describe('restoring', () => {
  test('into a shop that is not empty needs to be told, and then replaces all of it', async ({
    db,
    file,
  }) => {
    await aShopAtWork(db);
    const before = await allRows(db, tables);
    await dumpInto(file, db);
    await aPerson(db);
    await anItem(db);
    await db.execute(sql`DELETE FROM favorite_items`);
    const changed = await allRows(db, tables);

    await expect(restoreDump(db, { file, overwrite: false })).rejects.toMatchObject({ kind: 'conflict' });
    expect(await allRows(db, tables)).toEqual(changed);
    await restoreDump(db, { file, overwrite: true });

    expect(await allRows(db, tables)).toEqual(before);
  });

  test('brings back what was wrong, too: the look at the books tells of it', async ({ db, file }) => {
    await aShopAtWork(db);
    await db.execute(sql`UPDATE stock_movements SET quantity = quantity + 1 WHERE item_id = 4`);
    await dumpInto(file, db);

    await restoreDump(db, { file, overwrite: true });

    expect((await verify(db)).broken).toMatchObject([{ invariant: 2, itemId: 4 }]);
  });

  test('that fails in the middle changes nothing', async ({ db, file }) => {
    await aShopAtWork(db);
    const before = await allRows(db, tables);
    const twice = [
      [1, 'zoe'],
      [2, 'Zoe'],
    ]; // prettier-ignore
    await writeFile(file, forgedDump({ users: { columns: ['id', 'username'], rows: twice } }));

    await expect(restoreDump(db, { file, overwrite: true })).rejects.toMatchObject({ kind: 'conflict' });

    expect(await allRows(db, tables)).toEqual(before);
  });

  test("makes of an older shop's dump one of this", ({ db, file }) =>
    inBareDatabase(async (old) => {
      await asTheFirstShopMadeIt(old);
      await old.execute(sql`INSERT INTO users (id, username, is_registered) VALUES (1, 'joe', TRUE)`);
      await old.execute(
        sql`INSERT INTO item (id, item_name, price, stock_available) VALUES (1, 'Tea', 2, 5)`,
      );
      await old.execute(sql`INSERT INTO orders (id, user_id) VALUES (1, 1)`);
      await old.execute(sql`INSERT INTO order_items (order_id, item_id) VALUES (1, 1)`);
      await dumpInto(file, old);
      await migrate(old);

      await restoreDump(db, { file, overwrite: false });

      expect(await allRows(db, tables)).toEqual(await allRows(old, tables));
    }));

  test('can rely on it that a migration only adds', () => {
    const [, ...later] = migrationNames();
    const statements = later.flatMap((name) => readMigration(name).statements);

    // A dump's rows go into the tables of now, where what its shop did not know yet has its default. A migration that
    // changes rows would have to be done to them as well: see `restoreDump`. An index holds none.
    expect(
      statements.filter(
        (statement) => !/^(CREATE|ALTER TABLE `\w+` ADD|ALTER TABLE `\w+` DROP INDEX) /.test(statement),
      ),
    ).toEqual([]);
  });
});
