import type { ItemWish } from '#domain/items.ts';

export type Sort = Pick<ItemWish, 'sort' | 'desc'> & { words: string };

const SORTS: readonly Sort[] = [
  { sort: 'id', words: 'in the order of the shop' },
  { sort: 'name', words: 'by name' },
  { sort: 'price', words: 'cheapest first' },
  { sort: 'price', desc: true, words: 'dearest first' },
  { sort: 'stock', desc: true, words: 'most in stock first' },
];

const NEAREST: Sort = { sort: 'relevance', words: 'best match first' };

/** The sort orders of a list; while something is looked for, the nearest matches come first. */
const sortsFor = (searching: boolean): readonly Sort[] => (searching ? [NEAREST, ...SORTS] : SORTS);

/** The order after `steps` presses of the sort key. */
export function sortAfter(steps: number, searching: boolean): Sort {
  const sorts = sortsFor(searching);
  return sorts[steps % sorts.length] ?? NEAREST;
}
