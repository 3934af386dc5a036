import { generic, money } from './wording.ts';

/** What a question asks for, by its form alone; the words for items are still words. */
export type Draft =
  | { to: 'cheapest' | 'dearest'; phrase?: string }
  /** `strict`: part of a name will not do, unless it is plainly a thing: the price of oil is not that of olive oil. */
  | { to: 'price' | 'stock'; phrase: string; strict?: boolean }
  /** `sure`: the words ask for an item whatever they name; else only where they name one. */
  | { to: 'item'; phrase: string; sure?: boolean }
  | { to: 'list'; phrase?: string; sure?: boolean; min?: string; max?: string; soldOut?: boolean }
  | { to: 'count' | 'cart' | 'favorites' }
  | { to: 'orders'; orderId?: number; last?: boolean; cancelled?: boolean }
  | { to: 'cart.add' | 'cart.remove' | 'favorites.add' | 'favorites.remove'; phrase: string };

export type Rule = { form: RegExp; draft: (groups: Record<string, string>) => Draft };

const here = '(?: (?:in|from|at|of) (?:the|your|this) (?:shop|store)| (?:right )?here)?';
const had = '(?: (?:that )?(?:you|we|i) (?:have|sell|offer|stock|carry|can buy|can get|could buy)| in stock| for sale| there is)?';
const basket = '(?:(?:shopping )?(?:cart|basket)|shopping (?:bag|trolley))';
const less = '(?:under|below|less than|cheaper than|up to|at most|max(?:imum)?|for less than|for under|for up to|within)';
const more = '(?:over|above|more than|more expensive than|at least|from|for more than)';
const shown = '(?:show(?: me)?|list|give me|see|display|find(?: me)?|view)';
const item = '(?<item>.+?)';
const left = '(?: left| available| in stock| for sale)';
const cheapest = '(?:cheapest|least expensive|lowest[- ]priced?)';
const dearest = '(?:most expensive|priciest|dearest|highest[- ]priced?|costliest)';

/** Anchored at both ends: what a rule does not understand in a question keeps it from being that question. */
const rule = (form: string, draft: Rule['draft'] | Draft): Rule => ({
  form: new RegExp(`^(?:${form})$`),
  draft: typeof draft === 'function' ? draft : () => draft,
});
const phraseOf = (to: 'price' | 'stock' | 'cart.add' | 'cart.remove' | 'favorites.add' | 'favorites.remove') =>
  ({ item: phrase = '' }: Record<string, string>): Draft => ({ to, phrase });

const extremes = (['cheapest', 'dearest'] as const).flatMap((to) => {
  const most = to === 'cheapest' ? cheapest : dearest;
  const costs = to === 'cheapest' ? '(?:the )?least' : '(?:the )?most';
  return [
    rule(`(?:${shown} |what (?:is|are) |which (?:of your )?(?:${generic}|one) (?:is|are) )?(?:me )?(?:the |your )?${most}(?: ${generic})?${had}${here}`, { to }),
    rule(`(?:what|which ${generic}|which one) (?:is|are) (?:the |your )?${most}(?: ${generic})?${had}${here}`, { to }),
    rule(`(?:what|which (?:of your )?${generic}|which one) costs? ${costs}${had}${here}`, { to }),
    rule(`(?:what is |tell me |${shown} )?(?:the |your )?${to === 'cheapest' ? 'lowest' : 'highest'} price${had}${here}`, { to }),
    rule(`(?:${shown} |what (?:is|are) )?(?:the |your )?${most} (?<item>(?!${generic}$).+?)${had}${here}`, (found) => ({ to, phrase: found.item })),
    rule(`which (?<item>.+) (?:is|are|costs?) (?:the |your )?(?:${most}|${costs})${here}`, (found) => ({ to, phrase: found.item })),
  ];
});

