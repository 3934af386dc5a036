import { sql } from 'drizzle-orm';
import { describe, expect, vi } from 'vitest';
import type { Db } from '#db/connect.ts';
import { countItems, type ItemCursor, type ItemPage, type ItemWish, listItems } from '#domain/items.ts';
import { test } from '#test/database.ts';
import { someItems } from '#test/given.ts';

const assortment = [
  { name: 'Green tea', description: 'Leaves from the south.' },
  { name: 'Tea', description: null },
  { name: 'Teapot, small', description: 'Holds 3 cups' },
  { name: 'The Lamp of the Year', description: 'A light for your desk' },
  { name: 'Lamp', description: 'For green rooms' },
  { name: 'Item 3', description: null },
  { name: 'Item 30', description: null },
  { name: 'Item 13', description: null },
  { name: 'Café crème', description: null },
  { name: 'USB-C cable (2m)', description: null },
  { name: '100% cotton', description: null },
  { name: 'snake_case mug', description: null },
  { name: 'Größe XL', description: null },
  { name: 'Чай чёрный', description: null },
  { name: 'Mug 🍵', description: null },
];

async function find(db: Db, search: string, wish: ItemWish = {}): Promise<string[]> {
  const { items } = await listItems(db, { sort: 'id', ...wish, search, limit: 50 });
  expect(await countItems(db, { ...wish, search })).toBe(items.length);
  return items.map(({ name }) => name);
}

