import { count, generic, money } from './wording.ts';

/** What a question asks for, by its form alone; the words for items are still words. */
export type Draft =
  | { to: 'cheapest' | 'dearest'; phrase?: string }
  /** `strict`: part of a name will not do, unless it is plainly a thing: the price of oil is not that of olive oil. */
  | { to: 'price' | 'stock'; phrase: string; strict?: boolean }
  | { to: 'item'; phrase: string }
  /** `sure`: it is an answer, too, that there is no such thing. `loose`: whatever the search finds will do. */
  | {
      to: 'list';
      phrase?: string;
      sure?: boolean;
      loose?: boolean;
      min?: string;
      max?: string;
      soldOut?: boolean;
    }
  | { to: 'count' | 'cart' | 'favorites' }
  | { to: 'orders'; orderId?: number; last?: boolean; cancelled?: boolean }
  | { to: 'cart.add' | 'cart.remove' | 'favorites.add' | 'favorites.remove'; phrase: string };

export type Rule = { form: RegExp; draft: (groups: Record<string, string>) => Draft };

const here =
  '(?: (?:in|from|at|of) (?:the|your|this|your whole|the whole) (?:shop|store|catalogue|catalog|assortment)| (?:right |in |around )?here)?';
const had =
  '(?: (?:that )?(?:you|we|i) (?:have|sell|offer|stock|carry|can buy|can get|could buy)| in stock| for sale| there is)?';
const basket = '(?:(?:shopping )?(?:cart|basket)|shopping (?:bag|trolley))';
const less =
  '(?:under|below|less than|cheaper than|up to|at most|max(?:imum)?|for less than|for under|for up to|within)';
const more = '(?:over|above|more than|more expensive than|at least|from|for more than)';
const shown = '(?:show(?: me)?|list|give me|see|display|find(?: me)?|view)';
const item = '(?<item>.+?)';
const left = '(?: left| available| in stock| for sale)';
const cheapest = '(?:(?:very |absolute(?:ly)? )?cheapest|least expensive|lowest[- ]priced?)';
const dearest = '(?:(?:very |absolute(?:ly)? )?most expensive|priciest|dearest|highest[- ]priced?|costliest)';

/** Anchored at both ends: what a rule does not understand in a question keeps it from being that question. */
const rule = (form: string, draft: Rule['draft'] | Draft): Rule => ({
  form: new RegExp(`^(?:${form})$`),
  draft: typeof draft === 'function' ? draft : () => draft,
});
const phraseOf =
  (to: 'price' | 'stock' | 'cart.add' | 'cart.remove' | 'favorites.add' | 'favorites.remove') =>
  ({ item: phrase = '' }: Record<string, string>): Draft => ({ to, phrase });

const extremes = (['cheapest', 'dearest'] as const).flatMap((to) => {
  const most = to === 'cheapest' ? cheapest : dearest;
  const costs = to === 'cheapest' ? '(?:the )?least' : '(?:the )?most';
  return [
    rule(
      `(?:${shown} |what (?:is|are) |which (?:of your )?(?:${generic}|one) (?:is|are) )?(?:me )?(?:the |your )?${most}(?: ${generic})?${had}${here}`,
      { to },
    ),
    rule(
      `(?:what|which|which ${generic}|which one) (?:is|are) (?:the |your )?${most}(?: ${generic})?${had}${here}`,
      { to },
    ),
    rule(
      `(?:what|which (?:of your )?${generic}|which(?: one)?) (?:is it that )?costs? ${costs}${had}${here}`,
      { to },
    ),
    rule(
      `(?:what is |tell me |${shown} )?(?:the |your )?${to === 'cheapest' ? 'lowest' : 'highest'} price${had}${here}`,
      { to },
    ),
    rule(
      `(?:${shown} |what (?:is|are) )?(?:the |your )?${most} (?<item>(?!${generic}$).+?)${had}${here}`,
      (found) => ({ to, phrase: found.item }),
    ),
    rule(`which (?<item>.+) (?:is|are|costs?) (?:the |your )?(?:${most}|${costs})${here}`, (found) => ({
      to,
      phrase: found.item,
    })),
  ];
});