const prices = [
  `how much (?:is|are|for|would|will|does|do|money is|money are) ${item}? ?`,
  `(?:how much|what) (?:does|do|would|will|is|are) ${item} (?:cost|be|sell for|go for|going for)(?: me)?`,
  `how much (?:money )?(?:is|are|for) (?:the |an? )?${item}`,
  `how much (?:would|do|will) (?:you charge|i (?:have to )?pay|you (?:want|ask)) for ${item}`,
  `what (?:do|would) you (?:charge|ask|want) for ${item}`,
  `how (?:expensive|dear|costly) (?:is|are) ${item}`,
  `(?:is|are) ${item} (?:expensive|cheap|costly)`,
  `what (?:an?|the) ${item} costs?`,
  `(?:what|how much) ${item} costs?`,
  `how much (?:the |an? )?${item} (?:is|are)`,
  `${item}(?:,| -|:)? (?:how much|price|cost)`,
  `price ${item}`,
]
  .map((form) => rule(form, phraseOf('price')))
  .concat(
    rule(
      `(?:what is |tell me |give me |${shown} )?(?:the |your )?(?:price|cost|prices) (?:of|for) ${item}`,
      ({ item: phrase = '' }) => ({ to: 'price', phrase, strict: true }),
    ),
  );

const stocks = [
  `(?:is|are) (?:there )?(?:still )?(?:an? |any |the |some )?${item}${left}`,
  `(?:is|are) ${item} (?:still )?(?:sold out|out of stock|to be had|in store)`,
  `(?:is|are) ${item} (?:still )?(?:available|in stock)`,
  `how many ${item} (?:do you have|are there|are|have you got|can i (?:buy|get|order|have)|could i buy|is|remain)(?: still)?(?: left| in stock| available)?`,
  `how many (?:pieces )?of ${item} (?:do you have|are there|are|have you got)(?: left| in stock)?`,
  `(?:do you|have you|you)(?: still)? (?:have|got) ${item} (?:in stock|left|available)`,
  `do you still (?:have|sell) ${item}`,
  `(?:can|could) i still (?:get|buy|order|have) ${item}`,
  `(?:what is |${shown} )?(?:the )?stock (?:of|for) ${item}`,
  `(?:what is|how much is) (?:left|in stock) of ${item}`,
  `(?:got|any) ${item} (?:left|in stock)`,
  `${item} (?:in stock|available|left|sold out|out of stock)`,
  `${item} (?:is|are) (?:in stock|available|sold out)`,
].map((form) => rule(form, phraseOf('stock')));

const ranges = [
  rule(`(?<item>.+?)?(?: (?:that|which))? ?(?:between|from) (?<min>${money}) (?:and|to|-) (?<max>${money})${here}`, rangeOf),
  rule(`(?<item>.+?)?(?: (?:that|which) (?:cost|costs|is|are))? ?${less} (?<max>${money})${here}`, rangeOf),
  rule(`(?<item>.+?)?(?: (?:that|which) (?:cost|costs|is|are))? ?${more} (?<min>${money})${here}`, rangeOf),
  rule(`(?:which|what) (?<item>.+?) costs? ${less} (?<max>${money})${here}`, rangeOf),
  rule(`(?:which|what) (?<item>.+?) costs? ${more} (?<min>${money})${here}`, rangeOf),
  rule(`what (?:can|could) i (?:get|buy|have) (?:for|with) (?<max>${money})${here}`, rangeOf),
  rule(`i have (?:only )?(?<max>[$€£] ?\\d+|\\d+ ?(?:euros?|dollars?|bucks|pounds?|francs?|€|[$]))[,.;]? (?:so )?what (?:can|could) i (?:buy|get)(?: (?:for|with) (?:it|that))?${here}`, rangeOf),
];

function rangeOf({ item: subject = '', min, max }: Record<string, string>): Draft {
  const phrase = subject
    .replace(new RegExp(`^(?:${shown}|what (?:do you have|is|are there|can i (?:get|buy))|do you (?:have|sell)|have you got|got|is there|are there|i (?:want|need|would like)|i am looking for|looking for|which|what)(?: |$)`), '')
    .replace(/ (?:do you have|are there|for)$/, '')
    .trim();
  const isGeneric = phrase === '' || new RegExp(`^${generic}(?: for)?$`).test(phrase);
  // "What is between 10 and 20?" asks for a number.
  const isAboutNumbers = subject === 'what is' && min !== undefined && max !== undefined;
  return { to: 'list', phrase: isGeneric && !isAboutNumbers ? undefined : phrase, min, max };
}

