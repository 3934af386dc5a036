import { count, generic } from '#assistant/wording.ts';
import { type Draft, had, here, item, type Rule, rule, shown } from './rule.ts';

// Questions that a list answers, or the first of one.

const most = {
  cheapest:
    '(?:(?:very |absolute(?:ly)? )?cheapest|least expensive|least costly|lowest cost|lowest[- ]priced?)',
  dearest:
    '(?:(?:very |absolute(?:ly)? )?most expensive|most costly|priciest|dearest|highest[- ]priced?|costliest)',
};
const costing = { cheapest: '(?:the )?least', dearest: '(?:the )?most' };
const pricing = { cheapest: 'lowest', dearest: 'highest' };

export const extremes: readonly Rule[] = (['cheapest', 'dearest'] as const).flatMap((to) => {
  const [top, costs] = [most[to], costing[to]];
  const ofKind = ({ item: phrase }: Record<string, string>): Draft => ({ to, phrase });
  return [
    rule(
      `(?:${shown} |(?:what|which) are )?(?:the |your )?(?<count>${count}) ${top}(?: (?:${generic}|(?<item>.+?)))?${had}${here}`,
      ({ item: phrase, count }) => ({ to, phrase, count }),
    ),
    rule(
      `(?:${shown} |(?:what|which(?: one)?|which (?:of your )?${generic}) (?:is|are) )?(?:the |your )?${top}(?: ${generic})?${had}${here}`,
      { to },
    ),
    rule(
      `(?:what|which(?: one)?|which (?:of your )?${generic}) (?:is it that )?costs? ${costs}${had}${here}`,
      { to },
    ),
    rule(`(?:what is |tell me |${shown} )?(?:the |your )?${pricing[to]} price${had}${here}`, { to }),
    rule(`what do you (?:have|sell) that is (?:the )?${top}`, { to }),
    rule(
      `(?:${shown} |(?:what|which(?: one)?) (?:is|are) )?(?:the |your )?${top} (?<item>(?!${generic}$).+?)${had}${here}`,
      ofKind,
    ),
    rule(`which ${item} (?:is|are|costs?) (?:the |your )?(?:${top}|${costs})${here}`, ofKind),
  ];
});

export const whole: readonly Rule[] = [
  ...[
    `(?:what|which ${generic})(?: all)? (?:do you|can i|could i|do we|can you) (?:have|sell|offer|buy|get|order|stock|carry)(?: in stock| for sale)?${here}`,
    `what ${generic} (?:do you|can i) (?:have|sell|buy|get|offer)${here}`,
    `what (?:all )?are you (?:selling|offering)${here}`,
    `what (?:${generic} )?(?:is|are) (?:there|in stock|for sale|available|on offer|in (?:the|your|this) (?:shop|store))${here}`,
    `${shown} (?:me )?(?:all|everything|all of it|(?:the|your) (?:catalogue|catalog|assortment)|what you have|${generic})${had}${here}`,
  ].map((form) => rule(form, { to: 'list' })),
  rule(`(?:what|which ${generic}) (?:is|are) (?:sold out|out of stock|gone|not available|unavailable)`, {
    to: 'list',
    soldOut: true,
  }),
  ...[
    `how many (?:different )?(?:items?|products?|things?|articles?|goods) (?:do you (?:have|sell|offer|stock|carry)|are|are there)(?: (?:in stock|for sale|in total|altogether))*${here}`,
    `(?:the )?(?:number|count) of (?:items|products|things|articles)(?: in stock)?${had}${here}`,
  ].map((form) => rule(form, { to: 'count' })),
];

const wanted = (forms: string[], how: { sure?: boolean; loose?: boolean; bare?: boolean } = {}) =>
  forms.map((form) => rule(form, ({ item: phrase = '' }) => ({ to: 'list', phrase, ...how })));

export const searches: readonly Rule[] = [
  ...wanted(
    [
      `(?:do you have|have you got|do you sell|got)? ?(?:anything|something) (?:like|similar to|such as) ${item}`,
      `is there (?:any|some)thing like (?<item>an? \\S+|\\S+s)`,
      `do you sell (?:anything for .+ like )?(?!your )${item}${here}`,
      `do you (?:stock|carry)(?! an? ) ${item}${here}`,
      `(?:do you have|have you got|got|is there|are there) ${item} (?:for sale|in (?:the|your|this) (?:shop|store))`,
      `(?:what|which) (?:kinds?|sorts?|types?) of ${item} (?:do you|can i) (?:have|sell|buy|offer)`,
      `can i (?:buy|get|order) ${item} here`,
    ],
    { sure: true },
  ),
  ...wanted([`(?:i am |we are )?(?:looking|searching) for ${item}`, `(?:search|look)(?: for)? ${item}`], {
    loose: true,
  }),
  ...wanted([
    `(?:do you have|is there|have you got) (?:anything|something) for .+,? (?:like|such as) ${item}`,
    `(?:do you have|have you got|have you|you got|got|do you also have|do you offer)(?: any)? ${item}`,
    `(?:is|are) there (?:(?:any|some)thing (?:like|similar to|such as) |any |an? )?${item}`,
    `i (?:need|want|am after|would like|could use) ${item}`,
    `i (?:need|want|am looking for|am after|would like) (?<item>(?:an?|some|new) .+?) for (?:.{2,30})`,
    `do you (?:also )?do ${item}`,
    `i (?:need|want|would like) ${item}, do you have (?:any|some|one|that|it)`,
    `(?:which|what) ${item} (?:do you have|do you sell|are there|have you got|can i buy|do you offer)`,
    `any ${item}`,
    `${shown} ${item}`,
  ]),
  ...wanted([item], { bare: true }),
];
