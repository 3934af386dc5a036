import { describe, expect } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { setRole } from '#domain/operators.ts';
import { everyUser, showUser } from '#domain/people.ts';
import { test as withDatabase } from '#test/database.ts';
import { aPerson } from '#test/given.ts';
import { sharedAccount } from '#test/shared-account.ts';

const test = withDatabase.extend<{ shared: Db }>({
  shared: async ({ db: _emptied, databaseUrl }, use) => {
    await using account = await sharedAccount(databaseUrl);
    const { db, close } = connect(parseDatabaseUrl(account.url), { poolSize: 2 });
    await use(db);
    await close();
  },
});

async function all<Value>(pages: AsyncIterable<Value[]>): Promise<Value[]> {
  const found: Value[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}

describe('a role', () => {
  test('is given by whoever owns the database, logged in or not', async ({ db }) => {
    const joe = await aPerson(db, { username: 'joe' });

    expect(await setRole(db, { byUserId: null, user: 'joe', role: 'operator' })).toMatchObject({
      id: joe.userId,
      role: 'operator',
    });
    expect(await setRole(db, { byUserId: joe.userId, user: 'joe', role: 'customer' })).toMatchObject({
      role: 'customer',
    });
  });

  test('is given by operators alone where people share an account of the server', async ({ db, shared }) => {
    const { userId: joe } = await aPerson(db, { username: 'joe' });
    const { userId: boss } = await aPerson(db, { role: 'operator' });
    const wish = { user: 'joe', role: 'operator' } as const;

    await expect(setRole(shared, { byUserId: null, ...wish })).rejects.toMatchObject({ kind: 'auth' });
    await expect(setRole(shared, { byUserId: joe, ...wish })).rejects.toMatchObject({ kind: 'auth' });

    expect(await setRole(shared, { byUserId: boss, ...wish })).toMatchObject({ id: joe, role: 'operator' });
  });

  test('of the last operator stays where nobody could give it back', async ({ db, shared }) => {
    const { userId: anna } = await aPerson(db, { username: 'anna', role: 'operator' });
    const { userId: bert } = await aPerson(db, { username: 'bert', role: 'operator' });

    const leaving = await Promise.allSettled([
      setRole(shared, { byUserId: anna, user: 'anna', role: 'customer' }),
      setRole(shared, { byUserId: bert, user: 'bert', role: 'customer' }),
    ]);

    expect(leaving.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(leaving.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { kind: 'conflict' },
    });
  });

  test('is not for visitors', async ({ db }) => {
    await aPerson(db, { username: 'guest-1', isRegistered: false });

    await expect(setRole(db, { byUserId: null, user: 'guest-1', role: 'operator' })).rejects.toMatchObject({
      kind: 'conflict',
    });
  });
});

describe('the people of the shop', () => {
  test('are found by role and by the beginning of a name', async ({ db }) => {
    const { userId: operatorId } = await aPerson(db, { username: 'boss', role: 'operator' });
    await aPerson(db, { username: 'joe', firstName: 'John', email: 'john@example.com' });
    await aPerson(db, { username: 'j_e', isRegistered: false });
    const names = async (wish: object) =>
      (await all(everyUser(db, { operatorId, ...wish }))).map(({ username }) => username);

    expect(await names({})).toEqual(['boss', 'joe']);
    expect(await names({ role: 'operator' })).toEqual(['boss']);
    expect(await names({ search: 'john@' })).toEqual(['joe']);
    expect(await names({ search: 'j_', visitors: true })).toEqual(['j_e']);
    expect(await showUser(db, { operatorId, user: String(operatorId) })).toMatchObject({ username: 'boss' });
  });

  test('are shown to operators alone', async ({ db }) => {
    const { userId } = await aPerson(db, { username: 'joe' });

    await expect(all(everyUser(db, { operatorId: userId }))).rejects.toMatchObject({ kind: 'auth' });
    await expect(showUser(db, { operatorId: userId, user: 'joe' })).rejects.toMatchObject({ kind: 'auth' });
  });
});
