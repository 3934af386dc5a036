import { describe, expect } from 'vitest';
import { seedDemo } from '#db/demo.ts';
import { seedSample } from '#db/seed.ts';
import { type Item, listItems } from '#domain/items.ts';
import { verify } from '#domain/verify.ts';
import { test } from '#test/database.ts';
import { anItem, aPerson, rowsOf } from '#test/given.ts';
import { signIn } from '#test/sign-in.ts';

describe('the sample shop', () => {
  test('is refused by a shop in which something is', async ({ db }) => {
    await anItem(db);

    await expect(seedSample(db, { demoPasswords: true })).rejects.toMatchObject({ kind: 'conflict' });

    expect(await rowsOf(db, 'SELECT * FROM users')).toEqual([]);
  });

  test('loaded twice at the same moment is there once', async ({ db }) => {
    const both = await Promise.allSettled([1, 2].map(() => seedSample(db, { demoPasswords: true })));

    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { kind: 'conflict' } });
    expect(await rowsOf(db, 'SELECT id FROM item')).toHaveLength(10);
    expect((await verify(db)).broken).toEqual([]);
  });

  test('lets joe and smith in with the demo password, when told so', async ({ db }) => {
    await seedSample(db, { demoPasswords: true });

    for (const username of ['joe', 'smith']) {
      expect(await signIn(db, { username, password: 'shop-demo' })).toMatchObject({ username });
    }
  });

  test('lets nobody in otherwise', async ({ db }) => {
    await seedSample(db, { demoPasswords: false });

    for (const password of ['shop-demo', 'hashed_pw_1']) {
      await expect(signIn(db, { username: 'joe', password })).rejects.toMatchObject({ kind: 'auth' });
    }
  });
});

describe('the demo assortment', () => {
  test('is plausible, with books that agree, and tells how far it is', async ({ db }) => {
    const progress: number[] = [];
    await aPerson(db);

    await seedDemo(db, { count: 2500, onProgress: (done) => progress.push(done) });

    const { items } = await listItems(db, { stock: 'all', limit: 2500 });
    expect(progress).toEqual([1000, 2000, 2500]);
    expect(items).toHaveLength(2500);
    for (const item of items) {
      expect(item.name).toMatch(/^\p{L}.{4,100}$/u);
      expect(item.description).toMatch(/^[\p{L}\p{N}].*\.$/u);
      expect(item.priceCents).toBeGreaterThan(0);
    }
    expect(new Set(items.map(({ name }) => name)).size).toBeGreaterThan(2300);
    expect(items.some(({ stock }) => stock === 0)).toBe(true);
    expect(await verify(db)).toMatchObject({ broken: [], checked: { items: 2500, movements: 2500 } });
  });

  test('of the same size is the same, and a larger one begins with it', async ({ db }) => {
    const facts = ({ id, favorite, ...rest }: Item) => rest;
    await seedDemo(db, { count: 10 });
    await seedDemo(db, { count: 1010 });

    const { items } = await listItems(db, { stock: 'all', limit: 20 });

    expect(items.slice(10).map(facts)).toEqual(items.slice(0, 10).map(facts));
  });

  test('of nothing is nothing', async ({ db }) => {
    await seedDemo(db, { count: 0 });

    expect(await rowsOf(db, 'SELECT * FROM item')).toEqual([]);
  });
});