describe('a search', () => {
  const cases: [search: string, names: string[], why: string][] = [
    ['tea', ['Green tea', 'Tea', 'Teapot, small'], 'the beginning of a word is enough'],
    ['pot', [], 'the middle of a word is not'],
    ['tea gre', ['Green tea'], 'words in any order'],
    ['green', ['Green tea', 'Lamp'], 'in the description too'],
    ['lamp green', ['Lamp'], 'one word in the name, one in the description'],
    ['TEA', ['Green tea', 'Tea', 'Teapot, small'], 'in capitals'],
    ['3', ['Item 3', 'Item 30'], 'a short word'],
    ['item 3', ['Item 3', 'Item 30'], 'a long and a short word'],
    ['it 3', ['Item 3', 'Item 30'], 'two short words'],
    ['the', ['The Lamp of the Year'], 'a word that the index leaves out'],
    ['th ye', ['The Lamp of the Year'], 'the beginning of one'],
    ['whe', [], 'the beginning of one that nothing has'],
    ['lamp of', ['The Lamp of the Year'], 'with one'],
    ['lamp, cable', ['The Lamp of the Year', 'Lamp', 'USB-C cable (2m)'], 'alternatives'],
    ['lamp, 3', ['The Lamp of the Year', 'Lamp', 'Item 3', 'Item 30'], 'alternatives, long and short'],
    ['tea gre, item 13', ['Green tea', 'Item 13'], 'alternatives of several words'],
    [' , lamp gre ,, ', ['Lamp'], 'empty alternatives'],
    ['cafe creme', ['Café crème'], 'without the accents'],
    ['CAFÉ', ['Café crème'], 'with accents, in capitals'],
    ['cafe\u0301', ['Café crème'], 'with an accent of its own'],
    ['grosse', ['Größe XL'], 'a letter that compares as two'],
    ['чай', ['Чай чёрный'], 'another script'],
    ['usb', ['USB-C cable (2m)'], 'cut at a hyphen'],
    ['usb-c', ['USB-C cable (2m)'], 'with a hyphen'],
    ['2m', ['USB-C cable (2m)'], 'behind a bracket'],
    ['snake_c', ['snake_case mug'], 'an underscore is itself'],
    ['snakeXc', [], 'and nothing else'],
    ['100%', ['100% cotton'], 'a percent sign'],
    ['%', ['100% cotton'], 'alone'],
    ['🍵', ['Mug 🍵'], 'an emoji'],
    ['mug 🍵', ['snake_case mug', 'Mug 🍵'], 'beside a word, an emoji asks for nothing more'],
    ['xyzzy', [], 'nothing like it'],
  ];

  test.for(cases)('%j finds %j: %s', async ([search, names], { db }) => {
    await someItems(db, assortment);

    expect(await find(db, search)).toEqual(names);
  });

  test.for(['', '   ', ',', ' , ,'])('%j is none', async (search, { db }) => {
    await someItems(db, assortment);

    expect(await find(db, search)).toHaveLength(assortment.length);
  });

  const signs = [
    '+',
    '-',
    '*',
    '"',
    '(',
    ')',
    '~',
    '<',
    '>',
    '@',
    '\\',
    "'",
    '`',
    ';',
    '%',
    '()',
    '+*',
    '"""',
    '@-',
  ];
  test.for(signs)('%j before, in and behind a word is harmless', async (sign, { db }) => {
    await someItems(db, assortment);

    expect(await find(db, `${sign}tea`)).toContain('Tea');
    expect(await find(db, `tea${sign}`)).toContain('Tea');
    expect(await find(db, `gre ${sign} tea`)).toEqual(['Green tea']);
    expect(await find(db, `${sign}xyzzy${sign}`)).toEqual([]);
  });

  test.for([
    "'; DROP TABLE item; -- ",
    "tea' OR 1=1 -- ",
    "\\' OR 1=1 -- ",
    "tea') IN BOOLEAN MODE) OR 1=1 -- ",
    '{{sql}}',
    '/*!50000 tea */',
    'tea\u0000',
    '\u202e\u200b',
    '\ud800',
  ])('%j is only text', async (search, { db }) => {
    await someItems(db, assortment);

    expect((await find(db, search)).length).toBeLessThan(assortment.length);
    expect(await countItems(db, { stock: 'all' })).toBe(assortment.length);
  });

  test('of very many words, or a very long one, is answered', async ({ db }) => {
    await someItems(db, assortment);

    expect(await find(db, 'tea '.repeat(200))).toEqual(['Green tea', 'Tea', 'Teapot, small']);
    expect(await find(db, 'x'.repeat(300))).toEqual([]);
    expect(await find(db, 'tea,'.repeat(50))).toEqual(['Green tea', 'Tea', 'Teapot, small']);
    const many = Array.from(
      { length: 20 },
      (_, at) =>
        `xyz${at} ${'abcdefghijklmnopqrst'
          .split('')
          .map((c) => `${c}${c}${c}`)
          .slice(1)
          .join(' ')}`,
    );
    expect(await find(db, `${many.slice(1).join(',')}, lamp`)).toEqual(['The Lamp of the Year', 'Lamp']);
  });

  test.for([
    Array.from({ length: 21 }, (_, at) => `a${at}`).join(','),
    Array.from({ length: 21 }, (_, at) => `a${at}`).join(' '),
  ])('of more words than anyone types is refused', async (search, { db }) => {
    for (const ask of [listItems(db, { search, limit: 5 }), countItems(db, { search })]) {
      await expect(ask).rejects.toMatchObject({ kind: 'usage' });
    }
  });

  test('goes together with every other wish', async ({ db }) => {
    await someItems(db, [
      { name: 'Tea', price: '1.00', stock: 0 },
      { name: 'Tea', price: '2.00', stock: 5 },
      { name: 'Tea', price: '3.00', stock: 5 },
      { name: 'Tea', price: '2.00', stock: 5, retiredAt: new Date() },
    ]);

    expect(await find(db, 'tea')).toHaveLength(2);
    expect(await find(db, 'tea', { stock: 'all' })).toHaveLength(3);
    expect(await find(db, 'tea', { maxPriceCents: 200 })).toHaveLength(1);
    expect(await find(db, 'tea', { favoritesOnly: true })).toHaveLength(0);
  });
});

