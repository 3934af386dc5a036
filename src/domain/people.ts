import { and, asc, eq, gt, type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { users } from '#db/schema.ts';
import { type User, userColumns } from './accounts.ts';
import { findUser } from './find-user.ts';
import { requireOperator } from './operators.ts';

export type PeopleWish = {
  operatorId: number;
  /** The beginning of a username, an e-mail address or one of the names. */
  search?: string | undefined;
  role?: User['role'] | undefined;
  /** People without an account, too. */
  visitors?: boolean | undefined;
};

const pageSize = 1000;

/** Everybody who fits, in order of id, a page at a time. @throws ShopError auth unless an operator asks */
export async function* everyUser(db: Db, wish: PeopleWish): AsyncGenerator<User[]> {
  await requireOperator(db, wish.operatorId);
  for (let after = 0; ; ) {
    const page = await db
      .select(userColumns)
      .from(users)
      .where(and(gt(users.id, after), ...filters(wish)))
      .orderBy(asc(users.id))
      .limit(pageSize);
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.id ?? after;
  }
}

/** @throws ShopError auth unless an operator asks; not_found */
export async function showUser(
  db: Db,
  { operatorId, user }: { operatorId: number; user: string },
): Promise<User> {
  await requireOperator(db, operatorId);
  return findUser(db, user);
}

function filters({ search, role, visitors }: PeopleWish): SQL[] {
  const pattern = search === undefined ? undefined : `${search.trim().replace(/[\\%_]/g, '\\$&')}%`;
  const wanted = [
    role && eq(users.role, role),
    !visitors && eq(users.isRegistered, true),
    pattern &&
      sql`(${users.username} LIKE ${pattern} OR ${users.email} LIKE ${pattern} OR ${users.firstName} LIKE ${pattern} OR ${users.lastName} LIKE ${pattern})`,
  ];
  return wanted.filter((condition) => typeof condition === 'object');
}
