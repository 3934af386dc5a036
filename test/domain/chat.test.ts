import { eq, sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { prompts, sessions } from '#db/schema.ts';
import { createVisitor } from '#domain/accounts.ts';
import {
  checkedQuestion,
  clearHistory,
  countPrompts,
  givePromptBack,
  listHistory,
  recordAnswer,
  reservePrompt,
} from '#domain/chat.ts';
import { startSession } from '#domain/sessions.ts';
import { verify } from '#domain/verify.ts';
import { test } from '#test/database.ts';
import { aPerson } from '#test/given.ts';

async function aSession(db: Db) {
  const { userId } = await aPerson(db);
  const { session } = await startSession(db, { userId });
  return session.id;
}

const question = 'what is the cheapest thing you have?';

describe('the five prompts of a session', () => {
  test('are five for twenty who ask at once', async ({ db }) => {
    const sessionId = await aSession(db);

    const asked = await Promise.allSettled(
      Array.from({ length: 20 }, () => reservePrompt(db, { sessionId, question })),
    );

    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    for (const one of asked) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ kind: 'limit' });
    }
    expect(await countPrompts(db, { sessionId })).toEqual({ used: 5, left: 0, limit: 5 });
    expect(await db.$count(prompts)).toBe(5);
    expect((await verify(db)).broken).toEqual([]);
  });

  test('are counted down as they are taken', async ({ db }) => {
    const sessionId = await aSession(db);

    for (const used of [1, 2, 3, 4, 5]) {
      const { prompts } = await reservePrompt(db, { sessionId, question });
      expect(prompts).toEqual({ used, left: 5 - used, limit: 5 });
    }

    await expect(reservePrompt(db, { sessionId, question })).rejects.toMatchObject({
      kind: 'limit',
      details: { prompts: { used: 5, left: 0, limit: 5 } },
      next: expect.stringContaining('shop login'),
    });
  });

  test('belong to a session: another one, a visitor too, has its own', async ({ db }) => {
    const used = await aSession(db);
    for (let at = 0; at < 5; at += 1) await reservePrompt(db, { sessionId: used, question });
    const visitor = await createVisitor(db);
    const { session } = await startSession(db, { userId: visitor.id });

    expect((await reservePrompt(db, { sessionId: session.id, question })).prompts.left).toBe(4);
  });

  test('are nobody’s when the session has ended or expired', async ({ db }) => {
    const sessionId = await aSession(db);
    await db.update(sessions).set({ expiresAt: sql`CURRENT_TIMESTAMP - INTERVAL 1 SECOND` });

    for (const id of [sessionId, 'f'.repeat(64)]) {
      await expect(reservePrompt(db, { sessionId: id, question })).rejects.toMatchObject({ kind: 'auth' });
    }
    expect(await db.$count(prompts)).toBe(0);
  });
});

describe('a prompt is given back', () => {
  test('once, however often it is tried', async ({ db }) => {
    const sessionId = await aSession(db);
    await reservePrompt(db, { sessionId, question });
    const { promptId } = await reservePrompt(db, { sessionId, question });

    const counts = await Promise.all([1, 2, 3].map(() => givePromptBack(db, { promptId })));

    expect(counts).toEqual(Array.from({ length: 3 }, () => ({ used: 1, left: 4, limit: 5 })));
    expect((await verify(db)).broken).toEqual([]);
  });

  test('not when it was answered, nor when its session is gone', async ({ db }) => {
    const sessionId = await aSession(db);
    const { promptId } = await reservePrompt(db, { sessionId, question });
    await recordAnswer(db, { promptId, answer: 'Item 6.', source: 'database' });

    expect((await givePromptBack(db, { promptId })).used).toBe(1);
    await db.delete(sessions).where(eq(sessions.id, sessionId));
    expect((await givePromptBack(db, { promptId })).used).toBe(0);
  });

  test('while others take what is left: never more than five are out', async ({ db }) => {
    const sessionId = await aSession(db);
    const askAndGiveBack = async () => {
      const reserved = await reservePrompt(db, { sessionId, question }).catch(() => null);
      if (reserved) await givePromptBack(db, reserved);
    };

    await Promise.all(Array.from({ length: 24 }, askAndGiveBack));

    expect((await countPrompts(db, { sessionId })).used).toBe(0);
    expect((await verify(db)).broken).toEqual([]);
  });
});

describe('the history of a session', () => {
  test('is what was answered, the oldest first, up to the limit', async ({ db }) => {
    const sessionId = await aSession(db);
    for (const at of [1, 2, 3]) {
      const { promptId } = await reservePrompt(db, { sessionId, question: `question ${at}` });
      await recordAnswer(db, { promptId, answer: `answer ${at}`, source: at === 2 ? 'model' : 'database' });
    }
    await givePromptBack(db, await reservePrompt(db, { sessionId, question: 'unanswered' }));

    expect(await listHistory(db, { sessionId, limit: 2 })).toEqual([
      {
        question: 'question 2',
        answer: 'answer 2',
        source: 'model',
        askedAt: expect.stringMatching(/T.*Z$/),
      },
      { question: 'question 3', answer: 'answer 3', source: 'database', askedAt: expect.any(String) },
    ]);
    expect(await listHistory(db, { sessionId: await aSession(db), limit: 10 })).toEqual([]);
  });

  test('is cleared, and the count is not', async ({ db }) => {
    const sessionId = await aSession(db);
    const { promptId } = await reservePrompt(db, { sessionId, question });
    await recordAnswer(db, { promptId, answer: 'x', source: 'model' });
    const working = await reservePrompt(db, { sessionId, question });

    expect(await clearHistory(db, { sessionId })).toBe(1);

    expect(await listHistory(db, { sessionId, limit: 10 })).toEqual([]);
    expect((await countPrompts(db, { sessionId })).used).toBe(2);
    expect((await givePromptBack(db, working)).used).toBe(1);
  });

  test('keeps any text, and of a very long one the beginning', async ({ db }) => {
    const sessionId = await aSession(db);
    const { promptId } = await reservePrompt(db, { sessionId, question: '🦄 "; DROP TABLE prompts; --' });

    await recordAnswer(db, { promptId, answer: `\ud800${'🦄'.repeat(20_000)}`, source: 'model' });

    const [kept] = await listHistory(db, { sessionId, limit: 1 });
    expect(kept?.question).toBe('🦄 "; DROP TABLE prompts; --');
    expect(kept?.answer).toBe(`\ufffd${'🦄'.repeat(15_999)}`);
  });
});

test.for([
  ['', 'There is no question.'],
  [' \n\t ', 'There is no question.'],
  ['x'.repeat(1001), 'A question has up to 1000 characters; this one has 1001.'],
])('%j is no question', ([text, message]) => {
  expect(() => checkedQuestion(text ?? '')).toThrow(expect.objectContaining({ kind: 'usage', message }));
});

test('a thousand characters are counted as a person counts them', () => {
  expect(checkedQuestion(` ${'🦄'.repeat(1000)} `)).toBe('🦄'.repeat(1000));
});
