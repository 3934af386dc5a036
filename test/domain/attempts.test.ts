import { createHash } from 'node:crypto';
import { hash } from 'bcryptjs';
import { eq, sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { loginAttempts, users } from '#db/schema.ts';
import { changePassword, register } from '#domain/accounts.ts';
import { countingAttempts } from '#domain/attempts.ts';
import { ShopError } from '#domain/errors.ts';
import { startSession } from '#domain/sessions.ts';
import { test } from '#test/database.ts';
import { rowsOf } from '#test/given.ts';
import { signIn } from '#test/sign-in.ts';

const joe = { username: 'joe', password: 'correct horse' };
const wrong = new ShopError('auth', 'Wrong.');

describe('wrong passwords', () => {
  test('of thirty at once, five are looked at', async ({ db }) => {
    const before = Date.now();
    let looked = 0;
    const tries = Array.from({ length: 30 }, () => tryWrongly(db, () => (looked += 1)));
    const kinds = await Promise.all(tries);

    // On a machine so slow that the first waits, 1 s, 2 s, 4 s …, pass meanwhile, each lets one more in.
    const late = Math.floor(Math.log2((Date.now() - before) / 1000 + 1));
    expect(looked).toBeGreaterThanOrEqual(5);
    expect(looked).toBeLessThanOrEqual(5 + late);
    expect(kinds.filter((kind) => kind === 'limit')).toHaveLength(30 - looked);
  });

  test('of thirty logins at once, those that were looked at were counted', async ({ db }) => {
    await register(db, joe);
    await failedTimes(db, 9);
    await letWaitPass(db);

    const tries = await Promise.allSettled(
      Array.from({ length: 30 }, () => signIn(db, { ...joe, password: 'wrong horse' })),
    );

    const kinds = tries.map((one) => one.status === 'rejected' && one.reason.kind);
    expect(kinds.filter((kind) => kind === 'auth')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'limit')).toHaveLength(29);
  });

  test('the wait doubles from a second to fifteen minutes and no further', async ({ db }) => {
    for (const wait of [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]) {
      await letWaitPass(db);
      const before = await clock(db);
      await tryWrongly(db);
      const after = await clock(db);

      if (wait > 0) expect(await waitAfter(db, before)).toBeGreaterThanOrEqual(wait);
      expect(await waitAfter(db, after)).toBeLessThanOrEqual(wait);
    }
  });

  test('who must wait is told how long, whether the name exists or not, and then may try', async ({ db }) => {
    await register(db, joe);
    for (const username of ['joe', 'nobody']) {
      await failedTimes(db, 12, username);
      const refused = signIn(db, { ...joe, username });
      const error = await refused.catch((caught) => caught);

      expect(error).toMatchObject({ kind: 'limit', details: { reason: 'attempts' } });
      expect(error.details.seconds).toBeGreaterThan(100);
      expect(error.details.seconds).toBeLessThanOrEqual(128);
      expect(error.message).toContain(`${error.details.seconds} s`);
    }
    await letWaitPass(db);
    expect(await signIn(db, joe)).toMatchObject({ username: 'joe' });
  });

  test('the right one strikes them out; another name has its own', async ({ db }) => {
    await register(db, joe);
    await register(db, { ...joe, username: 'smith' });
    await failedTimes(db, 4, 'joe');
    await failedTimes(db, 4, 'smith');

    await signIn(db, { ...joe, username: ' ＪＯＥ ' });

    const left = await db.select({ failures: loginAttempts.failures }).from(loginAttempts);
    expect(left).toEqual([{ failures: 4 }]);
  });

  test('those of a changed password are counted with those of the login', async ({ db }) => {
    const { id: userId } = await register(db, joe);
    const { session } = await startSession(db, { userId });
    const change = { userId, sessionId: session.id, newPassword: 'battery staple' };

    for (let n = 0; n < 5; n += 1) {
      const refused = changePassword(db, { ...change, oldPassword: 'wrong horse' });
      await expect(refused).rejects.toMatchObject({ kind: 'auth' });
    }
    await failedTimes(db, 12);

    const right = changePassword(db, { ...change, oldPassword: joe.password });
    await expect(right).rejects.toMatchObject({ kind: 'limit' });
    await expect(signIn(db, joe)).rejects.toMatchObject({ kind: 'limit' });
  });

  test('are forgotten after a day', async ({ db }) => {
    await register(db, joe);
    await failedTimes(db, 3, 'nobody');
    await db.update(loginAttempts).set({ waitUntil: sql`NOW(6) - INTERVAL 2 DAY` });

    await signIn(db, joe);

    expect(await db.$count(loginAttempts)).toBe(0);
  });
});

describe('a bcrypt hash of an earlier program', () => {
  // Six characters: fewer than a new password needs.
  test('lets in once and is argon2id from then on', async ({ db }) => {
    const hashedPassword = await hash('old pw', 4);
    const [{ insertId: id }] = await db
      .insert(users)
      .values({ username: 'joe', hashedPassword, isRegistered: true });

    await expect(signIn(db, joe)).rejects.toMatchObject({ kind: 'auth' });
    expect(await storedHash(db, id)).toBe(hashedPassword);
    await signIn(db, { ...joe, password: 'old pw' });

    expect(await storedHash(db, id)).toMatch(/^\$argon2id\$/);
    expect(await signIn(db, { ...joe, password: 'old pw' })).toMatchObject({ id });
  });
});

/** One wrong password, counted and told as such. @returns the kind of the refusal */
const tryWrongly = (db: Db, look: () => unknown = () => {}) =>
  countingAttempts(db, 'joe', async () => {
    look();
    throw wrong;
  }).catch((error) => error.kind);

/** As though so many had been wrong, the last of them now. */
async function failedTimes(db: Db, times: number, username = 'joe') {
  await db.delete(loginAttempts).where(eq(loginAttempts.id, idFor(username)));
  const wait = times < 5 ? 0 : Math.min(900, 2 ** (times - 5));
  await db.insert(loginAttempts).values({
    id: idFor(username),
    failures: times,
    waitUntil: sql`NOW(6) + INTERVAL ${wait} SECOND`,
    ticket: '',
  });
}

const idFor = (username: string) => createHash('sha256').update(username).digest('hex');

const letWaitPass = (db: Db) => db.update(loginAttempts).set({ waitUntil: sql`NOW(6)` });

async function clock(db: Db): Promise<string> {
  const [row] = await rowsOf<{ now: string }>(db, 'SELECT NOW(6) AS now');
  return row?.now ?? '';
}

/** The seconds from a moment to the end of the wait. */
async function waitAfter(db: Db, moment: string): Promise<number> {
  const [row] = await db
    .select({ wait: sql`TIMESTAMPDIFF(MICROSECOND, ${moment}, wait_until) / 1000000` })
    .from(loginAttempts);
  return Number(row?.wait);
}

async function storedHash(db: Db, id: number) {
  const [row] = await db.select({ hash: users.hashedPassword }).from(users).where(eq(users.id, id));
  return row?.hash;
}
