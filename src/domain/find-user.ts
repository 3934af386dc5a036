import { eq, or, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { users } from '#db/schema.ts';
import { type User, userColumns } from './accounts.ts';
import { ShopError } from './errors.ts';

/** Somebody by username or id; a text of digits is a username first. @throws ShopError not_found */
export async function findUser(db: Db, wanted: string): Promise<User> {
  const text = wanted.trim();
  const byName = eq(users.username, text);
  const byId = /^\d{1,10}$/.test(text) ? eq(users.id, Number(text)) : undefined;
  const [user] = await db
    .select(userColumns)
    .from(users)
    .where(or(byName, byId))
    .orderBy(sql`${byName} DESC`)
    .limit(1);
  if (user) return user;
  throw new ShopError('not_found', `There is no user "${text}".`, { next: 'shop users list' });
}