const prices = [
  `how much (?:is|are|for|would|will|does|do|money is|money are) ${item}? ?`,
  `(?:how much|what) (?:does|do|would|will|is|are) ${item} (?:cost|be|sell for|go for|going for)(?: me)?`,
  `how much (?:money )?(?:is|are|for) (?:the |an? )?${item}`,
  `how much (?:would|do|will) (?:you charge|i (?:have to )?pay|you (?:want|ask)) for ${item}`,
  `what (?:do|would) you (?:charge|ask|want) for ${item}`,
  `how (?:expensive|dear|costly) (?:is|are) ${item}`,
  `(?:is|are) ${item} (?:very |too )?(?:expensive|cheap|costly|pricey)`,
  `(?:what is )?${item}'s? price(?: tag)?`,
  `(?:what is )?(?:the )?price (?:tag )?on ${item}`,
  `(?:what|how much) (?:do|does) ${item} cost(?: me)?${here}`,
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
  `how much ${item} (?:is|do you have|have you got)(?: still)?(?: left| in stock| available)?`,
  `(?:can|could) i still (?:get|buy|order|have) ${item}`,
  `(?:what is |${shown} )?(?:the )?stock (?:of|for) ${item}`,
  `(?:what is|how much is) (?:left|in stock) of ${item}`,
  `(?:got|any) ${item} (?:left|in stock)`,
  `${item} (?:in stock|available|left|sold out|out of stock)`,
  `${item} (?:is|are) (?:in stock|available|sold out)`,
].map((form) => rule(form, phraseOf('stock')));

const orLess = `(?<max>${money}) or (?:less|under|cheaper|below)`;
const orMore = `(?<min>${money}) or (?:more|above)`;
const ranges = [
  rule(`(?<item>.+?) (?:for|at) ${orLess}${here}`, rangeOf),
  rule(`(?<item>.+?) (?:for|at|costing) ${orMore}${here}`, rangeOf),
  rule(
    `(?<item>.+?)?(?: (?:that|which))? ?(?:between|from) (?<min>${money}) (?:and|to|-) (?<max>${money})${here}`,
    rangeOf,
  ),
  rule(`(?<item>.+?)?(?: (?:that|which) (?:cost|costs|is|are))? ?${less} (?<max>${money})${here}`, rangeOf),
  rule(`(?<item>.+?)?(?: (?:that|which) (?:cost|costs|is|are))? ?${more} (?<min>${money})${here}`, rangeOf),
  rule(`(?:which|what) (?<item>.+?) (?:costs?|is|are) ${less} (?<max>${money})${here}`, rangeOf),
  rule(`(?:which|what) (?<item>.+?) (?:costs?|is|are) ${more} (?<min>${money})${here}`, rangeOf),
  rule(`what (?:can|could) i (?:get|buy|have) (?:for|with) (?<max>${money})${here}`, rangeOf),
  rule(
    `i have (?:only )?(?<max>[$€£] ?\\d+|\\d+ ?(?:euros?|dollars?|bucks|pounds?|francs?|€|[$]))[,.;]? (?:so )?what (?:can|could) i (?:buy|get)(?: (?:for|with) (?:it|that))?${here}`,
    rangeOf,
  ),
];

function rangeOf({ item: subject = '', min, max }: Record<string, string>): Draft {
  const phrase = subject
    .replace(
      new RegExp(
        `^(?:${shown}|what (?:do you have|is|are there|can i (?:get|buy))|do you (?:have|sell)|have you got|got|is there|are there|i (?:want|need|would like)|i am looking for|looking for|which|what)(?: |$)`,
      ),
      '',
    )
    .replace(/ (?:do you have|are there|for)$/, '')
    .trim();
  const isGeneric = phrase === '' || new RegExp(`^${generic}(?: for)?$`).test(phrase);
  // "What is between 10 and 20?" asks for a number.
  const isAboutNumbers = subject === 'what is' && min !== undefined && max !== undefined;
  return { to: 'list', phrase: isGeneric && !isAboutNumbers ? undefined : phrase, min, max };
}

const whole: Rule[] = [
  rule(
    `(?:what|which ${generic}) (?:do you|can i|could i|do we|can you) (?:have|sell|offer|buy|get|order|stock|carry)(?: in stock| for sale)?${here}`,
    { to: 'list' },
  ),
  rule(`what ${generic} (?:do you|can i) (?:have|sell|buy|get|offer)${here}`, { to: 'list' }),
  rule(
    `what (?:${generic} )?(?:is|are) (?:there|in stock|for sale|available|on offer|in (?:the|your|this) (?:shop|store))${here}`,
    { to: 'list' },
  ),
  rule(
    `${shown} (?:me )?(?:all|everything|all of it|the (?:catalogue|catalog|assortment)|what you have|${generic})${had}${here}`,
    { to: 'list' },
  ),
  rule(`(?:what|which ${generic}) (?:is|are) (?:sold out|out of stock|gone|not available|unavailable)`, {
    to: 'list',
    soldOut: true,
  }),
  rule(
    `how many (?:different )?(?:items?|products?|things?|articles?|goods) (?:(?:do you|are|do) ?(?:have|sell|offer|stock|there|carry)?)(?: (?:in stock|for sale|in total|altogether|in the (?:shop|store)))*${here}`,
    { to: 'count' },
  ),
  rule(`(?:the )?(?:number|count) of (?:items|products|things|articles)(?: in stock)?${had}${here}`, {
    to: 'count',
  }),
];

