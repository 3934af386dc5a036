/** What a question asks for, by its form alone; the words for items are still words. */
export type Draft =
  | { to: 'cheapest' | 'dearest'; phrase?: string; count?: string }
  /**
   * `strict`: part of a name will not do, unless it is plainly a thing: the price of oil is not that of olive oil.
   * `near`: the word before the phrase, which may belong to it.
   */
  | { to: 'price' | 'stock'; phrase: string; strict?: boolean; near?: string }
  | { to: 'item'; phrase: string; near?: string }
  /**
   * `sure`: it is an answer, too, that there is no such thing. `loose`: whatever the search finds will do. `bare`: nothing
   * but the words of a name was said, so they must be right.
   */
  | {
      to: 'list';
      phrase?: string;
      min?: string;
      max?: string;
      /** Under, not up to; over, not from. */
      open?: boolean;
      soldOut?: boolean;
      sure?: boolean;
      loose?: boolean;
      bare?: boolean;
    }
  | { to: 'count' | 'cart' | 'cart.clear' | 'favorites' }
  | { to: 'orders'; orderId?: number; last?: boolean; cancelled?: boolean }
  | { to: Change; phrase: string; near?: string };

export type Change = 'cart.add' | 'cart.remove' | 'favorites.add' | 'favorites.remove';

type Groups = Record<string, string>;

/** What a rule makes of a question: null when it is not for this rule. */
export type Rule = (words: string) => Draft | null;

/** What a question must look like, and what is found in it. */
export type Form = (words: string) => Groups | null;

/** A form that is text is anchored at both ends: what a rule does not understand keeps a question from being that one. */
export function rule(form: string | Form, draft: ((groups: Groups) => Draft | null) | Draft): Rule {
  const fits = typeof form === 'string' ? written(form) : form;
  return (words) => {
    const groups = fits(words);
    return groups && (typeof draft === 'function' ? draft(groups) : draft);
  };
}

function written(form: string): Form {
  const whole = new RegExp(`^(?:${form})$`);
  return (words) => {
    const match = whole.exec(words);
    return match && { ...match.groups };
  };
}

/** Rules whose form has a group `item`, for one kind of question about it. */
export const about = (to: 'price' | 'stock' | 'item' | Change, forms: string[]): Rule[] =>
  forms.map((form) => rule(form, ({ item: phrase = '' }) => ({ to, phrase })));

// Parts of rules.
export const item = '(?<item>.+?)';
export const shown =
  '(?:show(?: me)?|list|give me|see|display|find(?: me)?|view|browse|let me see|pull up|bring up)';
export const here =
  '(?: (?:in|from|at|of) (?:the|your|this|your whole|the whole) (?:shop|store|catalogue|catalog|assortment)| (?:right |in |around )?here)?';
export const had =
  '(?: (?:that )?(?:you|we|i) (?:have got|have|sell|offer|stock|carry|can buy|can get|could buy)| in stock| for sale| there is)*';
export const basket = '(?:(?:shopping )?(?:cart|basket|trolley)|shopping bag)';

/** The small words of every question. */
export const asking = `what which when where how much many is are was were did do does have had has i me my mine the a an of in
  on inside to for at all any there show list display view see give get find tell it them that this with and so far yet already
  now everything anything something items? things? products? pieces? total cost costs price worth sum value`;
