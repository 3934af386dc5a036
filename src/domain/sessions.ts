import { and, desc, eq, like, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { sessions, signingKeys, users } from '#db/schema.ts';
import { type User, userColumns } from './accounts.ts';
import { ShopError } from './errors.ts';
import {
  endedLogin,
  expiredLogin,
  invalidToken,
  isKey,
  issueToken,
  readClaim,
  signingKey,
  verifyToken,
} from './tokens.ts';

/** How many prompts the assistant answers in one session. The column's CHECK says the same. */
export const PROMPTS = 5;
const LOGIN_HOURS = 12;
/** How long a visitor is known, and the longest that any session lasts. */
export const VISIT_HOURS = 30 * 24;
/** The same for one who leaves nothing behind: should the end of the visit be lost, the next day's visitors sweep it up. */
export const PASSING_HOURS = 24;
const HOUR = 3600;
// "Last seen" is for a person's eyes: writing it at most once a minute keeps most commands free of writes.
const SEEN_AGAIN = 60;

/** `id` is the SHA-256 of the token's `jti`, in hex; times are ISO 8601, UTC. */
export type Session = { id: string; expiresAt: string; promptsUsed: number; promptsLeft: number };

/** A login as its owner sees it in a list. `device` is what the login said of itself. */
export type Login = {
  id: string;
  device: string | null;
  startedAt: string;
  lastSeenAt: string;
  expiresAt: string;
};

type SessionWish = { userId: number; device?: string; hours?: number };

/** Begins a session; the token is returned here and stored nowhere. Goes by the database's clock. */
export async function startSession(
  db: Db,
  { userId, device, hours = LOGIN_HOURS }: SessionWish,
): Promise<{ token: string; session: Session }> {
  const { key, now } = await signingKey(db);
  const expires = now + hours * HOUR;
  const { token, sessionId } = await issueToken(key, { userId, now, expires });
  await forgetExpired(db, userId);
  await db.insert(sessions).values({
    id: sessionId,
    userId,
    device: device?.slice(0, 255),
    createdAt: toColumn(now),
    lastSeenAt: toColumn(now),
    expiresAt: toColumn(expires),
  });
  return { token, session: toSession({ id: sessionId, expires, promptsUsed: 0 }) };
}

/**
 * Who a token belongs to: its signature, algorithm, issuer, audience, expiry, the session's row and the person's
 * existence are checked, and the role is what the database says now. One query. @throws ShopError auth
 */
export async function resumeSession(db: Db, token: string): Promise<{ user: User; session: Session }> {
  const claim = readClaim(token);
  const [row] = await db
    .select({
      secret: signingKeys.secret,
      now: sql<number>`UNIX_TIMESTAMP()`,
      expires: sql<number>`UNIX_TIMESTAMP(${sessions.expiresAt})`,
      lastSeen: sql<number>`UNIX_TIMESTAMP(${sessions.lastSeenAt})`,
      promptsUsed: sessions.promptsUsed,
      user: userColumns,
    })
    .from(signingKeys)
    .leftJoin(sessions, eq(sessions.id, claim.sessionId))
    .leftJoin(users, eq(users.id, sessions.userId))
    .where(isKey(claim.kid));
  if (!row) throw invalidToken();
  const now = Number(row.now);
  const userId = await verifyToken(token, row.secret, now);
  if (!row.user || row.user.id !== userId) throw endedLogin();
  if (Number(row.expires) <= now) throw expiredLogin();
  if (now - Number(row.lastSeen) >= SEEN_AGAIN) await seen(db, claim.sessionId, now);
  const session = { id: claim.sessionId, expires: Number(row.expires), promptsUsed: row.promptsUsed ?? 0 };
  return { user: row.user, session: toSession(session) };
}

/** The logins of a person that have not expired, the last seen first. */
export async function listSessions(db: Db, { userId }: { userId: number }): Promise<Login[]> {
  const rows = await db
    .select({
      id: sessions.id,
      device: sessions.device,
      startedAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), sql`${sessions.expiresAt} > CURRENT_TIMESTAMP`))
    .orderBy(desc(sessions.lastSeenAt), sessions.id);
  return rows.map((row) => ({
    ...row,
    startedAt: toIso(row.startedAt),
    lastSeenAt: toIso(row.lastSeenAt),
    expiresAt: toIso(row.expiresAt),
  }));
}

/** The one login of a person whose id begins with `start`. @throws ShopError usage, not_found, conflict */
export async function findSession(
  db: Db,
  { userId, start }: { userId: number; start: string },
): Promise<string> {
  if (!/^[0-9a-f]{6,64}$/.test(start)) {
    throw new ShopError('usage', 'A session is named by the first six or more characters of its id.', {
      next: 'shop account sessions',
    });
  }
  const found = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), like(sessions.id, `${start}%`)))
    .limit(2);
  const [first, second] = found;
  if (!first) throw new ShopError('not_found', 'No such session.', { next: 'shop account sessions' });
  if (second) throw new ShopError('conflict', 'More than one session begins so.');
  return first.id;
}

/** Whose session it is; null when it has ended or expired. */
export async function sessionOwner(db: Db, { sessionId }: { sessionId: string }): Promise<number | null> {
  const [row] = await db
    .select({ userId: sessions.userId })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), sql`${sessions.expiresAt} > CURRENT_TIMESTAMP`));
  return row?.userId ?? null;
}

/** Ends one session. @returns whether there was one */
export async function endSession(db: Db, { sessionId }: { sessionId: string }): Promise<boolean> {
  const [result] = await db.delete(sessions).where(eq(sessions.id, sessionId));
  return result.affectedRows > 0;
}

/** Ends every session of a person. @returns how many ended */
export async function endAllSessions(db: Db, { userId }: { userId: number }): Promise<number> {
  const [result] = await db.delete(sessions).where(eq(sessions.userId, userId));
  return result.affectedRows;
}

async function forgetExpired(db: Db, userId: number): Promise<void> {
  await db
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), sql`${sessions.expiresAt} <= CURRENT_TIMESTAMP`));
}

async function seen(db: Db, id: string, now: number): Promise<void> {
  await db
    .update(sessions)
    .set({ lastSeenAt: toColumn(now) })
    .where(eq(sessions.id, id));
}

const toSession = ({ id, expires, promptsUsed }: { id: string; expires: number; promptsUsed: number }) => ({
  id,
  expiresAt: new Date(expires * 1000).toISOString(),
  promptsUsed,
  promptsLeft: Math.max(0, PROMPTS - promptsUsed),
});

// The connection's time zone is UTC, and so is every DATETIME of the shop.
const toColumn = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
const toIso = (column: string) => new Date(`${column.replace(' ', 'T')}Z`).toISOString();
