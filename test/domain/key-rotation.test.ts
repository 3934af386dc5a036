import { asc, eq, sql } from 'drizzle-orm';
import { decodeProtectedHeader } from 'jose';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { signingKeys } from '#db/schema.ts';
import { rotateKey } from '#domain/key-rotation.ts';
import { resumeSession, startSession } from '#domain/sessions.ts';
import { test } from '#test/database.ts';
import { aPerson } from '#test/given.ts';

describe('a new key', () => {
  test('signs from now on, and logs nobody out', async ({ db }) => {
    const { userId } = await aPerson(db);
    const { token: before } = await startSession(db, { userId });

    const { kid, older } = await rotateKey(db);

    const { token: after } = await startSession(db, { userId });
    expect(older).toBe(1);
    expect(decodeProtectedHeader(after).kid).toBe(kid);
    expect(decodeProtectedHeader(before).kid).not.toBe(kid);
    for (const token of [before, after]) expect((await resumeSession(db, token)).user.id).toBe(userId);
  });

  test('is the first one where there was none', async ({ db }) => {
    const { userId } = await aPerson(db);

    const { kid, older } = await rotateKey(db);

    const { token } = await startSession(db, { userId });
    expect({ older, kid: decodeProtectedHeader(token).kid }).toEqual({ older: 0, kid });
    expect(await secretOf(db, kid)).toHaveLength(32);
  });

  test('signs although the one before it was made by a clock that ran ahead', async ({ db }) => {
    await rotateKey(db);
    await db.update(signingKeys).set({ createdAt: sql`CURRENT_TIMESTAMP(6) + INTERVAL 1 HOUR` });

    const { kid } = await rotateKey(db);

    const { token } = await startSession(db, await aPerson(db));
    expect(decodeProtectedHeader(token).kid).toBe(kid);
  });

  test('lets those be forgotten whose tokens have all expired, a visitor’s after thirty days', async ({
    db,
  }) => {
    const first = await rotateKey(db);
    const second = await rotateKey(db);
    const third = await rotateKey(db);
    await madeDaysAgo(db, first.kid, 90);
    await madeDaysAgo(db, second.kid, 31);
    // The first signed until the second was made, the second until the third was.
    await madeDaysAgo(db, third.kid, 29);

    const fourth = await rotateKey(db);

    expect(fourth.older).toBe(2);
    expect(await kids(db)).toEqual([second.kid, third.kid, fourth.kid]);
  });

  test('is made by each of ten who rotate at once', async ({ db }) => {
    const rotations = await Promise.all(Array.from({ length: 10 }, () => rotateKey(db)));

    expect((await kids(db)).sort()).toEqual(rotations.map(({ kid }) => kid).sort());
  });
});

const madeDaysAgo = (db: Db, kid: string, days: number) =>
  db
    .update(signingKeys)
    .set({ createdAt: sql`CURRENT_TIMESTAMP(6) - INTERVAL ${days} DAY` })
    .where(eq(signingKeys.kid, kid));

async function kids(db: Db): Promise<string[]> {
  const rows = await db
    .select({ kid: signingKeys.kid })
    .from(signingKeys)
    .orderBy(asc(signingKeys.createdAt));
  return rows.map(({ kid }) => kid);
}

async function secretOf(db: Db, kid: string) {
  const [row] = await db
    .select({ secret: signingKeys.secret })
    .from(signingKeys)
    .where(eq(signingKeys.kid, kid));
  return row?.secret;
}
