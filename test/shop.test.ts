import { eq, sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { item, orders, sessions, signingKeys, users } from '#db/schema.ts';
import { addToCart, getCart } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import { startSession } from '#domain/sessions.ts';
import { openShop, type Shop } from '#shop.ts';
import { test as base } from '#test/database.ts';
import { temporaryHome } from '#test/home.ts';
import { signIn } from '#test/sign-in.ts';

type Program = { shop: Shop; said: string[] };
/** Starts the program anew on the same machine: nothing but what is on the disk is remembered. */
type StartProgram = (env?: NodeJS.ProcessEnv) => Program;

const joe = { username: 'joe', password: 'correct horse' };
const smith = { username: 'smith', password: 'battery staple' };

const test = base.extend<{ start: StartProgram }>({
  start: async ({ db: _emptied, databaseUrl }, use) => {
    await using home = await temporaryHome();
    const shops: Shop[] = [];
    await use((env = {}) => {
      const said: string[] = [];
      const surroundings = {
        PATH: process.env.PATH,
        SHOP_HOME: home.folder,
        SHOP_DATABASE_URL: databaseUrl,
        SHOP_KEYCHAIN: 'file',
        ...env,
      };
      const shop = openShop(surroundings, { say: (line) => said.push(line) });
      shops.push(shop);
      return { shop, said };
    });
    for (const shop of shops) await shop[Symbol.asyncDispose]();
  },
});

describe('who is here', () => {
  test('nobody at first, and looking creates nobody', async ({ db, start }) => {
    const { shop } = start();

    expect(await shop.whoever()).toBeNull();
    await expect(shop.person()).rejects.toMatchObject({ kind: 'auth', message: 'You are not logged in.' });
    expect(await shop.signOut()).toBe(false);
    expect(await db.$count(users)).toBe(0);
  });

  test('a visitor from the first need on, for a month', async ({ start }) => {
    const visitor = await visiting(start().shop);

    expect(visitor).toMatchObject({ user: { isRegistered: false }, tokenSource: 'file' });
    expect(await visiting(start().shop)).toEqual(visitor);
    expect(await start().shop.whoever()).toEqual(visitor);
    await expect(start().shop.person()).rejects.toMatchObject({ kind: 'auth' });
    const days = (Date.parse(visitor.session.expiresAt) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
  });

  test('one visitor, though six programs and two calls of each begin at once', async ({ db, start }) => {
    const shops = Array.from({ length: 6 }, () => start().shop);

    const visitors = await Promise.all(shops.flatMap((shop) => [visiting(shop), visiting(shop)]));

    expect(new Set(visitors.map(({ user }) => user.id)).size).toBe(1);
    expect(await db.$count(users)).toBe(1);
  });

  test('nobody where the first thing that they did was refused, at the last moment too', async ({
    db,
    start,
  }) => {
    const { shop } = start();
    const refused = shop.shopping(async (tx, userId) => {
      await tx.insert(orders).values({ userId });
      throw new ShopError('conflict', 'Sold out meanwhile.');
    });

    await expect(refused).rejects.toMatchObject({ kind: 'conflict' });

    expect(await shop.whoever()).toBeNull();
    expect([await db.$count(users), await db.$count(sessions), await db.$count(orders)]).toEqual([0, 0, 0]);
  });

  test('and whoever comes makes room of those who cannot come back', async ({ db, start }) => {
    const before = await visiting(start().shop);
    await db.update(sessions).set({ expiresAt: '2026-01-01 00:00:00' });

    const after = await visiting(start().shop);

    expect(after.user.id).not.toBe(before.user.id);
    expect(await db.$count(users)).toBe(1);
  });

  test('another visitor when the shop was made anew', async ({ db, start }) => {
    const before = await visiting(start().shop);
    await db.delete(users);
    await db.delete(signingKeys);

    expect(await start().shop.whoever()).toBeNull();
    const after = await visiting(start().shop);

    expect(after.user.username).not.toBe(before.user.username);
    expect(await start().shop.whoever()).toEqual(after);
  });

  test('who registered, in the next program too', async ({ start }) => {
    const { person } = await start().shop.register(joe);

    expect(person).toMatchObject({ user: { username: 'joe', isRegistered: true }, tokenSource: 'file' });
    expect(await start().shop.person()).toEqual(person);
    expect(await visiting(start().shop)).toEqual(person);
  });

  test('nobody in another shop of the same home', async ({ start, databaseUrl }) => {
    await start().shop.register(joe);

    const elsewhere = start({ SHOP_DATABASE_URL: `${databaseUrl}_of_another_name` });

    expect(await elsewhere.shop.whoever()).toBeNull();
  });

  test('whom SHOP_TOKEN names, before whoever is kept', async ({ db, start }) => {
    await start().shop.register(smith);
    const { token } = await start().shop.signIn(smith, { keep: false });

    const { shop } = start({ SHOP_TOKEN: token });

    expect(await shop.person()).toMatchObject({ user: { username: 'smith' }, tokenSource: 'environment' });
    await expect(shop.signIn(smith)).rejects.toMatchObject({ kind: 'usage', message: /SHOP_TOKEN is set/ });
    expect(await db.$count(sessions)).toBe(2);
  });

  test('a SHOP_TOKEN that does not hold is an error even for looking', async ({ start }) => {
    await start().shop.register(joe);

    const { shop } = start({ SHOP_TOKEN: 'nonsense' });

    await expect(shop.whoever()).rejects.toMatchObject({ kind: 'auth', details: { reason: 'invalid' } });
    await expect(shop.person()).rejects.toMatchObject({ kind: 'auth' });
  });

  test('a visitor is no login, not even through SHOP_TOKEN', async ({ db, start }) => {
    const visitor = await visiting(start().shop);
    const { token } = await startSession(db, { userId: visitor.user.id });

    await expect(start({ SHOP_TOKEN: token }).shop.person()).rejects.toMatchObject({
      message: 'You are not logged in.',
    });
  });
});

describe('a login that no longer holds', () => {
  test('is told once to those who look, and refused to those who act', async ({ db, start }) => {
    await start().shop.register(joe);
    await db.delete(sessions);
    const { shop, said } = start();

    expect(await shop.whoever()).toBeNull();
    expect(await shop.whoever()).toBeNull();

    expect(said).toEqual(['Your login was ended. Log in again: shop login']);
    for (const act of [shop.person, () => visiting(shop), () => shop.whoever({ strict: true })]) {
      await expect(act()).rejects.toMatchObject({ kind: 'auth', next: 'Log in again: shop login' });
    }
    expect(await db.$count(users)).toBe(1);
  });

  test('ends with the next login', async ({ db, start }) => {
    await start().shop.register(joe);
    await db.delete(sessions);

    await start().shop.signIn(joe);

    expect(await start().shop.person()).toMatchObject({ user: { username: 'joe' } });
  });

  test('is noticed by a program that stays, and so is the one that follows', async ({ start }) => {
    const { shop: stays } = start();
    await stays.register(joe);

    await start().shop.signIn(joe);

    expect(await stays.person()).toEqual(await start().shop.person());
    await start().shop.signOut();
    await expect(stays.person()).rejects.toMatchObject({ kind: 'auth' });
  });
});

describe('logging in', () => {
  test('takes the place of the login before it, which ends', async ({ db, start }) => {
    await start().shop.register(joe);
    await start().shop.signIn(joe);
    expect(await db.$count(sessions)).toBe(1);

    await start().shop.register(smith);

    expect(await start().shop.person()).toMatchObject({ user: { username: 'smith' } });
    expect(await db.$count(sessions)).toBe(1);
  });

  test('with a wrong password changes nothing', async ({ start }) => {
    const { person } = await start().shop.register(joe);

    await expect(start().shop.signIn({ ...joe, password: 'wrong' })).rejects.toMatchObject({ kind: 'auth' });

    expect(await start().shop.person()).toEqual(person);
  });

  test('makes the cart of the visitor its own, as far as the stock goes', async ({ db, start }) => {
    await db.insert(item).values([
      { name: 'Lamp', price: '10.00', stock: 5 },
      { name: 'Chair', price: '20.00', stock: 3 },
    ]);
    const { person } = await start().shop.register(joe);
    await addToCart(db, { userId: person.user.id, itemId: 2, quantity: 2 });
    await start().shop.signOut();
    const visitor = await visiting(start().shop);
    await addToCart(db, { userId: visitor.user.id, itemId: 1, quantity: 1 });
    await addToCart(db, { userId: visitor.user.id, itemId: 2, quantity: 3 });

    const { pieces, capped } = await start().shop.signIn(joe);

    const cart = await getCart(db, person.user.id);
    expect(cart.items.map(({ name, quantity }) => [name, quantity])).toEqual([
      ['Lamp', 1],
      ['Chair', 3],
    ]);
    expect(pieces).toBe(4);
    expect(capped).toEqual([{ itemId: 2, name: 'Chair', wanted: 5, stock: 3 }]);
    expect(await db.$count(users)).toBe(1);
    expect(await db.$count(sessions)).toBe(1);
  });

  test('of two logins at once, one makes the cart its own, once', async ({ db, start }) => {
    await db.insert(item).values({ name: 'Lamp', price: '10.00', stock: 50 });
    const { person } = await start().shop.register(joe);
    await start().shop.signOut();
    const visitor = await visiting(start().shop);
    await addToCart(db, { userId: visitor.user.id, itemId: 1, quantity: 3 });

    await Promise.all([start().shop.signIn(joe), start().shop.signIn(joe), start().shop.signIn(joe)]);

    const cart = await getCart(db, person.user.id);
    expect(cart.items.map(({ quantity }) => quantity)).toEqual([3]);
    expect(await start().shop.person()).toMatchObject({ user: { id: person.user.id } });
  });

  test('a registration that fails leaves the visitor as they were', async ({ db, start }) => {
    await start().shop.register(joe);
    await start().shop.signOut();
    await db.insert(item).values({ name: 'Lamp', price: '10.00', stock: 5 });
    const visitor = await visiting(start().shop);
    await addToCart(db, { userId: visitor.user.id, itemId: 1, quantity: 2 });

    await expect(start().shop.register(joe)).rejects.toMatchObject({ kind: 'conflict' });

    expect(await start().shop.whoever()).toEqual(visitor);
    expect((await getCart(db, visitor.user.id)).items).toHaveLength(1);
  });

  test('where no login can be kept, nobody is registered', async ({ db, start }) => {
    const env = { SHOP_KEYCHAIN: 'auto', HOME: '/nowhere' };

    await expect(start(env).shop.register(joe)).rejects.toMatchObject({
      kind: 'auth',
      next: expect.stringMatching(/SHOP_KEYCHAIN=file.*SHOP_TOKEN/),
    });

    expect(await db.$count(users)).toBe(0);
  });

  test('for this run alone, with SHOP_KEYCHAIN=none, ends with it', async ({ db, start }) => {
    const { shop } = start({ SHOP_KEYCHAIN: 'none' });

    const { person } = await shop.register(joe);

    expect(await shop.person()).toEqual(person);
    expect(person.tokenSource).toBe('memory');
    expect(await start().shop.whoever()).toBeNull();
    await shop[Symbol.asyncDispose]();
    expect(await db.$count(sessions)).toBe(0);
  });
});

describe('logging out', () => {
  test('ends the session in the database, not only on this machine', async ({ db, start }) => {
    await start().shop.register(joe);

    expect(await start().shop.signOut()).toBe(true);
    expect(await start().shop.signOut()).toBe(false);

    expect(await db.$count(sessions)).toBe(0);
    expect(await start().shop.whoever()).toBeNull();
  });

  test('everywhere ends the logins of other machines, and nobody else’s', async ({ db, start }) => {
    const { person } = await start().shop.register(smith);
    await start().shop.register(joe);
    const { id } = await signIn(db, joe);
    await startSession(db, { userId: id, device: 'another machine' });
    await startSession(db, { userId: person.user.id });

    await start().shop.signOut({ everywhere: true });

    expect(await db.select({ userId: sessions.userId }).from(sessions)).toEqual([{ userId: person.user.id }]);
  });

  test('everywhere says so when the login had ended already', async ({ db, start }) => {
    const { person } = await start().shop.register(joe);
    await startSession(db, { userId: person.user.id });
    await db.delete(sessions).where(eq(sessions.id, person.session.id));

    await expect(start().shop.signOut({ everywhere: true })).rejects.toMatchObject({ kind: 'auth' });

    expect(await start().shop.whoever()).toBeNull();
    expect(await sessionsOf(db, person.user.id)).toBe(1);
  });

  test('everywhere takes a login that has expired for none', async ({ db, start }) => {
    const { person } = await start().shop.register(joe);
    await db.update(sessions).set({ expiresAt: sql`CURRENT_TIMESTAMP - INTERVAL 1 SECOND` });
    await startSession(db, { userId: person.user.id });

    await expect(start().shop.signOut({ everywhere: true })).rejects.toMatchObject({ kind: 'auth' });

    expect(await sessionsOf(db, person.user.id)).toBe(1);
  });

  test('everywhere takes a token that nobody has signed for none', async ({ db, start }) => {
    const { token, person } = await start().shop.register(joe, { keep: false });
    await startSession(db, { userId: person.user.id });
    const forged = `${token.slice(0, token.lastIndexOf('.'))}.${'A'.repeat(43)}`;

    const { shop } = start({ SHOP_TOKEN: forged });
    await expect(shop.signOut({ everywhere: true })).rejects.toMatchObject({ kind: 'auth' });

    expect(await sessionsOf(db, person.user.id)).toBe(1);
  });

  test('keeps the visitor, who was not logged in', async ({ start }) => {
    const visitor = await visiting(start().shop);

    expect(await start().shop.signOut()).toBe(false);

    expect(await start().shop.whoever()).toEqual(visitor);
  });

  test('says that SHOP_TOKEN is still set', async ({ start }) => {
    const { shop } = start();
    await shop.register(joe);
    const { token } = await shop.signIn(joe, { keep: false });
    const { shop: given, said } = start({ SHOP_TOKEN: token });

    expect(await given.signOut()).toBe(true);

    expect(said).toEqual(['SHOP_TOKEN is still set, but its login has ended: unset it.']);
    await expect(given.person()).rejects.toMatchObject({ details: { reason: 'revoked' } });
    expect(await start().shop.person()).toMatchObject({ user: { username: 'joe' } });
  });
});

describe('logging out with a SHOP_TOKEN that does not hold', () => {
  test('is refused: nothing ended', async ({ db, start }) => {
    const { person, token } = await start().shop.register(joe);
    await db.delete(sessions);

    for (const given of ['nonsense', token]) {
      const { shop, said } = start({ SHOP_TOKEN: given });
      await expect(shop.signOut()).rejects.toMatchObject({ kind: 'auth', next: /SHOP_TOKEN/ });
      expect(said).toEqual([]);
    }
    expect(await sessionsOf(db, person.user.id)).toBe(0);
  });
});

const sessionsOf = (db: Db, userId: number) => db.$count(sessions, eq(sessions.userId, userId));

/** Whoever shops there, who is a visitor from then on if nobody is logged in. */
const visiting = async (shop: Shop) => (await shop.shopping(async () => {})).person;
