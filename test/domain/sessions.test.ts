import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from 'jose';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { sessions, signingKeys, users } from '#db/schema.ts';
import { deleteAccount, register } from '#domain/accounts.ts';
import {
  endAllSessions,
  endSession,
  findSession,
  listSessions,
  resumeSession,
  sessionOwner,
  startSession,
} from '#domain/sessions.ts';
import { signingKey } from '#domain/tokens.ts';
import { test } from '#test/database.ts';

const aPerson = (db: Db, username = 'joe') => register(db, { username, password: 'correct horse' });

describe('a session', () => {
  test('knows its person by the token alone', async ({ db }) => {
    const user = await aPerson(db);

    const { token, session } = await startSession(db, { userId: user.id, device: 'desk' });

    expect(await resumeSession(db, token)).toEqual({ user, session });
    expect(session).toMatchObject({ promptsUsed: 0, promptsLeft: 5 });
    expect(await hoursLeft(db, session.expiresAt)).toBeCloseTo(12, 1);
  });

  test('keeps only the hash of the name in the token', async ({ db }) => {
    const { id: userId } = await aPerson(db);

    const { token, session } = await startSession(db, { userId });

    const { jti = '', sub, iss, aud, exp = 0, iat = 0 } = decodeJwt(token);
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'HS256', kid: expect.any(String) });
    expect({ sub, iss, aud, hours: (exp - iat) / 3600 }).toEqual({
      sub: String(userId),
      iss: 'shop',
      aud: 'shop',
      hours: 12,
    });
    expect(Buffer.from(jti, 'base64url').length).toBeGreaterThanOrEqual(16);
    expect(session.id).toBe(createHash('sha256').update(jti).digest('hex'));
    expect(await db.select({ id: sessions.id }).from(sessions)).toEqual([{ id: session.id }]);
  });

  test('has the role that the database says now', async ({ db }) => {
    const { id: userId } = await aPerson(db);
    const { token } = await startSession(db, { userId });

    await db.update(users).set({ role: 'operator' }).where(eq(users.id, userId));

    expect((await resumeSession(db, token)).user.role).toBe('operator');
  });

  test('notes when it was seen, at most once a minute', async ({ db }) => {
    const { id: userId } = await aPerson(db);
    const { token } = await startSession(db, { userId });
    const justNow = await lastSeen(db);

    await resumeSession(db, token);
    expect(await lastSeen(db)).toBe(justNow);
    await db.update(sessions).set({ lastSeenAt: sql`CURRENT_TIMESTAMP - INTERVAL 2 MINUTE` });
    await resumeSession(db, token);

    expect((await lastSeen(db)) >= justNow).toBe(true);
  });

  test('is found by how its id begins, among its own person alone', async ({ db }) => {
    const { id: userId } = await aPerson(db);
    const other = await aPerson(db, 'smith');
    const { session } = await startSession(db, { userId });

    expect(await findSession(db, { userId, start: session.id.slice(0, 12) })).toBe(session.id);
    await expect(findSession(db, { userId: other.id, start: session.id })).rejects.toMatchObject({
      kind: 'not_found',
    });
    for (const start of ['', 'abc', '%%%%%%%%', `${session.id}0`, 'XYZXYZXYZ']) {
      await expect(findSession(db, { userId, start })).rejects.toMatchObject({ kind: 'usage' });
    }
  });

  test('is listed with its device, and those that expired are cleared at the next login', async ({ db }) => {
    const { id: userId } = await aPerson(db);
    await startSession(db, { userId, device: 'old' });
    await expireAll(db);

    const { session } = await startSession(db, { userId, device: 'new' });

    const listed = await listSessions(db, { userId });
    expect(listed).toEqual([
      {
        id: session.id,
        device: 'new',
        startedAt: expect.stringMatching(/Z$/),
        lastSeenAt: expect.any(String),
        expiresAt: session.expiresAt,
      },
    ]);
    expect(await db.$count(sessions)).toBe(1);
  });
});

