import { eq } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { users } from '#db/schema.ts';
import { normalUsername } from './account-fields.ts';
import { type Credentials, type User, userColumns } from './accounts.ts';
import { countingAttempts } from './attempts.ts';
import { ShopError } from './errors.ts';
import { isOldHash, passwordFits, refusals, renewedHash } from './passwords.ts';

/**
 * Answers with the account whose password was right, unless it has changed since. Belongs into the transaction that
 * begins the session. @throws ShopError auth
 */
export type LetIn = (tx: Db) => Promise<User>;

/**
 * Checks a name and a password. Not for the inside of a transaction (see `countingAttempts`).
 * @throws ShopError auth, in the same words for every reason; limit after too many wrong passwords
 */
export function checkLogin(db: Db, { username, password }: Credentials): Promise<LetIn> {
  const name = normalUsername(username);
  return countingAttempts(db, name, async () => {
    const refusal = refusals();
    const found = name.length <= 64 ? await findByName(db, name) : undefined;
    const fits = await passwordFits(found?.hashedPassword, password);
    if (!found?.hashedPassword || !fits || !found.user.isRegistered) throw await refusal(wrongPassword());
    const proof = { userId: found.user.id, stored: found.hashedPassword, password };
    // A hash takes its time, and is made before anything is locked.
    const renewed = isOldHash(proof.stored) ? await renewedHash(password) : undefined;
    return (tx) => letIn(tx, { ...proof, renewed });
  });
}

async function findByName(db: Db, name: string) {
  const [row] = await db
    .select({ user: userColumns, hashedPassword: users.hashedPassword })
    .from(users)
    .where(eq(users.username, name));
  // The column compares without accents and trailing blanks, a login does not.
  return row && normalUsername(row.user.username) === name ? row : undefined;
}

type Proof = { userId: number; stored: string; password: string; renewed: string | undefined };

// A new password holds this row until the other logins have ended: a session whose password was checked before that,
// and which begins after it, would outlive them.
async function letIn(tx: Db, { userId, stored, password, renewed }: Proof): Promise<User> {
  const [row] = await tx
    .select({ user: userColumns, hashedPassword: users.hashedPassword })
    .from(users)
    .where(eq(users.id, userId))
    .for('update');
  if (!row) throw wrongPassword();
  if (row.hashedPassword === stored) {
    if (renewed) await tx.update(users).set({ hashedPassword: renewed }).where(eq(users.id, userId));
    return row.user;
  }
  // It may be the same password still, whose old hash another terminal has just renewed.
  if (!(await passwordFits(row.hashedPassword, password))) throw wrongPassword();
  return row.user;
}

const wrongPassword = () =>
  new ShopError('auth', 'Wrong username or password.', { details: { reason: 'credentials' } });
