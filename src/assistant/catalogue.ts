import type { Db } from '#db/connect.ts';
import { ShopError } from '#domain/errors.ts';
import { getItem, type Item, listItems } from '#domain/items.ts';
import { misspeltItems } from '#domain/nearest.ts';
import { singular } from './wording.ts';

/**
 * What the catalogue makes of a few words. `name`: they are an item's name, singular or plural, or its number. `words`:
 * they say what kind of thing the items are. `slip`: they are a misspelt name. `beginning`: the search finds them somewhere else.
 */
export type Finding = { how: 'name' | 'words' | 'slip' | 'beginning' | 'nothing'; items: Item[] };

export type Catalogue = { find(phrase: string): Promise<Finding> };

// More than are ever shown: among a hundred matches of a beginning are those of the whole word.
const mostMatches = 100;
const nothing: Finding = { how: 'nothing', items: [] };

/** The catalogue as `userId` sees it, null for a visitor. */
export const catalogueOf = (db: Db, userId: number | null): Catalogue => ({
  async find(phrase) {
    const words = wordsOf(phrase);
    if (words.length === 0 || words.length > 8) return nothing;
    const matches = await search(db, words, userId);
    const named = matches.filter((one) => sameWords(wordsOf(one.name), words));
    if (named.length > 0) return { how: 'name', items: named };
    const numbered = await byNumber(db, phrase, userId);
    if (numbered) return { how: 'name', items: [numbered] };
    const whole = matches.filter((one) => isKindOf(wordsOf(one.name), words));
    if (whole.length > 0) return { how: 'words', items: whole };
    const misspelt = await misspeltItems(db, words, wordsOf);
    if (misspelt.length > 0) return { how: 'slip', items: await itemsOf(db, misspelt, userId) };
    return matches.length > 0 ? { how: 'beginning', items: matches } : nothing;
  },
});

/** `Item9` and `mugs` as the search wants them: `item 9`, `mug`. */
const wordsOf = (phrase: string) =>
  (phrase.toLowerCase().match(/\p{L}[\p{L}\p{M}]*|\p{N}+/gu) ?? []).map(singular);

/** A desk lamp is a lamp, but a phone case is no phone: the last word says what a thing is. */
const isKindOf = (name: string[], words: string[]) =>
  name.at(-1) === words.at(-1) && words.every((word) => name.includes(word)) && !words.every(isFigure);

const isFigure = (word: string) => /^\p{N}+$/u.test(word);

const sameWords = (one: string[], other: string[]) =>
  one.length === other.length && one.every((word, at) => word === other[at]);

async function search(db: Db, words: string[], userId: number | null): Promise<Item[]> {
  const wish = { search: words.join(' '), stock: 'all', limit: mostMatches, userId } as const;
  return (await listItems(db, wish)).items;
}

async function byNumber(db: Db, phrase: string, userId: number | null): Promise<Item | undefined> {
  const number = /^(?:item|product|article)? ?(?:number|no\.?|nr\.?)? ?#? ?(\d{1,9})$/i.exec(
    phrase.trim(),
  )?.[1];
  if (!number) return undefined;
  try {
    const found = await getItem(db, { item: number, userId });
    return found.id === Number(number) && !found.retired ? found : undefined;
  } catch (error) {
    if (error instanceof ShopError && error.kind === 'not_found') return undefined;
    throw error;
  }
}

const itemsOf = (db: Db, found: { id: number }[], userId: number | null) =>
  Promise.all(found.map(({ id }) => getItem(db, { item: id, userId })));
