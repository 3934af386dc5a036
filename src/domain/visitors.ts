import { and, asc, inArray, lte, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { inTransaction } from '#db/retry.ts';
import { orders, sessions, users } from '#db/schema.ts';
import { removePerson, visitorName } from './accounts.ts';

// A newcomer pays for the few that went before, so that nobody ever waits for a great sweep.
const atOnce = 20;

/**
 * Removes the logins that expired first, and the visitors whose last one that was: nobody can come back to their carts.
 * People whom another client has loaded stay, registered or not.
 */
export async function sweepVisitors(db: Db): Promise<void> {
  const expired = await db
    .select({ id: sessions.id, userId: sessions.userId })
    .from(sessions)
    .where(lte(sessions.expiresAt, sql`CURRENT_TIMESTAMP`))
    .orderBy(asc(sessions.expiresAt))
    .limit(atOnce);
  if (expired.length === 0) return;
  await inTransaction(db, async (tx) => {
    const ids = expired.map(({ id }) => id).sort();
    await tx.delete(sessions).where(inArray(sessions.id, ids));
    for (const userId of await left(tx, [...new Set(expired.map((one) => one.userId))])) {
      await removePerson(tx, userId);
    }
  });
}

async function left(tx: Db, userIds: number[]): Promise<number[]> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        inArray(users.id, userIds),
        sql`${users.isRegistered} = FALSE AND ${users.username} LIKE ${`${visitorName}%`}`,
        sql`NOT EXISTS (SELECT 1 FROM ${sessions} WHERE ${sessions.userId} = ${users.id})`,
        // A visitor cannot buy; whoever has bought something is somebody else's row.
        sql`NOT EXISTS (SELECT 1 FROM ${orders} WHERE ${orders.userId} = ${users.id} AND ${orders.status} <> 'TEMP')`,
      ),
    )
    .orderBy(asc(users.id));
  return rows.map(({ id }) => id);
}
