import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { is, sql } from 'drizzle-orm';
import { getTableConfig, MySqlTable } from 'drizzle-orm/mysql-core';
import { describe, expect, test } from 'vitest';
import { migrate } from '#db/migrate.ts';
import { migrationNames, readMigration } from '#db/migrations.ts';
import * as schema from '#db/schema.ts';
import { getCart } from '#domain/cart.ts';
import { checkOut } from '#domain/orders.ts';
import { inBareDatabase } from '#test/bare-database.ts';
import { changeItem, rowsOf } from '#test/given.ts';
import { asTheFirstShopMadeIt, forgetAllBut } from '#test/older-shop.ts';

const run = promisify(execFile);
const migrateOnce = fileURLToPath(new URL('../support/migrate-once.ts', import.meta.url));

describe('migrating', () => {
  test('makes every table and column of the schema, once', () =>
    inBareDatabase(async (db) => {
      const first = await migrate(db);
      const second = await migrate(db);

      expect(first.applied).toEqual(migrationNames());
      expect(second.applied).toEqual([]);
      for (const table of Object.values(schema)) {
        if (is(table, MySqlTable)) expect(await db.select().from(table)).toEqual([]);
      }
    }));

  test('makes every key, check and reference that the schema names', () =>
    inBareDatabase(async (db) => {
      await migrate(db);
      const there = await rowsOf<{ name: string }>(
        db,
        `SELECT DISTINCT INDEX_NAME AS name FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
         UNION SELECT CONSTRAINT_NAME FROM information_schema.TABLE_CONSTRAINTS WHERE TABLE_SCHEMA = DATABASE()`,
      );

      const names = new Set(there.map(({ name }) => name));
      for (const table of Object.values(schema)) {
        if (!is(table, MySqlTable)) continue;
        const { indexes, checks, foreignKeys } = getTableConfig(table);
        for (const { config } of indexes) expect(names).toContain(config.name);
        for (const check of checks) expect(names).toContain(check.name);
        for (const key of foreignKeys) expect(names).toContain(key.getName());
      }
      expect(names).toContain('item_words');
    }));

  test('gives a latin1 database the characters of the whole world', () =>
    inBareDatabase(async (db) => {
      await migrate(db);
      const name = '茶 🍵 ñandú Ж';
      await db.insert(schema.item).values({ name, price: '1.00' });

      expect(await db.select({ name: schema.item.name }).from(schema.item)).toEqual([{ name }]);
      const collations = await rowsOf(
        db,
        'SELECT DISTINCT TABLE_COLLATION AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
      );
      expect(collations).toEqual([{ name: 'utf8mb4_unicode_520_ci' }]);
    }));

  test('by several processes and connections at once happens once', () =>
    inBareDatabase(async (db, url) => {
      const processes = [1, 2, 3].map(() => run(process.execPath, [migrateOnce, url]));
      const own = [migrate(db), migrate(db)];

      const printed = (await Promise.all(processes)).map(({ stdout }) => JSON.parse(stdout) as string[]);
      const applied = [...printed, ...(await Promise.all(own)).map((one) => one.applied)];

      expect(applied.flat()).toEqual(migrationNames());
    }));

  test('that was killed half way goes on where it stopped', () =>
    inBareDatabase(async (db) => {
      const [name = '', ...later] = migrationNames();
      const [first = '', second = ''] = readMigration(name).statements;
      await migrate(db);
      await db.execute(sql`SET FOREIGN_KEY_CHECKS = 0`);
      await forgetAllBut(db, ['shop_migrations']);
      for (const statement of [first, second]) await db.execute(sql.raw(statement));
      // The second statement was done; the note about it was not written any more.
      await db.execute(sql`DELETE FROM shop_migrations WHERE name <> ${name}`);
      await db.execute(sql`UPDATE shop_migrations SET statements_done = 1, applied_at = NULL`);

      const { applied } = await migrate(db);

      expect([first, second].map((statement) => /CREATE TABLE `(\w+)`/.exec(statement)?.[1])).toEqual([
        'users',
        'item',
      ]);
      expect(applied).toEqual([name, ...later]);
      expect(await db.select().from(schema.stockMovements)).toEqual([]);
    }));

  test("keeps the open cart of an older shop: it is bought at today's price", () =>
    inBareDatabase(async (db) => {
      const later = await asTheFirstShopMadeIt(db);
      const [userId, itemId] = [1, 1];
      // In SQL: what came into these tables since has no place in them yet.
      for (const statement of [
        "INSERT INTO users (id, username, is_registered) VALUES (1, 'jo', TRUE)",
        "INSERT INTO item (id, item_name, price, stock_available) VALUES (1, 'Lamp', 8.75, 5)",
        'INSERT INTO orders (id, user_id) VALUES (1, 1)',
        'INSERT INTO order_items (order_id, item_id, item_quantities) VALUES (1, 1, 2)',
      ]) {
        await db.execute(sql.raw(statement));
      }
      const old = await getCart(db, userId).catch((error: unknown) => error);

      const { applied } = await migrate(db);

      expect(old).toMatchObject({ kind: 'unavailable', next: 'shop db migrate' });
      expect(applied).toEqual(later);
      expect((await getCart(db, userId)).items).toMatchObject([{ quantity: 2, shownPriceCents: null }]);
      await changeItem(db, itemId, { price: '9.10' });
      const order = await checkOut(db, { userId, address: 'Here', purchaseKey: randomUUID() });
      expect(order.totalCents).toBe(1820);
    }));

  test('leaves a database alone that a newer shop has migrated', () =>
    inBareDatabase(async (db) => {
      await migrate(db);
      await db.execute(
        sql`INSERT INTO shop_migrations (name, applied_at) VALUES ('9999_later', CURRENT_TIMESTAMP)`,
      );

      await expect(migrate(db)).rejects.toMatchObject({
        kind: 'conflict',
        message: /newer shop.*9999_later/,
      });
    }));

  test('names every table and column that was dropped since, and makes no empty ones', () =>
    inBareDatabase(async (db) => {
      await migrate(db);
      await db.execute(sql`DROP TABLE favorite_items`);
      await db.execute(sql`ALTER TABLE users DROP COLUMN phone`);

      await expect(migrate(db)).rejects.toMatchObject({
        kind: 'conflict',
        details: { missing: ['users.phone', 'favorite_items'] },
        next: /backup/,
      });

      expect(await rowsOf(db, "SHOW TABLES LIKE 'favorite\\_items'")).toEqual([]);
    }));

  test("touches nobody else's tables of the same names", () =>
    inBareDatabase(async (db) => {
      await db.execute(sql`CREATE TABLE users (nickname VARCHAR(20))`);
      await db.execute(sql`INSERT INTO users VALUES ('zoe')`);

      await expect(migrate(db)).rejects.toMatchObject({ kind: 'conflict' });

      expect(await rowsOf(db, 'SELECT * FROM users')).toEqual([{ nickname: 'zoe' }]);
    }));
});
