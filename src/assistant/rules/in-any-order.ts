import { generic } from '#assistant/wording.ts';
import { around, bag, basket, type Change, type Draft, type Rule, rule } from './rule.ts';

// People put their words in any order. What keeps a question from being guessed at is that nothing is left over: each word
// is an item's, or one that is said of this very wish.

const asking =
  'what which how is are was were the a an of in at on for to and do does did have has got you your i we me it they them this that these those here one ones please just tell show give can could would will know';
const things = 'items? things? products? goods articles? stuff anything something everything';
const shop = 'shop store catalogue catalog range assortment selection';

const strictly =
  (to: 'price' | 'stock') =>
  (phrase: string): Draft => ({ to, phrase, strict: true });

const prices = around(
  `${asking} much cost costs costing price prices priced pricing tag pay paying charge charging ask asking want each apiece
  total come comes altogether be sell selling sold go goes going set back shop store expensive pricey dear buy if`,
  [
    'how much|costs?|costing|prices?|priced|pricing|charge|charging|pay|paying|expensive|pricey|total (?:for|of)',
  ],
  strictly('price'),
);

const stocks = around(
  `is are was were there any some the a an of in on at for do does did you your have has got how many much enough
  what when which still left over available availability stock level out sold now yet already currently remaining remain remains
  all more pieces? units? can i we get buy order here it them they one check see tell me know to last looked if shop store for_\\d+_people for_(?:two|three|four|five|six|eight|ten|twelve)_people`,
  [
    'in stock|left|available|availability|sold out|out of|how many|how much left|still|enough|remaining|remains?|stock (?:on|of|level|for)',
  ],
  strictly('stock'),
);

const put =
  'add|put|place|throw|pop|stick|chuck|bung|whack|slip|drop|toss|shove|lob|get|order|buy|have|want|like|need|take';
const taken = 'remove|delete|take|drop|rid|ditch|lose|bin|scrap|not';
const change =
  (to: Change) =>
  (phrase: string): Draft => ({ to, phrase });
const wishing = `i you my the a an to in into on onto of for from out off me can could would will please it them that this just and
  another with now cart basket trolley bag shopping favorites? list one`;
const changes = [
  around(`${wishing} ${put.replaceAll('|', ' ')}`, [basket, put], change('cart.add')),
  around(
    `${wishing} ${taken.replaceAll('|', ' ')} get do want need any more anymore longer no`,
    [basket, taken],
    change('cart.remove'),
  ),
  around(
    `${wishing} add put save make mark heart keep remember as my`,
    ['favorites?', 'add|put|save|make|mark|heart|keep|remember'],
    change('favorites.add'),
  ),
  around(
    `${wishing} ${taken.replaceAll('|', ' ')} get unmark do want as any more anymore longer no`,
    ['favorites?', `${taken}|unmark|off|out of`],
    change('favorites.remove'),
  ),
  rule('(?:un-?favorite|un-?heart) (?<item>.+)', ({ item: phrase = '' }) => ({
    to: 'favorites.remove',
    phrase,
  })),
];

const details = around(
  `${asking} about more describe description details? info information some any want would like see look looks picture all`,
  ['about|describe|description|details?|info|information|picture|(?:show|see|look at)'],
  (phrase) => ({ to: 'item', phrase }),
);

const selling =
  '(?:do|have|if) you (?:still |also |happen to )?(?:have|sell|got|stock|carry|offer)|you (?:sell|stock|carry|offer)';
const searching = around(
  `do you have sell got stock carry offer happen to also still any some kind kinds sort sorts type types of a an the i am we are
  need want looking for after is there anything_like something_like anything_with something_with anything_for something_for
  similar such as in your shop store range here sale that those these it them one ones at all maybe perhaps just wondering if
  find me search buy purchase today would_like which what`,
  [
    `${selling}|for sale|your (?:shop|store|range)|looking for|search for|(?:want|need) to buy|anything (?:with|like)|something like`,
  ],
  (phrase) => ({ to: 'list', phrase }),
);

const top = {
  cheapest: 'cheapest|least expensive|least costly|lowest price|lowest priced|costs? the least|costs? least',
  dearest:
    'most expensive|most costly|dearest|priciest|costliest|highest price|highest priced|costs? the most|costs? most',
};
const ranking = (to: 'cheapest' | 'dearest') =>
  `${asking} ${top[to].replaceAll('|', ' ')} cost costs least most lowest highest very really sell stock offer buy get find be
  single absolute going whole like ${shop}`;
const extremes = (['cheapest', 'dearest'] as const).flatMap((to) => [
  rule(
    bag(
      `${ranking(to)} ${things}`,
      top[to],
      `${things.replaceAll(' ', '|')}|one|you|your|${shop.replaceAll(' ', '|')}|here`,
    ),
    { to },
  ),
  around(ranking(to), [top[to]], (phrase) => (isGeneric.test(phrase) ? null : { to, phrase })),
]);
const isGeneric = new RegExp(`^${generic}$`);

const ours = `you|your|here|${shop.replaceAll(' ', '|')}`;
const all = `${asking} ${things} ${shop} all different kinds? sorts? types? sell offer stock carry buy get see list view there
  available sale whole full let out us`;
const whole = [
  rule(
    bag(
      `${all} sold out of stock currently`,
      'sold out|out of stock',
      'what|which|list|show|items|products|things',
    ),
    {
      to: 'list',
      soldOut: true,
    },
  ),
  rule(
    bag(
      `how many much number count big large ${all} total altogether overall`,
      'how many|number|count|how (?:big|large)',
      `items|products|things|goods|articles|${shop.replaceAll(' ', '|')}`,
      ours,
    ),
    { to: 'count' },
  ),
  rule(
    bag(
      all,
      'what|which|show|list|see|tell|give|view',
      'have|got|sell|offer|stock|carry|buy|sale|available|catalogue|catalog|range|assortment|selection|products|items',
      `${ours}|sale`,
    ),
    { to: 'list' },
  ),
];

export const inAnyOrder: readonly Rule[] = [
  ...whole,
  ...extremes,
  ...changes,
  stocks,
  prices,
  details,
  searching,
];
