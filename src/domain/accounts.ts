import { randomBytes } from 'node:crypto';
import { and, eq, ne } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { isDuplicate } from '#db/errors.ts';
import { inTransaction } from '#db/retry.ts';
import { favoriteItems, orders, sessions, users } from '#db/schema.ts';
import { checkProfile, checkUsername, normalUsername, type Profile } from './account-fields.ts';
import { countingAttempts } from './attempts.ts';
import { mergeCarts, type ShortLine } from './cart.ts';
import { ShopError } from './errors.ts';
import { checkPassword, hashPassword, passwordFits } from './passwords.ts';

/** A person: `isRegistered` is false for a visitor, who has a row, a cart and a session, but no password. */
export type User = {
  id: number;
  username: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  country: string | null;
  city: string | null;
  isRegistered: boolean;
  role: 'customer' | 'operator';
};

/** The columns of a `User`, for a select. The hashed password is not among them. */
export const userColumns = {
  id: users.id,
  username: users.username,
  firstName: users.firstName,
  lastName: users.lastName,
  email: users.email,
  phone: users.phone,
  country: users.country,
  city: users.city,
  isRegistered: users.isRegistered,
  role: users.role,
};

export type Credentials = { username: string; password: string };
export type Registration = Credentials & Profile;

/** Creates an account. @throws ShopError usage naming the field, conflict when the name is taken */
export async function register(db: Db, { username, password, ...profile }: Registration): Promise<User> {
  const name = checkUsername(username);
  const fields = checkProfile(profile);
  const hashedPassword = await hashPassword(password);
  const id = await insertUser(db, { username: name, hashedPassword, isRegistered: true, ...fields });
  return getUser(db, id);
}

/** @throws ShopError not_found */
export async function getUser(db: Db, userId: number): Promise<User> {
  const [user] = await db.select(userColumns).from(users).where(eq(users.id, userId));
  if (!user) throw new ShopError('not_found', 'There is no such account.');
  return user;
}

/** What the names of visitors begin with. */
export const visitorName = 'guest-';

/** A person without a name or a password, for a cart before the login. */
export async function createVisitor(db: Db): Promise<User> {
  const username = `${visitorName}${randomBytes(8).toString('hex')}`;
  return getUser(db, await insertUser(db, { username, isRegistered: false }));
}

/** Changes what is given and leaves the rest. @throws ShopError usage naming the field */
export async function changeProfile(
  db: Db,
  { userId, ...profile }: { userId: number } & Profile,
): Promise<User> {
  const fields = checkProfile(profile);
  if (Object.keys(fields).length > 0) await db.update(users).set(fields).where(eq(users.id, userId));
  return getUser(db, userId);
}

type PasswordChange = { userId: number; oldPassword: string; newPassword: string; sessionId: string };

/**
 * Sets a new password and ends every other session. @returns how many ended.
 * @throws ShopError auth, usage, limit after too many wrong passwords
 */
export async function changePassword(db: Db, change: PasswordChange): Promise<{ ended: number }> {
  checkPassword(change.newPassword);
  const { username } = await getUser(db, change.userId);
  // Who has found an open terminal must not guess here what they could not guess at the login.
  return countingAttempts(db, username, () => inTransaction(db, (tx) => setPassword(tx, change)));
}

async function setPassword(tx: Db, { userId, oldPassword, newPassword, sessionId }: PasswordChange) {
  const stored = await lockPerson(tx, userId);
  if (!(await passwordFits(stored.hashedPassword, oldPassword))) throw wrongOldPassword();
  const hashedPassword = await hashPassword(newPassword);
  await tx.update(users).set({ hashedPassword }).where(eq(users.id, userId));
  const others = and(eq(sessions.userId, userId), ne(sessions.id, sessionId));
  const [result] = await tx.delete(sessions).where(others);
  return { ended: result.affectedRows };
}

/**
 * Removes an account with its orders, favourites and sessions. What was bought stays bought: no stock comes back.
 * @throws ShopError usage unless `username` is the account's name
 */
export async function deleteAccount(
  db: Db,
  { userId, username }: { userId: number; username: string },
): Promise<void> {
  const name = normalUsername(username);
  await inTransaction(db, async (tx) => {
    const person = await lockPerson(tx, userId);
    if (normalUsername(person.username) !== name) throw wrongName();
    await removePerson(tx, userId);
  });
}

/** Removes a person and all that is theirs. Belongs into a transaction. */
export async function removePerson(tx: Db, userId: number): Promise<void> {
  // The person first, so that no new order begins meanwhile; then the order, which a purchase takes first too.
  await lockRow(tx, userId);
  await tx.delete(orders).where(eq(orders.userId, userId));
  await tx.delete(favoriteItems).where(eq(favoriteItems.userId, userId));
  await tx.delete(sessions).where(eq(sessions.userId, userId));
  await tx.delete(users).where(eq(users.id, userId));
}

/** What came over from a visitor's cart: how many pieces were in it, and the lines that the stock did not cover. */
export type Brought = { pieces: number; capped: ShortLine[] };

/** A visitor becomes an account: their cart goes over into the account's, and the visitor is gone. One transaction. */
export function takeOverVisitor(
  db: Db,
  { visitorId, userId }: { visitorId: number; userId: number },
): Promise<Brought> {
  return inTransaction(db, async (tx) => {
    // The visitor first: a cart that another terminal opens meanwhile would be removed without having gone over.
    await lockRow(tx, visitorId);
    const { pieces, capped } = await mergeCarts(tx, { fromUserId: visitorId, toUserId: userId });
    await removePerson(tx, visitorId);
    return { pieces, capped };
  });
}

const lockRow = (tx: Db, userId: number) =>
  tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update');

async function insertUser(db: Db, row: typeof users.$inferInsert): Promise<number> {
  try {
    const [result] = await db.insert(users).values(row);
    return result.insertId;
  } catch (error) {
    // The unique key decides, not a look beforehand: of two who register at once, one is told.
    if (isDuplicate(error, 'users_username')) throw nameTaken(row.username);
    throw error;
  }
}

async function lockPerson(tx: Db, userId: number) {
  const [row] = await tx
    .select({ username: users.username, hashedPassword: users.hashedPassword })
    .from(users)
    .where(eq(users.id, userId))
    .for('update');
  if (!row) throw new ShopError('not_found', 'There is no such account.');
  return row;
}

const wrongOldPassword = () =>
  new ShopError('auth', 'The old password is wrong.', { details: { reason: 'credentials' } });

const wrongName = () =>
  new ShopError('usage', 'That is not the name of this account.', { details: { field: 'confirm' } });

const nameTaken = (username: string) =>
  new ShopError('conflict', `The username ${username} is taken.`, {
    details: { field: 'username' },
    next: 'Choose another one, or log in: shop login',
  });
