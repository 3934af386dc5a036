import { randomBytes, randomUUID } from 'node:crypto';
import { desc, inArray, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { inTransaction } from '#db/retry.ts';
import { signingKeys } from '#db/schema.ts';
import { VISIT_HOURS } from './sessions.ts';
import { KEY_BYTES } from './tokens.ts';

/** `kid` names the key that signs from now on; `older` is how many others still verify. */
export type Rotation = { kid: string; older: number };

// A visitor's login lasts longest; the hour more is for whoever had read a key just before another took its place.
const VERIFY_HOURS = VISIT_HOURS + 1;

/**
 * Makes the key that signs every token from now on. Nobody is logged out: the keys before it verify until the last
 * token that they can have signed has expired, and are forgotten at the first rotation after that.
 */
export function rotateKey(db: Db): Promise<Rotation> {
  const kid = randomUUID();
  const secret = randomBytes(KEY_BYTES);
  return inTransaction(
    db,
    async (tx) => {
      const old = await lockKeys(tx);
      await tx.insert(signingKeys).values({ kid, secret, createdAt: after(old[0]?.createdAt) });
      const done = old.filter((key) => key.done).map((key) => key.kid);
      if (done.length > 0) await tx.delete(signingKeys).where(inArray(signingKeys.kid, done));
      return { kid, older: old.length - done.length };
    },
    { find: (tx) => rotationAfter(tx, kid) },
  );
}

/** Every key, the newest first. `done`: none of its tokens can hold any more. */
async function lockKeys(tx: Db): Promise<{ kid: string; createdAt: string; done: boolean }[]> {
  const rows = await tx
    .select({
      kid: signingKeys.kid,
      createdAt: sql<string>`CAST(${signingKeys.createdAt} AS CHAR)`,
      old: sql<number>`${signingKeys.createdAt} < CURRENT_TIMESTAMP(6) - INTERVAL ${VERIFY_HOURS} HOUR`,
    })
    .from(signingKeys)
    .orderBy(desc(signingKeys.createdAt), signingKeys.kid)
    .for('update');
  // A key signs until the next one is made, so the age of that one counts.
  return rows.map(({ kid, createdAt }, at) => ({ kid, createdAt, done: Number(rows[at - 1]?.old) === 1 }));
}

// The newest key signs: one that was made by a clock that runs ahead must not go on signing.
const after = (newest: string | undefined) =>
  newest === undefined
    ? sql`CURRENT_TIMESTAMP(6)`
    : sql`GREATEST(CURRENT_TIMESTAMP(6), CAST(${newest} AS DATETIME(6)) + INTERVAL 1 MICROSECOND)`;

// A COMMIT that was lost: the lock waits for one that is still on its way.
async function rotationAfter(tx: Db, kid: string): Promise<Rotation | undefined> {
  const keys = await lockKeys(tx);
  return keys.some((key) => key.kid === kid) ? { kid, older: keys.length - 1 } : undefined;
}
