import { is, sql } from 'drizzle-orm';
import { getTableConfig, MySqlTable } from 'drizzle-orm/mysql-core';
import { test as base, describe, expect } from 'vitest';
import { ask } from '#assistant/ask.ts';
import type { Db } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { latestMigration } from '#db/migrations.ts';
import { dailyRights } from '#db/rights.ts';
import * as schema from '#db/schema.ts';
import { seedSample } from '#db/seed.ts';
import { databaseStatus } from '#db/status.ts';
import { writeAbout } from '#domain/about.ts';
import { changePassword, changeProfile, deleteAccount } from '#domain/accounts.ts';
import { addItem, editItem, removeItem, restockItem } from '#domain/assortment.ts';
import { addToCart, clearCart, removeFromCart, setInCart } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import { addFavorites, removeFavorites } from '#domain/favorites.ts';
import { importItems } from '#domain/import-items.ts';
import { getItem, listItems } from '#domain/items.ts';
import { rotateKey } from '#domain/key-rotation.ts';
import { setRole } from '#domain/operators.ts';
import { cancelOrder, checkOut, everyOrder, listOrders, reorder } from '#domain/orders.ts';
import { everyUser } from '#domain/people.ts';
import { endAllSessions, listSessions, startSession } from '#domain/sessions.ts';
import { verify } from '#domain/verify.ts';
import { openShop } from '#shop.ts';
import { temporaryHome } from '#test/home.ts';
import { documentedGrants, twoAccounts } from '#test/two-accounts.ts';

type Accounts = Awaited<ReturnType<typeof twoAccounts>>;

// Made as README says: the owner, the tables by the owner, the day-to-day account.
const test = base.extend<{ accounts: Accounts; owner: Db; daily: Db }>({
  accounts: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern.
    async ({}, use) => {
      await using accounts = await twoAccounts();
      await accounts.makeOwner();
      const owner = accounts.owner();
      await migrate(owner.db);
      await seedSample(owner.db, { demoPasswords: true });
      await owner.close();
      await accounts.makeDaily();
      await use(accounts);
    },
    { scope: 'file' },
  ],
  owner: async ({ accounts }, use) => {
    const { db, close } = accounts.owner();
    await use(db);
    await close();
  },
  daily: async ({ accounts }, use) => {
    const { db, close } = accounts.daily();
    await use(db);
    await close();
  },
});

const ann = { username: 'ann', password: 'correct horse' };
const buying = { address: 'Main St 1', prices: 'accept' as const };

async function firstOf<Row>(pages: AsyncGenerator<Row[]>): Promise<Row[] | undefined> {
  for await (const page of pages) return page;
  return undefined;
}

async function refusal(work: Promise<unknown>): Promise<ShopError> {
  const error = await work.then(
    () => new Error('It was done.'),
    (reason: unknown) => reason,
  );
  if (error instanceof ShopError) return error;
  throw error;
}