describe('a token is refused', () => {
  test('when its session was ended', async ({ db }) => {
    const { id: userId } = await aPerson(db);
    const one = await startSession(db, { userId });
    const two = await startSession(db, { userId });

    expect(await endSession(db, { sessionId: one.session.id })).toBe(true);
    expect(await endSession(db, { sessionId: one.session.id })).toBe(false);

    await expect(resumeSession(db, one.token)).rejects.toMatchObject(refusal('revoked'));
    expect(await sessionOwner(db, { sessionId: one.session.id })).toBeNull();
    expect(await sessionOwner(db, { sessionId: two.session.id })).toBe(userId);
    expect(await endAllSessions(db, { userId })).toBe(1);
    await expect(resumeSession(db, two.token)).rejects.toMatchObject(refusal('revoked'));
  });

  test('when its person is gone', async ({ db }) => {
    const { id: userId } = await aPerson(db);
    const { token } = await startSession(db, { userId });

    await deleteAccount(db, { userId, username: 'joe' });

    await expect(resumeSession(db, token)).rejects.toMatchObject(refusal('revoked'));
  });

  test('when its session has expired, whatever the token says', async ({ db }) => {
    const { id: userId } = await aPerson(db);
    const { token } = await startSession(db, { userId });

    await expireAll(db);

    await expect(resumeSession(db, token)).rejects.toMatchObject(refusal('expired'));
  });

  test('when the shop was made anew, although person and key bear the same names', async ({ db }) => {
    const { id: userId } = await aPerson(db);
    const { token } = await startSession(db, { userId });

    await db.delete(signingKeys);
    await expect(resumeSession(db, token)).rejects.toMatchObject(refusal('invalid'));
    await startSession(db, { userId });

    await expect(resumeSession(db, token)).rejects.toMatchObject(refusal('invalid'));
  });

  test('when its key is too short, as the JWT library would not notice', async ({ db }) => {
    const { id: userId } = await aPerson(db);
    const { token } = await startSession(db, { userId });
    const secret = Buffer.from('sixby!');
    await db.update(signingKeys).set({ secret });

    const forged = await forge(token, {}, { secret });

    await expect(resumeSession(db, forged)).rejects.toMatchObject(refusal('invalid'));
  });

  test.for<[string, JWTPayload, Forging]>([
    ['signed with another key', {}, { secret: Buffer.alloc(32, 7) }],
    ['signed with another algorithm', {}, { alg: 'HS512' }],
    ['of another kind', {}, { typ: 'at+jwt' }],
    ['for another audience', { aud: 'elsewhere' }, {}],
    ['by another issuer', { iss: 'elsewhere' }, {}],
    ['expired', { exp: 1_000_000_000 }, {}],
    ['without an end', { exp: undefined }, {}],
    ['of another person', { sub: '2' }, {}],
    ['of nobody', { sub: 'x' }, {}],
    ['of a key that is not there', {}, { kid: 'key-2' }],
    ['of a session that is not there', { jti: 'unknown' }, {}],
  ])('when it is forged: %s', async ([, claims, how], { db }) => {
    const { id: userId } = await aPerson(db);
    await aPerson(db, 'smith');
    const { token } = await startSession(db, { userId });
    const { key } = await signingKey(db);
    // The forger of this table holds the shop's own key, so that only the claim in question can be the reason.
    const forged = await forge(token, claims, { secret: key.secret, ...how });
    expect(await resumeSession(db, await forge(token, {}, { secret: key.secret }))).toBeTruthy();

    await expect(resumeSession(db, forged)).rejects.toMatchObject({ kind: 'auth', next: /shop login/ });
  });

  test('when it is no token of ours', async ({ db }) => {
    const { id: userId } = await aPerson(db);
    const { token } = await startSession(db, { userId });
    const [head = '', body = '', signature = ''] = token.split('.');
    const none = base64url({ alg: 'none', kid: decodeProtectedHeader(token).kid });
    const tampered = base64url({ ...decodeJwt(token), sub: String(userId + 1) });

    for (const bad of [
      `${none}.${body}.`,
      `${none}.${body}.${signature}`,
      `${head}.${tampered}.${signature}`,
      `${head}.${body}.`,
      `${head}.${body}.${signature.slice(0, -2)}`,
      `${head}.${body}`,
      `${token}.${body}`,
      '',
      '...',
      'not a token',
      "' OR 1=1 -- ",
      'x'.repeat(1_000_000),
    ]) {
      await expect(resumeSession(db, bad), bad.slice(0, 40)).rejects.toMatchObject(refusal('invalid'));
    }
  });
});

describe('the signing key', () => {
  test('is made once by twenty who need it at the same moment', async ({ db }) => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => signingKey(db)));

    const [stored] = await db.select({ secret: signingKeys.secret }).from(signingKeys);
    expect(await db.$count(signingKeys)).toBe(1);
    expect(stored?.secret).toHaveLength(32);
    for (const { key } of keys) expect(key.secret).toEqual(stored?.secret);
  });

  test('is made anew when the one that is there has a wrong length', async ({ db }) => {
    await signingKey(db);
    await db.update(signingKeys).set({ secret: Buffer.from('sixby!') });

    expect((await signingKey(db)).key.secret).toHaveLength(32);
  });

  test('the newest signs, and the older ones still verify', async ({ db }) => {
    const { id: userId } = await aPerson(db);
    const { token } = await startSession(db, { userId });
    await db.insert(signingKeys).values({
      kid: 'newer',
      secret: Buffer.alloc(32, 1),
      createdAt: sql`CURRENT_TIMESTAMP(6) + INTERVAL 1 SECOND`,
    });

    const { token: newer } = await startSession(db, { userId });

    expect(decodeProtectedHeader(newer).kid).toBe('newer');
    expect((await resumeSession(db, newer)).user.id).toBe(userId);
    expect((await resumeSession(db, token)).user.id).toBe(userId);
  });
});

type Forging = { secret?: Buffer; alg?: string; typ?: string; kid?: string };

async function forge(
  token: string,
  claims: JWTPayload,
  { secret = Buffer.alloc(32), ...header }: Forging,
): Promise<string> {
  return new SignJWT({ ...decodeJwt(token), ...claims })
    .setProtectedHeader({ ...decodeProtectedHeader(token), alg: 'HS256', ...header })
    .sign(secret);
}

const refusal = (reason: string) => ({ kind: 'auth', details: { reason }, next: 'Log in again: shop login' });
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const expireAll = (db: Db) =>
  db.update(sessions).set({ expiresAt: sql`CURRENT_TIMESTAMP - INTERVAL 1 SECOND` });

async function lastSeen(db: Db): Promise<string> {
  const [row] = await db.select({ at: sessions.lastSeenAt }).from(sessions);
  return row?.at ?? '';
}

async function hoursLeft(db: Db, expiresAt: string): Promise<number> {
  const [row] = await db.select({ now: sql<number>`UNIX_TIMESTAMP()` }).from(signingKeys);
  return (Date.parse(expiresAt) / 1000 - Number(row?.now)) / 3600;
}
