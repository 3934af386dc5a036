import { createHash, randomBytes } from 'node:crypto';
import { desc, eq, sql } from 'drizzle-orm';
import { decodeJwt, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import type { Db } from '#db/connect.ts';
import { isDuplicate } from '#db/errors.ts';
import { inTransaction } from '#db/retry.ts';
import { signingKeys } from '#db/schema.ts';
import { ShopError } from './errors.ts';

const ALGORITHM = 'HS256';
const ISSUER = 'shop';
const AUDIENCE = 'shop';
// RFC 7518, section 3.2: an HS256 key is at least as long as the hash. The JWT library does not look.
export const KEY_BYTES = 32;
// The first key has a fixed name, so that two processes which both find none cannot make two.
const FIRST_KEY = 'key-1';
const LONGEST_TOKEN = 2048;

type SigningKey = { kid: string; secret: Buffer };

/** What a token says of itself, which is worth nothing before `verifyToken`. `sessionId` is the SHA-256 of its `jti`. */
type Claim = { kid: string; sessionId: string };

/** The key that signs now, created if the shop has none, and the database's clock in Unix seconds. */
export async function signingKey(db: Db): Promise<{ key: SigningKey; now: number }> {
  const found = await newestKey(db);
  if (found) return found;
  const secret = randomBytes(KEY_BYTES);
  // Whoever comes second keeps the first one's key.
  const isFirst = await insertKey(db, secret);
  const made = (await newestKey(db)) ?? (isFirst ? undefined : await mendKey(db, secret));
  if (!made) throw new Error('The signing key that was just written is not there.');
  return made;
}

async function insertKey(db: Db, secret: Buffer): Promise<boolean> {
  try {
    await inTransaction(db, (tx) => tx.insert(signingKeys).values({ kid: FIRST_KEY, secret }));
    return true;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return false;
  }
}

// A key of a wrong length signs nothing and is replaced: by a statement of its own, since the account of every day may
// write a first key, and change none.
async function mendKey(db: Db, secret: Buffer) {
  await inTransaction(db, (tx) =>
    tx
      .update(signingKeys)
      .set({ secret })
      .where(sql`${isKey(FIRST_KEY)} AND LENGTH(${signingKeys.secret}) <> ${KEY_BYTES}`),
  );
  return newestKey(db);
}

async function newestKey(db: Db) {
  const [row] = await db
    .select({ kid: signingKeys.kid, secret: signingKeys.secret, now: sql<number>`UNIX_TIMESTAMP()` })
    .from(signingKeys)
    .where(sql`LENGTH(${signingKeys.secret}) = ${KEY_BYTES}`)
    .orderBy(desc(signingKeys.createdAt), signingKeys.kid)
    .limit(1);
  return row && { key: { kid: row.kid, secret: row.secret }, now: Number(row.now) };
}

/** A new token for a session of `userId`; the times are Unix seconds. */
export async function issueToken(
  { kid, secret }: SigningKey,
  { userId, now, expires }: { userId: number; now: number; expires: number },
): Promise<{ token: string; sessionId: string }> {
  const jti = randomBytes(24).toString('base64url');
  const token = await new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(String(userId))
    .setJti(jti)
    .setIssuedAt(now)
    .setExpirationTime(expires)
    .sign(secret);
  return { token, sessionId: sessionIdOf(jti) };
}

/** Which key and which session a token names, so that both can be fetched at once. @throws ShopError auth */
export function readClaim(token: string): Claim {
  if (token.length > LONGEST_TOKEN) throw invalidToken();
  try {
    const { kid } = decodeProtectedHeader(token);
    const { jti } = decodeJwt(token);
    if (typeof kid === 'string' && typeof jti === 'string') return { kid, sessionId: sessionIdOf(jti) };
  } catch (cause) {
    throw invalidToken(cause);
  }
  throw invalidToken();
}

/**
 * Checks signature, algorithm, issuer, audience and expiry. `now` is the database's clock in Unix seconds.
 * @returns the user's id. @throws ShopError auth
 */
export async function verifyToken(token: string, secret: Buffer, now: number): Promise<number> {
  if (secret.length !== KEY_BYTES) throw invalidToken();
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: [ALGORITHM],
      typ: 'JWT',
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['sub', 'jti', 'iat', 'exp'],
      currentDate: new Date(now * 1000),
    });
    return Number(payload.sub);
  } catch (cause) {
    throw cause instanceof Error && cause.name === 'JWTExpired' ? expiredLogin() : invalidToken(cause);
  }
}

/** One token's key, by its name: the session query joins on it. */
export const isKey = (kid: string) => eq(signingKeys.kid, kid);

const sessionIdOf = (jti: string) => createHash('sha256').update(jti).digest('hex');

const again = 'Log in again: shop login';

/** The token is not one of this shop's. */
export const invalidToken = (cause?: unknown) =>
  new ShopError('auth', 'Your login is not valid here.', {
    details: { reason: 'invalid' },
    next: again,
    cause,
  });

export const expiredLogin = () =>
  new ShopError('auth', 'Your login has expired.', { details: { reason: 'expired' }, next: again });

export const endedLogin = () =>
  new ShopError('auth', 'Your login was ended.', { details: { reason: 'revoked' }, next: again });
