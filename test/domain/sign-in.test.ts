import { hash } from 'bcryptjs';
import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { sessions, users } from '#db/schema.ts';
import { changePassword, register } from '#domain/accounts.ts';
import { startSession } from '#domain/sessions.ts';
import { checkLogin } from '#domain/sign-in.ts';
import { test } from '#test/database.ts';

const joe = { username: 'joe', password: 'correct horse' };

describe('a login whose password was right', () => {
  test('is refused when it has changed before the session begins', async ({ db }) => {
    const { id: userId } = await register(db, joe);
    const { session } = await startSession(db, { userId });
    const letIn = await checkLogin(db, joe);

    await changePassword(db, {
      userId,
      sessionId: session.id,
      oldPassword: joe.password,
      newPassword: 'battery staple',
    });

    await expect(letIn(db)).rejects.toMatchObject({ kind: 'auth', message: 'Wrong username or password.' });
    expect(await db.select({ id: sessions.id }).from(sessions)).toEqual([{ id: session.id }]);
  });

  test('is let in twice at once, although the first has renewed the old hash', async ({ db }) => {
    const hashedPassword = await hash(joe.password, 4);
    const [{ insertId: id }] = await db
      .insert(users)
      .values({ username: 'joe', hashedPassword, isRegistered: true });
    const both = await Promise.all([checkLogin(db, joe), checkLogin(db, joe)]);

    for (const letIn of both) expect(await letIn(db)).toMatchObject({ id });
  });

  test('is refused when the account is gone', async ({ db }) => {
    const { id } = await register(db, joe);
    const letIn = await checkLogin(db, joe);

    await db.delete(users).where(eq(users.id, id));

    await expect(letIn(db)).rejects.toMatchObject({ kind: 'auth' });
  });
});