const whole: Rule[] = [
  rule(`(?:what|which ${generic}) (?:do you|can i|could i|do we|can you) (?:have|sell|offer|buy|get|order|stock|carry)(?: in stock| for sale)?${here}`, { to: 'list' }),
  rule(`what ${generic} (?:do you|can i) (?:have|sell|buy|get|offer)${here}`, { to: 'list' }),
  rule(`what (?:${generic} )?(?:is|are) (?:there|in stock|for sale|available|on offer|in (?:the|your|this) (?:shop|store))${here}`, { to: 'list' }),
  rule(`${shown} (?:me )?(?:all|everything|all of it|the (?:catalogue|catalog|assortment)|what you have|${generic})${had}${here}`, { to: 'list' }),
  rule(`(?:what|which ${generic}) (?:is|are) (?:sold out|out of stock|gone|not available|unavailable)`, { to: 'list', soldOut: true }),
  rule(`how many (?:different )?(?:items?|products?|things?|articles?|goods) (?:(?:do you|are|do) ?(?:have|sell|offer|stock|there|carry)?)(?: (?:in stock|for sale|in total|altogether|in the (?:shop|store)))*${here}`, { to: 'count' }),
  rule(`(?:the )?(?:number|count) of (?:items|products|things|articles)(?: in stock)?${had}${here}`, { to: 'count' }),
];

const carts = [
  `(?:what is|what are|what have i got|what do i have|what have i|what did i put|what have i put|how many (?:items|things|products|pieces) (?:are|do i have|have i)|how much is|is there anything|is anything) (?:in|into) (?:my|the) ${basket}`,
  `(?:${shown} )?(?:me )?(?:what is in )?(?:my|the shopping) ?${basket}(?: contents?)?`,
  `(?:${shown} )?(?:me )?(?:the )?(?:contents? of )?my ${basket}`,
  `(?:${shown} )?(?:shopping )?(?:cart|basket)`,
  `(?:how much|what) (?:is|does|do i pay for|do i have to pay for|must i pay for|would i pay for) (?:the total of |the price of |the sum of )?(?:my|the) ${basket}(?: cost| worth| total)?`,
  `(?:what is )?(?:the |my )?(?:total|price|sum|value) (?:of|for) my ${basket}`,
  `(?:what is )?my ${basket}(?:'s)? (?:total|value)`,
  `is my ${basket} (?:still )?empty`,
  `is (?:everything|all) in my ${basket} (?:in stock|available)`,
  `can i buy (?:everything in )?my ${basket}`,
].map((form) => rule(form, { to: 'cart' }));

const orders: Rule[] = [
  ...[
    '(?:what|when) (?:did i|have i) (?:last |most recently )?(?:order|ordered|buy|bought|purchase|purchased)(?: last| the last time| last time| most recently)?',
    `(?:${shown} |what was |what is |when was |how much was |what was in |how much did )?(?:me )?(?:the status of |the total of |the date of )?my (?:last|latest|most recent|newest) (?:order|purchase)(?: cost)?`,
    'what (?:is|was) in my (?:last|latest|most recent) order',
    '(?:where|how) is my (?:last |latest )?order',
  ].map((form) => rule(form, { to: 'orders', last: true })),
  ...[
    `(?:${shown} |what are |which are )?(?:me )?(?:all )?(?:of )?my (?:past |previous |old |earlier |recent |own )*(?:orders|purchases)`,
    `(?:${shown} )?(?:me )?(?:my )?(?:order|purchase) history`,
    'what (?:all )?have i (?:ever )?(?:ordered|bought|purchased)',
    'how many orders (?:do i have|have i made|did i (?:place|make))',
    '(?:have|did) i (?:ever )?(?:ordered?|bought|buy) (?:anything|something)(?: yet| before)?',
  ].map((form) => rule(form, { to: 'orders' })),
  rule('which (?:of my )?orders (?:did i cancel|have i cancell?ed|were cancell?ed|are cancell?ed)', { to: 'orders', cancelled: true }),
  rule(`(?:${shown} |what (?:is|was) in |(?:what is )?(?:the )?(?:status|total|details?) of |how much was )(?:me )?(?:my )?order (?:number |no\\.? ?)?#?(?<id>\\d{1,9})`, ({ id }) => ({ to: 'orders', orderId: Number(id) })),
];

const favorites = [
  `(?:${shown} |what are |which are |what is on )?(?:me )?(?:all )?(?:of )?my (?:list of )?favorites?(?: items?| things| products| list)?`,
  `(?:${shown} )?(?:the |me )?favorites`,
  `(?:which|what) (?:items?|things|products|ones) (?:are|are among|are in) my favorites`,
  `what (?:did i|have i) (?:mark|marked|favorited?|save|saved|like|liked)(?: as (?:an? )?favorites?)?`,
  `(?:do i have|have i got|are there) any favorites`,
  `which of my favorites (?:are|is) (?:still )?(?:in stock|available|sold out)`,
  `${shown} (?:me )?(?:the )?(?:items?|things|ones) (?:that )?i (?:have )?(?:favorited|marked|liked)`,
].map((form) => rule(form, { to: 'favorites' }));

