import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, gt, lt, ne, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { inTransaction } from '#db/retry.ts';
import { prompts, sessions } from '#db/schema.ts';
import { ShopError } from './errors.ts';
import { PROMPTS } from './sessions.ts';
import { endedLogin } from './tokens.ts';

/** What a session may still ask. */
export type PromptCount = { used: number; left: number; limit: number };

/** A prompt that is being worked at. It counts from now on, and can be given back as long as nobody has answered it. */
export type Reservation = { promptId: string; prompts: PromptCount };

export type AnswerSource = 'database' | 'model';

/** A question of this session with what was answered to it. `askedAt` is ISO 8601, UTC. */
export type Exchange = { question: string; answer: string; source: AnswerSource; askedAt: string };

const longestQuestion = 1000;
// What the column holds in four bytes a character.
const longestAnswer = 16_000;

/** The question without the spaces around it. @throws ShopError usage when it is empty or too long */
export function checkedQuestion(question: string): string {
  const text = question.trim();
  if (text === '') {
    throw new ShopError('usage', 'There is no question.', {
      next: 'shop chat "what is the cheapest thing you have?"',
    });
  }
  const { length } = [...text];
  if (length <= longestQuestion) return text;
  throw new ShopError(
    'usage',
    `A question has up to ${longestQuestion} characters; this one has ${length}.`,
    {
      next: 'Ask it in fewer words.',
    },
  );
}

/**
 * Takes one of the session's prompts before any work is done for it. The condition stands in the update itself, so no
 * number of terminals gets a sixth.
 * @throws ShopError limit when all are used; auth when the session has ended; usage for the question
 */
export async function reservePrompt(
  db: Db,
  { sessionId, question }: { sessionId: string; question: string },
): Promise<Reservation> {
  const text = checkedQuestion(question);
  const promptId = randomUUID();
  const used = await inTransaction(
    db,
    async (tx) => {
      const [{ affectedRows }] = await tx
        .update(sessions)
        .set({ promptsUsed: sql`${sessions.promptsUsed} + 1` })
        .where(and(isLive(sessionId), lt(sessions.promptsUsed, PROMPTS)));
      if (affectedRows === 0) throw await refusal(tx, sessionId);
      await tx.insert(prompts).values({ id: promptId, sessionId, question: text });
      return usedBy(tx, sessionId);
    },
    { find: (tx) => usedAfter(tx, { sessionId, promptId }) },
  );
  return { promptId, prompts: countOf(used) };
}

/** Gives back a prompt that got no answer. However often it is called, it gives back once. @returns the count after it */
export function givePromptBack(db: Db, { promptId }: { promptId: string }): Promise<PromptCount> {
  return inTransaction(db, async (tx) => {
    const [row] = await tx
      .select({ sessionId: prompts.sessionId })
      .from(prompts)
      .where(eq(prompts.id, promptId));
    // The session has ended, and its prompts with it.
    if (!row) return countOf(0);
    // The session first, as in `reservePrompt`: whoever takes locks in the same order does not wait in a circle.
    await tx.select({ id: sessions.id }).from(sessions).where(eq(sessions.id, row.sessionId)).for('update');
    const [{ affectedRows }] = await tx
      .update(prompts)
      .set({ state: 'returned' })
      .where(and(eq(prompts.id, promptId), eq(prompts.state, 'reserved')));
    if (affectedRows === 1) {
      await tx
        .update(sessions)
        .set({ promptsUsed: sql`${sessions.promptsUsed} - 1` })
        .where(and(eq(sessions.id, row.sessionId), gt(sessions.promptsUsed, 0)));
    }
    return countOf(await usedBy(tx, row.sessionId));
  });
}

/** Keeps the answer, whole or as far as it was shown. From then on the prompt cannot be given back. */
export async function recordAnswer(
  db: Db,
  { promptId, answer, source }: { promptId: string; answer: string; source: AnswerSource },
): Promise<void> {
  const kept = [...answer.toWellFormed()].slice(0, longestAnswer).join('');
  await db
    .update(prompts)
    .set({ state: 'answered', answer: kept, source })
    .where(and(eq(prompts.id, promptId), eq(prompts.state, 'reserved')));
}

/** The last exchanges of a session, the oldest first. */
export async function listHistory(
  db: Db,
  { sessionId, limit }: { sessionId: string; limit: number },
): Promise<Exchange[]> {
  const rows = await db
    .select({
      question: prompts.question,
      answer: sql<string>`COALESCE(${prompts.answer}, '')`,
      source: sql<AnswerSource>`${prompts.source}`,
      askedAt: prompts.createdAt,
    })
    .from(prompts)
    .where(and(eq(prompts.sessionId, sessionId), eq(prompts.state, 'answered')))
    .orderBy(desc(prompts.createdAt), asc(prompts.id))
    .limit(limit);
  return rows.reverse().map((row) => ({ ...row, askedAt: asInstant(row.askedAt) }));
}

/** Forgets what was said in a session, but not that it was asked: the count stays. @returns how many exchanges went */
export async function clearHistory(db: Db, { sessionId }: { sessionId: string }): Promise<number> {
  // One that is being worked at stays, so that it can still be given back.
  const [{ affectedRows }] = await db
    .delete(prompts)
    .where(and(eq(prompts.sessionId, sessionId), ne(prompts.state, 'reserved')));
  return affectedRows;
}

/** How many prompts a session has used, as it is now. */
export async function countPrompts(db: Db, { sessionId }: { sessionId: string }): Promise<PromptCount> {
  return countOf(await usedBy(db, sessionId));
}

const isLive = (sessionId: string) =>
  and(eq(sessions.id, sessionId), sql`${sessions.expiresAt} > CURRENT_TIMESTAMP`);

async function refusal(tx: Db, sessionId: string): Promise<ShopError> {
  const [row] = await tx.select({ used: sessions.promptsUsed }).from(sessions).where(isLive(sessionId));
  if (!row) return endedLogin();
  return new ShopError(
    'limit',
    `You have asked the ${PROMPTS} questions of this session. Thank you for asking!`,
    {
      details: { prompts: countOf(row.used) },
      next: 'A new session begins at shop login. Meanwhile: shop items list --search <words>',
    },
  );
}

async function usedBy(db: Db, sessionId: string): Promise<number> {
  const [row] = await db
    .select({ used: sessions.promptsUsed })
    .from(sessions)
    .where(eq(sessions.id, sessionId));
  return row?.used ?? 0;
}

// A COMMIT that was lost: the lock on the session waits for one that is still on its way.
async function usedAfter(tx: Db, { sessionId, promptId }: { sessionId: string; promptId: string }) {
  const [session] = await tx
    .select({ used: sessions.promptsUsed })
    .from(sessions)
    .where(eq(sessions.id, sessionId))
    .for('update');
  const [prompt] = await tx.select({ id: prompts.id }).from(prompts).where(eq(prompts.id, promptId));
  return prompt && session?.used;
}

const countOf = (used: number): PromptCount => ({
  used,
  left: Math.max(0, PROMPTS - used),
  limit: PROMPTS,
});

const asInstant = (datetime: string) => `${datetime.replace(' ', 'T')}Z`;
