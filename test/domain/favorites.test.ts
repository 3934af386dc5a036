import { expect } from 'vitest';
import { addFavorites, removeFavorites } from '#domain/favorites.ts';
import { listItems } from '#domain/items.ts';
import { test } from '#test/database.ts';
import { aPerson, rowsOf, someItems } from '#test/given.ts';

const ids = (items: { id: number }[]) => items.map(({ id }) => id);

test('marking twice is no error, and says so', async ({ db }) => {
  const { userId } = await aPerson(db);
  const [tea = 0, cup = 0] = await someItems(db, [{ name: 'Tea' }, { name: 'Cup' }]);

  const first = await addFavorites(db, { userId, itemIds: [cup, tea, cup] });
  const second = await addFavorites(db, { userId, itemIds: [tea] });

  expect([ids(first.added), ids(first.already)]).toEqual([[tea, cup], []]);
  expect([ids(second.added), ids(second.already)]).toEqual([[], [tea]]);
  expect(first.added.every(({ favorite }) => favorite)).toBe(true);
});

test('unmarking twice is no error, and says so', async ({ db }) => {
  const { userId } = await aPerson(db);
  const [tea = 0, cup = 0] = await someItems(db, [{ name: 'Tea' }, { name: 'Cup' }]);
  await addFavorites(db, { userId, itemIds: [tea] });

  const { removed, absent } = await removeFavorites(db, { userId, itemIds: [tea, cup] });

  expect([ids(removed), ids(absent)]).toEqual([[tea], [cup]]);
  expect(removed[0]?.favorite).toBe(false);
  expect((await listItems(db, { userId, favoritesOnly: true, limit: 5 })).items).toEqual([]);
});

test('one unknown item among several, and none is marked or unmarked', async ({ db }) => {
  const { userId } = await aPerson(db);
  const [tea = 0] = await someItems(db, [{ name: 'Tea' }]);

  await expect(addFavorites(db, { userId, itemIds: [tea, 999] })).rejects.toMatchObject({
    kind: 'not_found',
    details: { item: 999 },
  });
  await expect(removeFavorites(db, { userId, itemIds: [999] })).rejects.toMatchObject({ kind: 'not_found' });

  expect(await rowsOf(db, 'SELECT * FROM favorite_items')).toEqual([]);
});

test('nothing to mark changes nothing', async ({ db }) => {
  const { userId } = await aPerson(db);

  expect(await addFavorites(db, { userId, itemIds: [] })).toEqual({ added: [], already: [] });
});

test('two terminals that mark the same item: one has marked it', async ({ db }) => {
  const { userId } = await aPerson(db);
  const [tea = 0] = await someItems(db, [{ name: 'Tea' }]);

  const both = await Promise.all([1, 2, 3].map(() => addFavorites(db, { userId, itemIds: [tea] })));

  expect(both.flatMap(({ added }) => ids(added))).toEqual([tea]);
});