const into = `(?:to|in|into|on)`;
const changes: Rule[] = [
  ...[
    `(?:add|put|throw|place|drop|toss|stick) ${item} ${into} (?:my|the) ${basket}`,
    `(?:add|put) ${item} ${into} (?:cart|basket)`,
    `(?:i would like|i want|i wish|let me|may i|can i) (?:to )?(?:buy|order|purchase|get|have|take) ${item}`,
    `(?:i will|i would) (?:take|have|buy|like to (?:buy|order|have)) ${item}`,
    `(?:buy|order|purchase|get me|order me|buy me) ${item}`,
  ].map((form) => rule(form, phraseOf('cart.add'))),
  ...[
    `(?:remove|delete|take|drop) ${item} (?:from|out of|off) (?:my|the) ${basket}`,
    `take ${item} out of (?:my|the) ${basket}`,
  ].map((form) => rule(form, phraseOf('cart.remove'))),
  ...[
    `(?:add|put|save) ${item} ${into} (?:my |the )?favorites?(?: list)?`,
    `(?:make|mark) ${item} (?:as )?(?:an? |my |one of my )?favorites?`,
    `favorite ${item}`,
  ].map((form) => rule(form, phraseOf('favorites.add'))),
  ...[
    `(?:remove|delete|take|drop) ${item} (?:from|off|out of) (?:my |the )?favorites?(?: list)?`,
  ].map((form) => rule(form, phraseOf('favorites.remove'))),
];

const single = [
  `(?:(?:tell|show) me |give me |do you have )?(?:some |any )?(?:more |something |details? |information |info )(?:about|on|of|for) ${item}`,
  `(?:tell me|i (?:would like|want) to know)(?: more| something| all| everything)? about ${item}`,
  `what (?:can|could) you (?:tell me|say) about ${item}`,
  `(?:what is|what are|who is) ${item}`,
  `describe ${item}`,
  `(?:details?|description|picture|photo) (?:of|for|on) ${item}`,
  `what does ${item} look like`,
].map((form) => rule(form, ({ item: phrase = '' }) => ({ to: 'item', phrase })));

const searches: Rule[] = [
  ...[
    `(?:is there|are there|do you have|have you got|do you sell|got)? ?(?:anything|something) (?:like|similar to|such as) ${item}`,
    `do you sell (?:anything for .+ like )?(?!your )${item}${here}`,
    `do you (?:stock|carry|offer) ${item}${here}`,
    `(?:do you have|have you got|got|is there|are there) ${item} (?:for sale|in (?:the|your|this) (?:shop|store))`,
    `(?:what|which) (?:kinds?|sorts?|types?) of ${item} (?:do you|can i) (?:have|sell|buy|offer)`,
    `can i (?:buy|get|order) ${item} here`,
  ].map((form) => rule(form, ({ item: phrase = '' }) => ({ to: 'list', phrase, sure: true }))),
  ...[
    `(?:do you have|have you got|have you|you got|got|do you also have)(?: any)? ${item}`,
    `(?:is|are) there (?:any |an? )?${item}`,
    `(?:i am |i'm |we are )?(?:looking|searching) for ${item}`,
    `i (?:need|want|am after|would like|could use) ${item}`,
    `i (?:need|want|would like) ${item}, do you have (?:any|some|one|that|it)`,
    `(?:search|look)(?: for)? ${item}`,
    `(?:which|what) ${item} (?:do you have|do you sell|are there|have you got|can i buy|do you offer)`,
    `any ${item}`,
    `${shown} ${item}`,
  ].map((form) => rule(form, ({ item: phrase = '' }) => ({ to: 'list', phrase }))),
];

/** The first that fits and whose words the catalogue knows decides, so the narrow ones stand before the wide ones. */
export const rules: readonly Rule[] = [
  ...carts,
  ...orders,
  ...favorites,
  ...whole,
  ...extremes,
  ...ranges,
  ...changes,
  ...prices,
  ...stocks,
  ...single,
  ...searches,
];
