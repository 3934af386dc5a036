import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { sessions, users } from '#db/schema.ts';
import { createVisitor } from '#domain/accounts.ts';
import { startSession } from '#domain/sessions.ts';
import { sweepVisitors } from '#domain/visitors.ts';
import { test } from '#test/database.ts';
import { aCart, anItem, aPerson, rowsOf } from '#test/given.ts';

async function expire(db: Db, userId: number) {
  await db.update(sessions).set({ expiresAt: '2026-01-01 00:00:00' }).where(sql`user_id = ${userId}`);
}

async function aVisitor(db: Db, { expired }: { expired: boolean }) {
  const { id } = await createVisitor(db);
  await startSession(db, { userId: id });
  await aCart(db, id, [{ itemId: await anItem(db), quantity: 1 }]);
  if (expired) await expire(db, id);
  return id;
}

test('visitors who cannot come back go, with their carts; nobody else does', async ({ db }) => {
  await aVisitor(db, { expired: true });
  const here = await aVisitor(db, { expired: false });
  const account = await aPerson(db);
  await startSession(db, { userId: account.userId });
  await expire(db, account.userId);
  const loaded = await aPerson(db, { isRegistered: false, username: 'walk-in' });
  await startSession(db, { userId: loaded.userId });
  await expire(db, loaded.userId);
  const twice = await aVisitor(db, { expired: true });
  await startSession(db, { userId: twice });

  await sweepVisitors(db);

  const left = await db.select({ id: users.id }).from(users).orderBy(users.id);
  expect(left.map(({ id }) => id)).toEqual([here, account.userId, loaded.userId, twice]);
  expect(await rowsOf(db, 'SELECT user_id FROM orders ORDER BY user_id')).toEqual([
    { user_id: here },
    { user_id: twice },
  ]);
  expect(await db.$count(sessions)).toBe(2);
});

test('a great many are swept a few at a time', async ({ db }) => {
  for (let count = 0; count < 25; count += 1) {
    const { id } = await createVisitor(db);
    await startSession(db, { userId: id });
  }
  await db.update(sessions).set({ expiresAt: '2026-01-01 00:00:00' });

  await sweepVisitors(db);
  const after = await db.$count(users);
  await sweepVisitors(db);
  await sweepVisitors(db);

  expect(after).toBe(5);
  expect(await db.$count(users)).toBe(0);
});
