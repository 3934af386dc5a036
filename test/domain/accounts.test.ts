import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { favoriteItems, item, orderItems, orders, sessions, stockMovements, users } from '#db/schema.ts';
import {
  changePassword,
  changeProfile,
  createVisitor,
  deleteAccount,
  getUser,
  register,
} from '#domain/accounts.ts';
import { addToCart } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import { addFavorites } from '#domain/favorites.ts';
import { checkOut } from '#domain/orders.ts';
import { listSessions, startSession } from '#domain/sessions.ts';
import { test } from '#test/database.ts';
import { signIn } from '#test/sign-in.ts';

const joe = { username: 'joe', password: 'correct horse' };

describe('register', () => {
  test('creates an account that can log in', async ({ db }) => {
    const user = await register(db, { ...joe, firstName: ' Joe ', email: 'joe@example.com', city: '' });

    expect(user).toEqual({
      id: user.id,
      username: 'joe',
      firstName: 'Joe',
      lastName: null,
      email: 'joe@example.com',
      phone: null,
      country: null,
      city: null,
      isRegistered: true,
      role: 'customer',
    });
    expect(await signIn(db, joe)).toEqual(user);
    expect(await getUser(db, user.id)).toEqual(user);
  });

  test('makes one name of those that look alike', async ({ db }) => {
    const user = await register(db, { ...joe, username: ' ＪＯＥ ' });

    expect(user.username).toBe('joe');
    expect(await signIn(db, { ...joe, username: 'Joe' })).toEqual(user);
    await expect(register(db, { ...joe, username: 'JOE' })).rejects.toMatchObject({
      kind: 'conflict',
      details: { field: 'username' },
    });
  });

  test('of ten who want one name at once, one gets it', async ({ db }) => {
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => register(db, joe)));

    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of tries) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ kind: 'conflict' });
    }
    expect(await db.$count(users)).toBe(1);
  });

  test.for([
    ['username', { username: 'jo' }],
    ['username', { username: 'x'.repeat(33) }],
    ['username', { username: '-joe' }],
    ['username', { username: 'joe doe' }],
    ['username', { username: 'jöe' }],
    ['username', { username: "joe'--" }],
    ['username', { username: 'joe\0' }],
    ['username', { username: '' }],
    ['username', { username: 'x'.repeat(1_000_000) }],
    ['password', { password: 'short' }],
    ['password', { password: '' }],
    ['password', { password: 'x'.repeat(129) }],
    ['password', { password: 'a\0bcdefgh' }],
    ['email', { email: 'joe' }],
    ['email', { email: 'joe@' }],
    ['email', { email: 'joe@example' }],
    ['email', { email: 'joe doe@example.com' }],
    ['email', { email: `${'x'.repeat(250)}@example.com` }],
    ['phone', { phone: 'call me' }],
    ['phone', { phone: '1'.repeat(51) }],
    ['phone', { phone: '(+)' }],
    ['firstName', { firstName: 'x'.repeat(101) }],
    ['lastName', { lastName: 'a\u001b[2Jb' }],
    ['country', { country: 'a\nb' }],
    ['city', { city: '\ud800' }],
  ] as const)('names the field that is wrong: %s in %o', async ([field, change], { db }) => {
    const refused = register(db, { ...joe, ...change });

    await expect(refused).rejects.toMatchObject({ kind: 'usage', details: { field } });
    expect(await db.$count(users)).toBe(0);
  });

  test.for(['(5) 555-4729', '+49 30 1234', '030/12.34'])(
    'takes the phone number %s',
    async (phone, { db }) => {
      const { id } = await register(db, { ...joe, phone });

      expect(await getUser(db, id)).toMatchObject({ phone });
    },
  );
});

describe('signIn', () => {
  const refusal = { kind: 'auth', message: 'Wrong username or password.' };

  test.for([
    ['a wrong password', { password: 'wrong horse' }],
    ['a name that nobody has', { username: 'nobody' }],
    ['a name with an accent', { username: 'jóe' }],
    ['an absurd name', { username: `joe' OR 1=1 -- ${'x'.repeat(100_000)}` }],
    ['no name', { username: '' }],
    ['no password', { password: '' }],
    ['a password of a megabyte', { password: 'x'.repeat(1_000_000) }],
  ] as const)('refuses %s in the same words', async ([, change], { db }) => {
    await register(db, joe);

    await expect(signIn(db, { ...joe, ...change })).rejects.toMatchObject(refusal);
  });

  test.for(['hashed_pw_1', null, '$argon2id$v=19$m=4000000,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA'])(
    'refuses an account whose stored password is %s',
    async (hashedPassword, { db }) => {
      await db.insert(users).values({ username: 'smith', hashedPassword, isRegistered: true });

      const refused = signIn(db, { username: 'smith', password: hashedPassword ?? '' });

      await expect(refused).rejects.toMatchObject(refusal);
    },
  );

  test('lets no visitor in', async ({ db }) => {
    const visitor = await createVisitor(db);

    expect(visitor).toMatchObject({ isRegistered: false, role: 'customer' });
    expect(visitor.username).toMatch(/^guest-[0-9a-f]{16}$/);
    await expect(signIn(db, { username: visitor.username, password: '' })).rejects.toMatchObject(refusal);
  });
});

