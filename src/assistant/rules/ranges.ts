import { generic, money } from '#assistant/wording.ts';
import { around, bag } from './loose.ts';
import { type Draft, here, type Rule, rule, shown } from './rule.ts';
import { grammar, seeking, shop, things } from './small-words.ts';

// What costs no more, or no less, than so much.

const less =
  '(?:under|below|less than|not more than|no more than|cheaper than|up to|at most|max(?:imum)?|for less than|for under|for up to|within)';
const more = '(?:over|above|exceed|exceeding|more than|more expensive than|at least|from|for more than)';

const inOrder: readonly Rule[] = [
  `(?<item>.+?) (?:for|at) (?<max>${money}) or (?:less|under|cheaper|below)${here}`,
  `(?<item>.+?) (?:for|at|costing) (?<min>${money}) or (?:more|above)${here}`,
  `(?<item>.+?)? ?(?:between|from) (?<min>${money}) (?:and|to|-) (?<max>${money})${here}`,
  `(?<item>.+?)? ?${less} (?<max>${money})${here}`,
  `(?<item>.+?)? ?${more} (?<min>${money})${here}`,
  `(?<item>what (?:can|could) i (?:get|buy|have)) (?:for|with) (?<max>${money})${here}`,
  `(?<item>i have) (?:only )?(?<max>[$€£] ?\\d+|\\d+ ?(?:euros?|dollars?|bucks|pounds?|quid|francs?|€|[$]))[,.;]? (?:so )?what (?:can|could) i (?:buy|get)(?: (?:for|with) (?:it|that))?${here}`,
].map((form) => (words) => {
  const draft = rule(form, rangeOf)(words);
  return draft && { ...draft, open: isOpen(words) };
});

// "Under 10" is not 10 itself.
const isOpen = (words: string) =>
  /\b(?:under|below|over|above|exceed|exceeding|(?<!no |not |or )(?:less|more|cheaper|more expensive) than)\b/.test(
    words,
  ) && !/\bor (?:less|under|below|more|above)\b/.test(words);

const verbs = `(?:${shown}|what (?:do you (?:have|sell)|you have|is|are|are there|can i (?:get|buy)|could i (?:get|buy)|costs?)|do you (?:have|sell)|have you got|got|is there|are there|i (?:want|need|would like|have)|i am looking for|looking for|which|what|there|you have)`;
const leadingVerbs = new RegExp(`^(?:${verbs}(?: |$))+`);
const trailing =
  /(?:^| )(?:do you have|are there|you have|for|priced|costing|that|which|costs?|is|are|there|at)$/;

/** `what mugs do you have` is about mugs; without a word for things it takes a sign of money to be about any. */
function rangeOf({ item: subject = '', min, max }: Record<string, string>): Draft {
  let phrase = subject.replace(leadingVerbs, '');
  for (let before = ''; before !== phrase; ) [before, phrase] = [phrase, phrase.replace(trailing, '')];
  const isMoney = /[^\d.,\s]/.test(`${min ?? ''}${max ?? ''}`);
  // "What is between 10 and 20?" and "over 9000" ask for numbers.
  const isAboutMoney =
    isMoney || !/^(?:|what is|is)$/.test(subject) || (subject === 'what is' && max === undefined);
  const isAnything = phrase === '' || new RegExp(`^${generic}$`).test(phrase);
  return { to: 'list', phrase: isAnything && isAboutMoney ? undefined : phrase, min, max };
}

const limits = new RegExp(
  `(?:^| )(?:(?:between|from) (?<min>${money}) ?(?:and|to|-) ?(?<max>${money})|${less} (?<most>${money})|${more} (?<least>${money})|(?:(?:i|we) )?(?:only |just )?(?:have|got|have got) (?:only |just |about )?(?<purse>[$€£] ?\\d+|\\d+ ?(?:euros?|dollars?|bucks|pounds?|quid|francs?|[$€£])))(?=[ ,;.]|$)`,
);
const saidWithIt = `${grammar} ${seeking} ${shop} sell selling stock offer sale cost costs costing priced price budget spend afford max
  maximum kinds? sorts? types? kind_of sort_of like something anything cheap nice good gift present list view give`;
const anyOfThem = bag(`${saidWithIt} ${things}`, `${generic}|you|your|costs?|buy|get|sale|budget`);
const ofKind = around(saidWithIt);

/** What a thing may cost, wherever a question says so. */
export function limitIn(
  words: string,
): { min: string | undefined; max: string | undefined; open: boolean } | null {
  const found = limits.exec(words);
  if (!found) return null;
  const { min, max, most, least, purse } = found.groups ?? {};
  return { min: min ?? least, max: max ?? most ?? purse, open: isOpen(found[0]) };
}

/** The limit may stand anywhere; what is said around it is about any item, or about one kind. */
const inAnyOrder: Rule = (words) => {
  const found = limits.exec(words);
  if (!found) return null;
  const rest = words.replace(found[0], ' ').replace(/\s+/g, ' ').trim();
  const range = { to: 'list', ...limitIn(words) } as const;
  if (anyOfThem(rest)) return range;
  const phrase = ofKind(rest)?.item;
  return phrase === undefined || /^[\d\s]+$/.test(phrase) ? null : { ...range, phrase };
};

export const ranges: readonly Rule[] = [...inOrder, inAnyOrder];
