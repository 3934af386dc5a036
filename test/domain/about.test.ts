import { describe, expect } from 'vitest';
import { readAbout, removeAbout, writeAbout } from '#domain/about.ts';
import { test } from '#test/database.ts';
import { aPerson } from '#test/given.ts';

describe('what the shop says of itself', () => {
  test('is written, replaced and taken back by operators', async ({ db }) => {
    const { userId: operatorId } = await aPerson(db, { role: 'operator' });
    const longest = '😀'.repeat(20_000);
    expect(await readAbout(db)).toBeNull();

    await writeAbout(db, { operatorId, text: ' We deliver on Mondays.\n' });
    expect(await readAbout(db)).toBe('We deliver on Mondays.');

    await writeAbout(db, { operatorId, text: longest });
    expect(await readAbout(db)).toBe(longest);

    expect(await removeAbout(db, { operatorId })).toBe(true);
    expect(await removeAbout(db, { operatorId })).toBe(false);
    expect(await readAbout(db)).toBeNull();
  });

  test('is nobody else’s to change', async ({ db }) => {
    const { userId: operatorId } = await aPerson(db, { role: 'operator' });
    const { userId: customer } = await aPerson(db);
    await writeAbout(db, { operatorId, text: 'Ours.' });

    const refused = expect.objectContaining({ kind: 'auth', message: 'Only an operator may do that.' });
    await expect(writeAbout(db, { operatorId: customer, text: 'Mine.' })).rejects.toThrow(refused);
    await expect(removeAbout(db, { operatorId: customer })).rejects.toThrow(refused);

    expect(await readAbout(db)).toBe('Ours.');
  });

  test.for(['', ' \n', 'a'.repeat(20_001), 'a\0b', 'half \ud83d'])(
    'is no text like %j',
    async (text, { db }) => {
      const { userId: operatorId } = await aPerson(db, { role: 'operator' });

      await expect(async () => writeAbout(db, { operatorId, text })).rejects.toMatchObject({ kind: 'usage' });

      expect(await readAbout(db)).toBeNull();
    },
  );
});
