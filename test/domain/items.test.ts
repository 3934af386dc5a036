import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { addFavorites } from '#domain/favorites.ts';
import {
  countItems,
  everyItem,
  getItem,
  type Item,
  type ItemCursor,
  type ItemSort,
  type ItemWish,
  listItems,
} from '#domain/items.ts';
import { test } from '#test/database.ts';
import { anItem, aPerson, changeItem, someItems } from '#test/given.ts';

const namesOf = (items: Item[]) => items.map(({ name }) => name);

/** All pages, walked by cursor, a few items at a time. */
async function walk(db: Db, wish: ItemWish, limit: number): Promise<Item[]> {
  const found: Item[] = [];
  let after: ItemCursor | null = null;
  do {
    // As a front door would keep it between two pages.
    const start: ItemCursor | null = JSON.parse(JSON.stringify(after));
    const page = await listItems(db, { ...wish, limit, after: start });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    after = page.next;
  } while (after);
  return found;
}

describe('the list', () => {
  test('gives every fact of an item', async ({ db }) => {
    const id = await anItem(db, {
      name: 'Tea 🍵',
      price: '10.50',
      stock: 3,
      imageUrl: 'https://example.com/tea.png',
      description: 'Green.',
    });

    const { items, next } = await listItems(db, { limit: 10 });

    expect(items).toEqual([
      {
        id,
        name: 'Tea 🍵',
        priceCents: 1050,
        stock: 3,
        imageUrl: 'https://example.com/tea.png',
        description: 'Green.',
        favorite: false,
        retired: false,
      },
    ]);
    expect(next).toBe(null);
  });

  test('shows what is in stock unless it is told otherwise, and never what is retired', async ({ db }) => {
    await someItems(db, [
      { name: 'In', stock: 1 },
      { name: 'Out', stock: 0 },
      { name: 'Old', stock: 5, retiredAt: new Date() },
    ]);
    const names = async (stock?: 'in' | 'out' | 'all') =>
      namesOf((await listItems(db, { stock, limit: 9 })).items);

    expect(await names()).toEqual(['In']);
    expect(await names('out')).toEqual(['Out']);
    expect(await names('all')).toEqual(['In', 'Out']);
    expect(await countItems(db, { stock: 'all' })).toBe(2);
  });

  test('includes both ends of a price range, to the cent', async ({ db }) => {
    await someItems(
      db,
      ['0.00', '9.99', '10.00', '10.01', '99999999.99'].map((price) => ({ name: price, price })),
    );
    const names = async (wish: ItemWish) => namesOf((await listItems(db, { ...wish, limit: 9 })).items);

    expect(await names({ minPriceCents: 1000 })).toEqual(['10.00', '10.01', '99999999.99']);
    expect(await names({ maxPriceCents: 1000 })).toEqual(['0.00', '9.99', '10.00']);
    expect(await names({ minPriceCents: 999, maxPriceCents: 1000 })).toEqual(['9.99', '10.00']);
    expect(await names({ maxPriceCents: 0 })).toEqual(['0.00']);
    expect(await names({ minPriceCents: 9_999_999_999 })).toEqual(['99999999.99']);
    expect(await names({ minPriceCents: 2, maxPriceCents: 1 })).toEqual([]);
  });

  test("knows a person's favorites, and shows a visitor none", async ({ db }) => {
    const { userId } = await aPerson(db);
    const [tea = 0] = await someItems(db, [{ name: 'Tea' }, { name: 'Cup' }]);
    await addFavorites(db, { userId, itemIds: [tea] });

    const mine = await listItems(db, { userId, limit: 9 });
    const visitors = await listItems(db, { userId: null, limit: 9 });

    expect(mine.items.map(({ favorite }) => favorite)).toEqual([true, false]);
    expect(visitors.items.map(({ favorite }) => favorite)).toEqual([false, false]);
    expect(namesOf((await listItems(db, { userId, favoritesOnly: true, limit: 9 })).items)).toEqual(['Tea']);
    expect(await countItems(db, { userId, favoritesOnly: true })).toBe(1);
    expect(await countItems(db, { userId: null, favoritesOnly: true })).toBe(0);
  });
});