describe('an account', () => {
  test('changes what is given and keeps the rest', async ({ db }) => {
    const { id } = await register(db, { ...joe, firstName: 'Joe', phone: '+49 30 1234' });

    const changed = await changeProfile(db, { userId: id, city: 'Berlin', phone: '' });

    expect(changed).toMatchObject({ firstName: 'Joe', city: 'Berlin', phone: null });
    await expect(changeProfile(db, { userId: id, email: 'nonsense' })).rejects.toMatchObject({
      details: { field: 'email' },
    });
    expect(await getUser(db, id)).toEqual(changed);
  });

  test('gets a new password for the old one, and the other logins end', async ({ db }) => {
    const { id: userId } = await register(db, joe);
    const { session } = await startSession(db, { userId });
    await startSession(db, { userId });
    const change = { userId, sessionId: session.id, newPassword: 'battery staple' };

    await expect(changePassword(db, { ...change, oldPassword: 'wrong horse' })).rejects.toMatchObject({
      kind: 'auth',
    });
    await expect(
      changePassword(db, { ...change, oldPassword: joe.password, newPassword: 'short' }),
    ).rejects.toMatchObject({ kind: 'usage' });
    const { ended } = await changePassword(db, { ...change, oldPassword: joe.password });

    expect(ended).toBe(1);
    expect((await listSessions(db, { userId })).map(({ id }) => id)).toEqual([session.id]);
    await expect(signIn(db, joe)).rejects.toMatchObject({ kind: 'auth' });
    expect(await signIn(db, { ...joe, password: 'battery staple' })).toMatchObject({ id: userId });
  });
});

describe('deleteAccount', () => {
  test('takes everything of the person and leaves the shop its books', async ({ db }) => {
    const person = await aPersonWithEverything(db);
    const other = await register(db, { ...joe, username: 'smith' });

    await deleteAccount(db, { userId: person.id, username: 'JOE' });

    expect(await db.select({ id: users.id }).from(users)).toEqual([{ id: other.id }]);
    for (const table of [orders, orderItems, favoriteItems, sessions]) expect(await db.$count(table)).toBe(0);
    expect(await db.select({ stock: item.stock }).from(item)).toEqual([{ stock: 3 }]);
    const movements = await db
      .select({ orderId: stockMovements.orderId, quantity: stockMovements.quantity })
      .from(stockMovements)
      .orderBy(stockMovements.id);
    expect(movements).toEqual([
      { orderId: null, quantity: 5 },
      { orderId: null, quantity: -2 },
    ]);
  });

  test('changes nothing under another name', async ({ db }) => {
    const { id: userId } = await register(db, joe);

    await expect(deleteAccount(db, { userId, username: 'smith' })).rejects.toMatchObject({ kind: 'usage' });

    expect(await getUser(db, userId)).toMatchObject({ username: 'joe' });
  });

  test('meets a purchase, a cart and a favorite of the same moment, and the books stay right', async ({
    db,
  }) => {
    const itemId = await aLamp(db, 100);
    for (let round = 0; round < 12; round += 1) {
      const { id: userId } = await register(db, joe);
      await addToCart(db, { userId, itemId, quantity: 2 });

      const [gone, ...others] = await Promise.allSettled([
        deleteAccount(db, { userId, username: 'joe' }),
        checkOut(db, { userId, address: 'Main St 1', purchaseKey: randomUUID() }),
        addToCart(db, { userId, itemId }),
        addFavorites(db, { userId, itemIds: [itemId] }),
      ]);

      expect(gone).toMatchObject({ status: 'fulfilled' });
      for (const other of others) {
        if (other.status === 'rejected') expect(other.reason).toBeInstanceOf(ShopError);
      }
      for (const table of [users, orders, orderItems, favoriteItems]) expect(await db.$count(table)).toBe(0);
    }
    const [books] = await db
      .select({
        stock: item.stock,
        moved: sql<string>`COALESCE(SUM(${stockMovements.quantity}), ${item.stock})`,
      })
      .from(item)
      .leftJoin(stockMovements, eq(stockMovements.itemId, item.id))
      .groupBy(item.id);
    expect(Number(books?.moved)).toBe(books?.stock);
  });
});

async function aPersonWithEverything(db: Db) {
  const person = await register(db, joe);
  const itemId = await aLamp(db, 3);
  const [bought] = await db.insert(orders).values({ userId: person.id, status: 'CLOSED' });
  await db.insert(orders).values({ userId: person.id });
  await db.insert(orderItems).values({ orderId: bought.insertId, itemId, quantity: 2 });
  await db.insert(stockMovements).values([
    { itemId, reason: 'opening', quantity: 5 },
    { itemId, orderId: bought.insertId, reason: 'sale', quantity: -2 },
  ]);
  await db.insert(favoriteItems).values({ userId: person.id, itemId });
  await startSession(db, { userId: person.id });
  return person;
}

async function aLamp(db: Db, stock: number): Promise<number> {
  const [{ insertId }] = await db.insert(item).values({ name: 'Lamp', price: '10.00', stock });
  return insertId;
}