describe("README's day-to-day account", () => {
  test('names every table that there is', () => {
    const tables = Object.values(schema).flatMap((table) =>
      is(table, MySqlTable) ? [getTableConfig(table).name] : [],
    );
    const [, daily] = documentedGrants();
    const named = daily.flatMap((statement) => / ON shop\.(\w+) TO /.exec(statement)?.[1] ?? []);

    expect(named.toSorted()).toEqual([...tables, 'shop_migrations'].toSorted());
  });

  test('has the rights that the program looks for, and no others', () => {
    const [, daily] = documentedGrants();
    const documented = daily.flatMap((statement) => {
      const [, rights, table] = /^GRANT (.+) ON shop\.(\w+) TO /.exec(statement) ?? [];
      return rights && table ? [[table, rights.split(', ')]] : [];
    });

    expect(Object.fromEntries(documented)).toEqual(dailyRights);
  });

  test('is enough for a shopper, from the first look to the last', async ({ accounts, daily }) => {
    await using home = await temporaryHome();
    const env = { SHOP_HOME: home.folder, SHOP_DATABASE_URL: accounts.dailyUrl, SHOP_KEYCHAIN: 'file' };
    await using shop = openShop(env, { say: () => {} });

    expect((await listItems(daily, { limit: 5, search: 'item' })).items).toHaveLength(5);
    await shop.shopping((db, userId) => addToCart(db, { userId, itemId: 2, quantity: 2 }));
    const { person, pieces } = await shop.register(ann);
    const [userId, sessionId] = [person.user.id, person.session.id];
    expect(pieces).toBe(2);
    await shop.shopping((db, userId) => addToCart(db, { userId, itemId: 3 }));
    await setInCart(daily, { userId, itemId: 3, quantity: 2 });
    await removeFromCart(daily, { userId, itemId: 3 });
    const bought = await checkOut(daily, { userId, purchaseKey: crypto.randomUUID(), ...buying });
    const orderId = bought.id ?? 0;
    expect((await listOrders(daily, { userId, limit: 5 })).orders).toHaveLength(1);
    await reorder(daily, { userId, orderId });
    await clearCart(daily, { userId });
    expect(await cancelOrder(daily, { userId, orderId })).toMatchObject({ status: 'CANCELLED' });
    await addFavorites(daily, { userId, itemIds: [1, 2] });
    await removeFavorites(daily, { userId, itemIds: [1] });
    const asker = { userId, sessionId, isRegistered: true };
    const question = 'how much is Item 2?';
    expect(await ask(question, { db: daily, asker, openModel: async () => null })).toMatchObject({
      source: 'database',
    });

    await changeProfile(daily, { userId, city: 'Berlin' });
    const { password: oldPassword } = ann;
    await changePassword(daily, { userId, oldPassword, newPassword: 'battery staple', sessionId });
    expect(await listSessions(daily, { userId })).toHaveLength(1);
    await expect(shop.signIn(ann)).rejects.toMatchObject({ kind: 'auth' });
    await shop.signIn({ ...ann, password: 'battery staple' });
    await shop.signOut();
    await startSession(daily, { userId });
    await endAllSessions(daily, { userId });
    await deleteAccount(daily, { userId, username: 'ann' });
  });

  test("is enough for an operator's everyday work", async ({ daily, owner }) => {
    const { id: operatorId } = await setRole(owner, { byUserId: null, user: 'joe', role: 'operator' });

    const made = await addItem(daily, {
      operatorId,
      name: 'Mug',
      priceCents: 900,
      stock: 3,
      imageUrl: null,
      description: null,
    });
    await editItem(daily, { operatorId, itemId: made.id, priceCents: 800 });
    await restockItem(daily, { operatorId, itemId: made.id, by: 4 });
    const rows = [{ line: 1, fields: { name: 'Bowl', priceCents: 500, stock: 2 } }];
    expect(await importItems(daily, { operatorId, rows, onConflict: 'update' })).toMatchObject({
      inserted: 1,
    });
    await writeAbout(daily, { operatorId, text: 'Open from nine to five.' });
    expect(await firstOf(everyUser(daily, { operatorId }))).not.toEqual([]);
    expect(await firstOf(everyOrder(daily, { userId: null }))).not.toEqual([]);
    await setRole(daily, { byUserId: operatorId, user: 'smith', role: 'operator' });
    expect(await getItem(daily, { item: made.id })).toMatchObject({ stock: 7, priceCents: 800 });
    expect((await databaseStatus(daily)).schema).not.toBeNull();
    expect((await verify(daily)).broken).toEqual([]);

    const removing = () => removeItem(daily, { operatorId, itemId: made.id });
    expect(await refusal(removing())).toMatchObject({
      message: "The database's user may not DELETE in stock_movements.",
    });
  });

  test.for([
    ['CREATE TABLE more (id INT)', /only its owner may/],
    ['ALTER TABLE item ADD COLUMN more INT', /only its owner may/],
    ['CREATE INDEX more ON item (stock_available, price)', /only its owner may/],
    ['DROP TABLE favorite_items', /only its owner may/],
    ['TRUNCATE TABLE stock_movements', /only its owner may/],
    ["CREATE USER another@localhost IDENTIFIED BY 'x'", /only its owner may/],
    ['SELECT * FROM mysql.user', /may not SELECT in user/],
    ['UPDATE mysql.user SET Host = Host', /may not (UPDATE|SELECT) in user/],
    ['UPDATE stock_movements SET quantity = 0', /may not UPDATE in stock_movements/],
    ['DELETE FROM stock_movements', /may not DELETE in stock_movements/],
    ['DELETE FROM item', /may not DELETE in item/],
    ['DELETE FROM signing_keys', /may not DELETE in signing_keys/],
    ['UPDATE shop_migrations SET statements_done = 0', /may not UPDATE in shop_migrations/],
  ] as const)('does not allow %s', async ([statement, why], { daily }) => {
    expect(await refusal(daily.execute(sql.raw(statement)))).toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(why),
      next: expect.stringContaining('README, "Two accounts"'),
    });
  });

  test('leaves a migration to the owner, and says so', async ({ daily, owner }) => {
    const latest = latestMigration();
    await owner.execute(sql`DELETE FROM shop_migrations WHERE name = ${latest}`);

    const migrating = await refusal(migrate(daily));

    await owner.execute(sql`
      INSERT INTO shop_migrations (name, statements_done, applied_at) VALUES (${latest}, 1, CURRENT_TIMESTAMP)`);
    expect(migrating).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('only its owner may'),
    });
    expect(await migrate(daily)).toEqual({ applied: [] });
    expect(await rotateKey(owner)).toMatchObject({ kid: expect.any(String) });
  });
});
