/** What a question asks for, by its form alone; the words for items are still words. */
export type Draft =
  | { to: 'cheapest' | 'dearest'; phrase?: string }
  /** `strict`: part of a name will not do, unless it is plainly a thing: the price of oil is not that of olive oil. */
  | { to: 'price' | 'stock'; phrase: string; strict?: boolean }
  | { to: 'item'; phrase: string }
  /**
   * `sure`: it is an answer, too, that there is no such thing. `loose`: whatever the search finds will do. `bare`: nothing
   * but the words of a name was said, so they must be right.
   */
  | {
      to: 'list';
      phrase?: string;
      min?: string;
      max?: string;
      soldOut?: boolean;
      sure?: boolean;
      loose?: boolean;
      bare?: boolean;
    }
  | { to: 'count' | 'cart' | 'favorites' }
  | { to: 'orders'; orderId?: number; last?: boolean; cancelled?: boolean }
  | { to: Change; phrase: string };

export type Change = 'cart.add' | 'cart.remove' | 'favorites.add' | 'favorites.remove';

type Groups = Record<string, string>;

/** `draft` may still say no: null where the form fits and the marks are missing. */
export type Rule = { form: RegExp; draft: (groups: Groups) => Draft | null };

/** Anchored at both ends: what a rule does not understand in a question keeps it from being that question. */
export const rule = (form: string, draft: Rule['draft'] | Draft): Rule => ({
  form: new RegExp(`^(?:${form})$`),
  draft: typeof draft === 'function' ? draft : () => draft,
});

/** Rules whose form has a group `item`, for one kind of question about it. */
export const about = (to: 'price' | 'stock' | 'item' | Change, forms: string[]): Rule[] =>
  forms.map((form) => rule(form, ({ item: phrase = '' }) => ({ to, phrase })));

/** Every word is one of these, and all of the marks are there, in whatever order people put them. */
export function bag(words: string, ...marks: string[]): string {
  const each = anyOf(words);
  return `${marks.map((mark) => `(?=(?:.* )?(?:${mark})(?: |$))`).join('')}(?:(?:${each}),?(?: |$))+`;
}

/** As `bag`, with an item's name in the middle; the marks stand around it. A word with `_` is several, always together. */
export function around(
  words: string,
  marks: string[],
  draft: (item: string, groups: Groups) => Draft | null,
): Rule {
  const each = `(?:${anyOf(words)})`;
  const wanted = marks.map((mark) => new RegExp(`(?:^| )(?:${mark})(?: |$)`));
  return {
    form: new RegExp(
      `^(?<before>(?:${each}[,;:?!.]* )*)(?:- )?(?<item>.+?)(?<after>(?:[,;:?!.]* (?:- )?${each})*)$`,
    ),
    draft: (groups) => {
      const { before = '', item = '', after = '' } = groups;
      const rest = `${before} ${after}`
        .replace(/[,;:?!.]/g, '')
        .replace(/\s+/g, ' ')
        .trim();
      return wanted.every((mark) => mark.test(rest)) ? draft(item, groups) : null;
    },
  };
}

const anyOf = (words: string) => words.trim().split(/\s+/).join('|').replaceAll('_', ' ');

// Parts of rules.
export const item = '(?<item>.+?)';
export const shown =
  '(?:show(?: me)?|list|give me|see|display|find(?: me)?|view|browse|let me see|pull up|bring up)';
export const here =
  '(?: (?:in|from|at|of) (?:the|your|this|your whole|the whole) (?:shop|store|catalogue|catalog|assortment)| (?:right |in |around )?here)?';
export const had =
  '(?: (?:that )?(?:you|we|i) (?:have got|have|sell|offer|stock|carry|can buy|can get|could buy)| in stock| for sale| there is)*';
export const basket = '(?:(?:shopping )?(?:cart|basket)|shopping (?:bag|trolley))';

/** The small words of every question. */
export const asking = `what which when where how much many is are was were did do does have had has i me my mine the a an of in
  on inside to for at all any there show list display view see give get find tell it them that this with and so far yet already
  now everything anything something items? things? products? pieces? total cost costs price worth sum value`;
