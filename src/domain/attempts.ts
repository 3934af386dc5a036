import { createHash, randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { inTransaction } from '#db/retry.ts';
import { loginAttempts } from '#db/schema.ts';
import { normalUsername } from './account-fields.ts';
import { ShopError } from './errors.ts';

/** How many wrong passwords of one name are looked at before the first wait. */
const FREE = 5;
// The wait doubles with each further try: 1 s, 2 s, 4 s … It ends there, so that nobody is locked out for ever.
const LONGEST_WAIT = 15 * 60;
const DAY = 24 * 60 * 60;

/**
 * Runs `check`, which looks at a password given for `username` and throws when it is wrong, unless too many were wrong
 * before. The try is counted first, so that no number of parallel ones gets more than its share, and struck out when the
 * password is right. Not for the inside of a transaction, whose end would take the count back.
 * @throws ShopError limit, with the seconds to wait; whatever `check` throws
 */
export async function countingAttempts<T>(db: Db, username: string, check: () => Promise<T>): Promise<T> {
  const id = idOf(username);
  const wait = await count(db, id);
  if (wait > 0) throw mustWait(wait);
  const answer = await check();
  await db.delete(loginAttempts).where(eq(loginAttempts.id, id));
  await forgetOld(db);
  return answer;
}

/** @returns the seconds to wait, 0 for a try that was counted and may go on */
async function count(db: Db, id: string): Promise<number> {
  const ticket = randomUUID();
  const mayTry = sql`${loginAttempts.waitUntil} <= NOW(6)`;
  const isMine = sql`${loginAttempts.ticket} = ${ticket}`;
  const seconds = sql`LEAST(${LONGEST_WAIT}, POW(2, LEAST(20, ${loginAttempts.failures} - ${FREE})))`;
  return inTransaction(db, async (tx) => {
    // One statement decides and counts. Its assignments are made from left to right, each seeing those before it. NOW is
    // when a statement came, not when it got the row's lock: a first try leaves no wait that began later than the next came.
    await tx.execute(sql`
      INSERT INTO ${loginAttempts} (id, ticket, failures, wait_until) VALUES (${id}, ${ticket}, 1, NOW(6) - INTERVAL 1 MINUTE)
      ON DUPLICATE KEY UPDATE
        ticket = IF(${mayTry}, ${ticket}, ${loginAttempts.ticket}),
        failures = IF(${isMine}, ${loginAttempts.failures} + 1, ${loginAttempts.failures}),
        wait_until = IF(${isMine} AND ${loginAttempts.failures} >= ${FREE},
          NOW(6) + INTERVAL ${seconds} SECOND, ${loginAttempts.waitUntil})`);
    const [row] = await tx
      .select({
        ticket: loginAttempts.ticket,
        wait: sql<number>`TIMESTAMPDIFF(MICROSECOND, NOW(6), ${loginAttempts.waitUntil}) / 1000000`,
      })
      .from(loginAttempts)
      .where(eq(loginAttempts.id, id));
    return row && row.ticket !== ticket ? Math.max(1, Math.ceil(Number(row.wait))) : 0;
  });
}

// Names that nobody has are counted too; after a day they are forgotten, a bit at a time.
const forgetOld = (db: Db) =>
  db
    .delete(loginAttempts)
    .where(sql`${loginAttempts.waitUntil} < NOW(6) - INTERVAL ${DAY} SECOND`)
    .limit(100);

// A name may be a megabyte of rubbish; its hash is not.
const idOf = (username: string) => createHash('sha256').update(normalUsername(username)).digest('hex');

const mustWait = (seconds: number) =>
  new ShopError('limit', `Too many wrong passwords for this name: wait ${seconds} s.`, {
    details: { reason: 'attempts', seconds },
    next: 'Then try again. The account itself is not locked.',
  });