describe('pages', () => {
  // Names and prices that repeat, case and accents that compare equal: what a cursor stumbles over.
  const facts = Array.from({ length: 23 }, (_, at) => ({
    name: ['Tea', 'tea', 'Téa', 'Cup', 'Zebra'][at % 5],
    price: ['1.00', '1.00', '2.50'][at % 3],
    stock: 1 + (at % 2),
  }));
  const sorts: ItemSort[] = ['id', 'name', 'price', 'stock', 'relevance'];
  const walks = sorts.flatMap((sort) => [false, true].map((desc) => [sort, desc] as const));

  test.for(walks)(
    'sorted by %s, descending %s: nothing twice, nothing missed',
    async ([sort, desc], { db }) => {
      const ids = await someItems(db, facts);
      const whole = await listItems(db, { sort, desc, limit: 100 });

      for (const limit of [1, 4, 23]) {
        const walked = await walk(db, { sort, desc }, limit);

        expect(walked).toEqual(whole.items);
      }
      expect(whole.items.map(({ id }) => id).sort((a, b) => a - b)).toEqual(ids);
    },
  );

  test('follow the order that was asked for, ids breaking ties', async ({ db }) => {
    await someItems(db, facts);
    const down = await walk(db, { sort: 'price', desc: true }, 5);
    const up = await walk(db, { sort: 'price' }, 5);

    expect(up.map(({ priceCents }) => priceCents)).toEqual(
      up.map(({ priceCents }) => priceCents).sort((a, b) => a - b),
    );
    expect(down).toEqual(up.toReversed());
  });

  test('of a search in order of relevance are walked whole, both ways', async ({ db }) => {
    await someItems(db, facts);
    await someItems(db, [{ name: 'Black tea' }, { name: 'Teapot' }, { name: 'Cup', description: 'for tea' }]);

    const whole = await listItems(db, { search: 'tea', limit: 100 });
    const walked = await walk(db, { search: 'tea' }, 3);
    const back = await walk(db, { search: 'tea', desc: true }, 2);

    expect(whole.items).toHaveLength(18);
    expect(walked).toEqual(whole.items);
    expect(back).toEqual(whole.items.toReversed());
  });

  test('go on behind an item that was sold out, or renamed, between two pages', async ({ db }) => {
    const [, second = 0] = await someItems(db, [{ name: 'A' }, { name: 'B' }, { name: 'C' }, { name: 'D' }]);
    const first = await listItems(db, { sort: 'name', limit: 2 });
    await changeItem(db, second, { stock: 0 });

    const rest = await listItems(db, { sort: 'name', limit: 2, after: first.next });

    expect(namesOf(rest.items)).toEqual(['C', 'D']);
  });

  test('of everything come one after the other', async ({ db }) => {
    await someItems(db, facts);

    const found: Item[] = [];
    for await (const page of everyItem(db, { sort: 'name' })) found.push(...page);

    expect(found).toEqual((await listItems(db, { sort: 'name', limit: 100 })).items);
  });
});

describe('one item', () => {
  test('is found by its id, as a number or as text, and by its exact name', async ({ db }) => {
    const id = await anItem(db, { name: 'Tea' });

    for (const item of [id, String(id), 'Tea', ' Tea '])
      expect(await getItem(db, { item })).toMatchObject({ id });
  });

  test('whose name is a number is found by it when no item has that id', async ({ db }) => {
    const first = await anItem(db, { name: '4711' });
    await anItem(db, { name: String(first) });

    expect(await getItem(db, { item: '4711' })).toMatchObject({ id: first });
    expect(await getItem(db, { item: String(first) })).toMatchObject({ id: first, name: '4711' });
  });

  test('is the one still sold among those of one name', async ({ db }) => {
    const [old = 0, sold = 0] = await someItems(db, [
      { name: 'Tea', retiredAt: new Date() },
      { name: 'Tea' },
    ]);

    expect(await getItem(db, { item: 'Tea' })).toMatchObject({ id: sold, retired: false });
    expect(await getItem(db, { item: old })).toMatchObject({ id: old, retired: true });
  });

  test('of several that are sold by one name is not guessed', async ({ db }) => {
    const [first = 0, second = 0, other = 0] = await someItems(db, [
      { name: 'Twin' },
      { name: 'Twin' },
      { name: 'TWIN' },
      { name: 'Twin', retiredAt: new Date() },
    ]);

    await expect(getItem(db, { item: 'Twin' })).rejects.toMatchObject({
      kind: 'conflict',
      details: { ids: [first, second] },
      next: `Give the id of one: ${first}, ${second}.`,
    });
    await expect(getItem(db, { item: 'twin' })).rejects.toMatchObject({
      details: { ids: [first, second, other] },
    });
    expect(await getItem(db, { item: 'TWIN' })).toMatchObject({ id: other });
  });

  test('whose name nobody could have is not looked for long', async ({ db }) => {
    await anItem(db);

    await expect(getItem(db, { item: 'x'.repeat(120_000) })).rejects.toMatchObject({
      kind: 'not_found',
      message: `There is no item "${'x'.repeat(39)}…".`,
    });
  });

  test('that does not exist is answered with the nearest names', async ({ db }) => {
    const [keyboard = 0] = await someItems(db, [
      { name: 'Keyboard' },
      { name: 'Keyring' },
      { name: 'Monitor' },
    ]);

    await expect(getItem(db, { item: 'Keybord' })).rejects.toMatchObject({
      kind: 'not_found',
      message: 'There is no item "Keybord".',
      details: { nearest: [{ id: keyboard, name: 'Keyboard' }] },
      next: 'Did you mean "Keyboard"?',
    });
    await expect(getItem(db, { item: 'Xylophone' })).rejects.toMatchObject({
      kind: 'not_found',
      next: 'shop items list',
    });
  });

  test.for([
    '0',
    '-1',
    '1.5',
    '99999999999999999999',
    '1 OR 1=1',
    "' OR ''='",
    '',
    ' ',
    '\u0000',
    '%',
    '_____',
  ])('%j is no item', async (wanted, { db }) => {
    await anItem(db, { name: 'Thing' });

    await expect(getItem(db, { item: wanted })).rejects.toMatchObject({ kind: 'not_found' });
  });
});