/** Every word is one of these, and all of the marks are there, in whatever order people put them. */
function bag(words: string, ...marks: string[]): string {
  const each = words.trim().split(/\s+/).join('|');
  return `${marks.map((mark) => `(?=(?:.* )?(?:${mark})(?: |$))`).join('')}(?:(?:${each})(?: |$))+`;
}

const asking = `what which when where how much many is are was were did do does have had has i me my mine the a an of in on inside
  to for at all any there show list display view see give get find tell it them that this with and so far yet already now
  everything anything something items? things? products? pieces? total cost costs price worth sum value`;

const carts = [
  bag(
    `${asking} shopping cart carts? basket bag trolley empty still full put added add got pay must would contents? content left
    stock available currently`,
    `my ${basket}`,
  ),
  `(?:${shown} )?(?:what is in )?(?:the )?${basket}(?: contents?)?`,
  bag(
    'what is are in the show me list items things how much many there anything something',
    `the ${basket}`,
    'in|show|list',
  ),
  `(?:what is )?my ${basket}'s (?:total|value|price|contents?)`,
].map((form) => rule(form, { to: 'cart' }));

const bought = 'orders?|ordered|buy|bought|purchases?|purchased';
const ordering = `${asking} ${bought.replaceAll('|', ' ')} ever before time times made make place placed status date details? past
  previous old older earlier recent recently own history happened sent open`;
const latest = 'last|latest|recent|recently|newest';

const orders: Rule[] = [
  rule(
    '(?:which|what|show me|list) (?:of )?(?:my )?(?:the )?(?:cancell?ed orders?|orders? (?:did i cancel|have i cancell?ed|i cancell?ed|(?:were|are|was) cancell?ed))',
    { to: 'orders', cancelled: true },
  ),
  rule(bag(`${ordering} last latest most newest the`, 'i|my', bought, latest), { to: 'orders', last: true }),
  rule(bag('what did i order buy purchase bought', 'i', 'order|buy|purchase|bought'), {
    to: 'orders',
    last: true,
  }),
  rule('(?:where|how) is my (?:last |latest )?order', { to: 'orders', last: true }),
  rule(bag(ordering, 'my', 'orders|purchases|order history'), { to: 'orders' }),
  rule(
    bag(
      ordering,
      'i',
      'what|which|how|have|did',
      'ordered|bought|purchased|orders|purchases|order|buy',
      'ever|have|far|before|orders|all|had|made|anything|something',
    ),
    { to: 'orders' },
  ),
  rule(`(?:${shown} )?(?:the |my )?(?:order|purchase) history`, { to: 'orders' }),
  rule(
    `(?:${shown} |open |what (?:is|was) in |(?:what is )?(?:the )?(?:status|total|details?|contents?) of |how much was )(?:me )?(?:my )?order (?:number |no\\.? ?)?#?(?<id>\\d{1,9})`,
    ({ id }) => ({ to: 'orders', orderId: Number(id) }),
  ),
];

const favorites = [
  bag(
    `${asking} favorites? still in stock available sold out among marked mark as`,
    'my favorites|my favorite (?:items?|things?|products?)|my list of favorites',
  ),
  bag(
    `${asking} favorites favorite favorited mark marked save saved as like liked please got`,
    'i',
    'favorites?|favorited',
    'have|did|marked|favorited|saved',
  ),
  `(?:${shown} )?(?:the |me )?favorites`,
].map((form) => rule(form, { to: 'favorites' }));

const into = `(?:to|in|into|on)`;
const changes: Rule[] = [
  ...[
    `(?:add|put|throw|place|drop|toss|stick) ${item} ${into} (?:my|the) ${basket}`,
    `(?:add|put) ${item} ${into} (?:cart|basket)`,
    `(?:i would like|i want|i need|give me) (?<item>(?:${count})(?: of)? .+)`,
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
  ...[`(?:remove|delete|take|drop) ${item} (?:from|off|out of) (?:my |the )?favorites?(?: list)?`].map(
    (form) => rule(form, phraseOf('favorites.remove')),
  ),
];

const single = [
  `(?:(?:tell|show) me |give me |do you have )?(?:some |any )?(?:(?:more )?(?:details?|information|info)|more|something) (?:about|on|of|for) ${item}`,
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
  ...[`(?:i am |we are )?(?:looking|searching) for ${item}`, `(?:search|look)(?: for)? ${item}`].map((form) =>
    rule(form, ({ item: phrase = '' }) => ({ to: 'list', phrase, loose: true })),
  ),
  ...[
    `(?:do you have|have you got|have you|you got|got|do you also have)(?: any)? ${item}`,
    `(?:do you have|is there|have you got) (?:anything|something) for .+,? (?:like|such as) ${item}`,
    `(?:is|are) there (?:any |an? )?${item}`,
    `i (?:need|want|am after|would like|could use) ${item}`,
    `i (?:need|want|would like) ${item}, do you have (?:any|some|one|that|it)`,
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
