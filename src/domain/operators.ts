import { eq } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { ownsDatabase } from '#db/ownership.ts';
import { inTransaction } from '#db/retry.ts';
import { users } from '#db/schema.ts';
import { getUser, type User } from './accounts.ts';
import { ShopError } from './errors.ts';
import { findUser } from './find-user.ts';

/**
 * Lets an operator pass. What the database says now counts, not what a token or a screen remembers.
 * @throws ShopError auth for everybody else
 */
export async function requireOperator(db: Db, userId: number): Promise<void> {
  const [row] = await db.select({ role: users.role }).from(users).where(eq(users.id, userId));
  if (row?.role === 'operator') return;
  throw new ShopError('auth', 'Only an operator may do that.', {
    next: 'Whoever owns the database makes somebody an operator: shop users set-role <user> operator',
  });
}

type RoleWish = {
  /** Who asks; null when nobody is logged in. */
  byUserId: number | null;
  user: string;
  role: User['role'];
};

/**
 * Gives an account its role. Besides operators, whoever owns the database may do so, logged in or not: that is how a shop
 * gets its first operator, and its last one back.
 * @throws ShopError auth; not_found; conflict for a visitor, and for the last operator where only another one could undo it
 */
export async function setRole(db: Db, { byUserId, user: wanted, role }: RoleWish): Promise<User> {
  const isOwner = await ownsDatabase(db);
  return inTransaction(db, async (tx) => {
    if (!isOwner) await requireRight(tx, byUserId);
    const { id, isRegistered } = await findUser(tx, wanted);
    if (!isRegistered) throw new ShopError('conflict', 'A visitor has no account to be an operator with.');
    if (role === 'customer' && !isOwner) await refuseLast(tx, id);
    await tx.update(users).set({ role }).where(eq(users.id, id));
    return getUser(tx, id);
  });
}

/** Lets an operator pass, where the database's owner would pass too. @throws ShopError auth for everybody else */
export async function requireRight(tx: Db, userId: number | null) {
  if (userId !== null) return requireOperator(tx, userId);
  throw new ShopError('auth', 'Only an operator may do that, or whoever owns the database.', {
    next: 'shop login',
  });
}

// All operators are locked, in order of id: two who let each other go at the same moment come one after the other.
async function refuseLast(tx: Db, userId: number) {
  const others = await tx
    .select({ id: users.id })
    .from(users)
    .where(eq(users.role, 'operator'))
    .orderBy(users.id)
    .for('update');
  if (others.some(({ id }) => id !== userId) || !others.some(({ id }) => id === userId)) return;
  throw new ShopError('conflict', 'That is the last operator of this shop.', {
    next: 'Make somebody else an operator first.',
  });
}