describe('relevance', () => {
  test('is the order of a search: the whole name, its beginning, all words in it, the description', async ({
    db,
  }) => {
    await someItems(db, [
      { name: 'Cup', description: 'for black tea' },
      { name: 'Strong black tea' },
      { name: 'Tea, black' },
      { name: 'Black tea bags' },
      { name: 'Black tea' },
      { name: 'black TEA' },
    ]);

    const { items } = await listItems(db, { search: 'black tea', limit: 50 });

    expect(items.map(({ name }) => name)).toEqual([
      'Black tea',
      'black TEA',
      'Black tea bags',
      'Strong black tea',
      'Tea, black',
      'Cup',
    ]);
  });

  test('knows a name by its signs, too', async ({ db }) => {
    await someItems(db, [{ name: 'Cable USB-C (2m)' }, { name: 'USB-C (2m) cable' }, { name: 'USB-C (2m)' }]);

    const { items } = await listItems(db, { search: 'usb-c (2m)', limit: 50 });

    expect(items.map(({ name }) => name)).toEqual(['USB-C (2m)', 'USB-C (2m) cable', 'Cable USB-C (2m)']);
  });

  test('without a search is the order of ids', async ({ db }) => {
    const ids = await someItems(db, [{ name: 'B' }, { name: 'A' }]);

    const { items } = await listItems(db, { sort: 'relevance', limit: 50 });

    expect(items.map(({ id }) => id)).toEqual(ids);
  });

  test('puts the one name with a word before the many descriptions with it', async ({ db }) => {
    const described = { name: 'Mug', description: 'Made by hand.' };
    await someItems(db, [...Array(1_500).fill(described), { name: 'Steady hand' }]);

    for (const limit of [5, 2_000]) {
      const { items } = await listItems(db, { search: 'hand', limit });
      expect(items.slice(0, 2).map(({ name }) => name)).toEqual(['Steady hand', 'Mug']);
    }
    const backwards = await listItems(db, { search: 'hand', desc: true, limit: 2_000 });
    expect(backwards.items).toHaveLength(1_501);
    expect(backwards.items.at(-1)?.name).toBe('Steady hand');
  });

  test('asks the index for the rarest word first, whatever their order and length', async ({ db }) => {
    const described = { name: 'Mug', description: 'Made by hand, number one.' };
    await someItems(db, [...Array(30).fill(described), { name: 'Jar', description: 'Number two, of oak' }]);
    // The first items of an old shop are gone.
    await db.execute(sql`UPDATE item SET id = id + 100000 ORDER BY id DESC`);
    const rows = vi.spyOn(db, '$rows');

    for (const search of ['number oak', 'oak number']) {
      const { items } = await listItems(db, { search, limit: 5 });
      expect(items.map(({ name }) => name)).toEqual(['Jar']);
    }
    const asked = rows.mock.calls.flatMap(([query]) => query.toSQL().params);
    expect(asked).toContain('(+oak* +number*)');
    expect(asked).not.toContain('(+number* +oak*)');
  });

  test('of a frequent word is walked through page by page as in one piece, without a gap and without a double', async ({
    db,
  }) => {
    const kinds = ['Oak lamp', 'Lamp', 'Mug', 'Tall oak mug', 'Reading lamp'];
    await someItems(
      db,
      Array.from({ length: 3_000 }, (_, at) => ({
        name: `${kinds[at % kinds.length]} ${at}`,
        description: at % 7 === 0 ? 'Goes well with a lamp of oak.' : null,
      })),
    );

    for (const search of ['lamp', 'oak lamp', 'lamp, mug', 'oak 99', 'goes']) {
      // No page of so many is filled by the rows that come next: the index alone finds them.
      const { items: whole } = await listItems(db, { search, limit: 5_000 });
      const walked: number[] = [];
      let after: ItemCursor | null = null;
      do {
        const page: ItemPage = await listItems(db, { search, limit: 50, after });
        walked.push(...page.items.map(({ id }) => id));
        after = page.next;
      } while (after);

      expect(walked, search).toEqual(whole.map(({ id }) => id));
      expect(walked.length, search).toBe(await countItems(db, { search }));
    }
  });
});
