import { generic } from '#assistant/wording.ts';
import { around, bag } from './loose.ts';
import { basket, type Change, type Draft, type Rule, rule } from './rule.ts';
import { grammar, seeking, shop, small, things } from './small-words.ts';

// People put their words in any order. What keeps a question from being guessed at is that nothing is left over: each word
// is an item's, or small, or one that is said of this very wish.

const oneOf = (words: string) => words.trim().split(/\s+/).join('|');

const strictly =
  (to: 'price' | 'stock') =>
  ({ item: phrase = '', near }: Record<string, string>): Draft => ({ to, phrase, near, strict: true });

const prices = rule(
  around(
    `${small} ${seeking} ${shop} much many cost costs costing price prices priced pricing tag pay paying charge charging per
    apiece total sum unit single come comes altogether together sell selling sold go goes going set_me_back set_us_back set_you_back set_one_back expensive pricey
    cheap euros? dollars? pounds? bucks quid currency value worth full current rate quote up new give gives retail regular original normal usual actual final piece pieces bottle
    jar bar pair range`,
    'how much|how many (?:euros|dollars|pounds|bucks|quid)|costs?|costing|prices?|priced|pricing|charge|charging|pay|paying|expensive|pricey|total (?:for|of)|selling for|comes? (?:.* )?to|set (?:.* )?back|rate',
    // What somebody paid stands in their orders, and may be another price than today's.
    '^(?!.*did (?:i|we)).*',
  ),
  strictly('price'),
);

const stocks = rule(
  around(
    `${small} ${seeking} ${shop} many much enough when last time over available availability stock stocked level left out unavailable restock restocked supply low hold
    sold gone something remaining remain remains more pieces? units? copies back inventory offer sell selling sale run least at_least fewer less ran`,
    [
      'in stock|available|unavailable|availability|restock(?:ed)?|more than one|(?:is|are) the there|sold out|out of stock|back in|enough|remaining|remains?|stock (?:on|of|level|for)|stocked|(?:is|are|all) (?:.* )?gone',
      '(?:is|are|any|much|many|some|got|have) (?:.* )?left',
      'how many (?:.* )?(?:you|there|can i|could i|may i)',
      '(?:are|were) you (?:.* )?out of|(?:have|did) you (?:.* )?(?:run|ran) out',
      '(?:you|there|can i|could i|is|are) (?:.* )?still (?:have|has|got|sell|selling|get|buy|order|there)',
      'still there|^still (?:got|have)|are there still|still for sale',
      '(?:have|got|are there|have got|any) (?:.* )?more|at least',
    ].join('|'),
  ),
  strictly('stock'),
);

const put =
  'add put place throw pop stick chuck bung whack slip drop toss shove lob grab get added order buy have want like need take into';
const taken = 'remove delete take drop rid ditch lose bin scrap kick throw out not';
const cart = 'cart carts basket trolley bag shopping';
const wishing = `i you my me the a an to in into on onto of for and can could would will please it them that this
  just another also with now let list one ones us some`;
const away = `${wishing} ${taken} from out off get do does is want need should be as any more anymore longer no`;
const change =
  (to: Change) =>
  ({ item: phrase = '', near }: Record<string, string>): Draft => ({ to, phrase, near });
const keep = 'add put save make mark heart keep remember have want like';
const changes = [
  rule(around(`${wishing} ${cart} ${put}`, basket, oneOf(put)), change('cart.add')),
  rule(around(`${away} ${cart}`, basket, oneOf(taken)), change('cart.remove')),
  rule(around(`${wishing} ${keep} favorites? as`, 'favorites?', oneOf(keep)), change('favorites.add')),
  rule(
    around(`${away} unmark favorites?`, 'favorites?', `${oneOf(taken)}|unmark|off|no longer`),
    change('favorites.remove'),
  ),
  rule('(?:un-?favorite|un-?heart) (?<item>.+)', change('favorites.remove')),
];

const details = rule(
  around(
    `${small} ${seeking} about more describe description details? info information picture kind sort thing item give specs specifications? overview take`,
    'about|what (?:.* )?(?:is|are)|describe|specs|specifications?|overview|description|details?|info|information|picture|show|see|look at|what kind',
  ),
  ({ item: phrase = '', near }) => ({ to: 'item', phrase, near }),
);

const selling = '(?:have|sell|got|stock|carry|offer|keep|selling)';
const searching = rule(
  around(
    `${small} ${seeking} ${shop} sell selling stock carry offer keep kinds? sorts? types? similar such anything something like
    with sale where give new good nice my son daughter wife husband kids? children mother father mum mom dad brother sister girlfriend
    boyfriend partner`,
    [
      `(?:do|have|if|are) you (?:.* )?${selling}`,
      `you ${selling}`,
      'for sale|your (?:shop|store|range|catalogue)|looking for|searching(?: for)?|search for',
      '(?:i|we) (?:am |are )?(?:want|need|after|wish|would like) (?:.* )?(?:buy|get|a|an|some|any|new)',
      '(?:anything|something) (?:like|with)',
      '(?:buy|get) (?:.* )?(?:here|from you)',
      'where (?:.* )?find|looking to (?:buy|get|find|order)|(?:could|can) do with',
      '(?:is|are) there (?:.* )?(?:i|we) (?:can|could) (?:buy|get|order)',
    ].join('|'),
  ),
  ({ item: phrase = '' }) => ({ to: 'list', phrase }),
);

const top = {
  cheapest:
    'cheapest|least expensive|least costly|lowest (?:.* )?price|lowest priced|costs? (?:the )?least|lowest cost|lowest priced',
  dearest:
    'most expensive|most costly|dearest|priciest|costliest|(?:highest|biggest|top) (?:.* )?priced?|highest priced|costs? (?:the )?most|more expensive than (?:any|all|every)',
};
const ranking = {
  cheapest: 'cheapest least lowest price tag priced expensive costly',
  dearest:
    'dearest priciest costliest most highest biggest top price tag priced expensive costly more than others other',
};
const ours = `you|your|here|${oneOf(shop)}`;
const extremes = (['cheapest', 'dearest'] as const).flatMap((to) => {
  const words = `${small} ${seeking} ${shop} ${ranking[to]} cost costs much sell selling stock offer absolute single whole money where point_me
    going go give gives sale out`;
  return [
    rule(bag(`${words} ${things}`, top[to], `one|${ours}|${oneOf(things)}`), { to }),
    rule(around(words, top[to]), ({ item: phrase = '' }) => (isGeneric.test(phrase) ? null : { to, phrase })),
  ];
});
const isGeneric = new RegExp(`^${generic}$`);

const all = `${grammar} ${seeking} ${things} ${shop} different kinds? sorts? types? sell selling offer stock carry view list there
  available sale whole full range browse choose give`;
const catalogue =
  'have|got|sell|selling|offer|stock|carry|buy|sale|available|catalogue|catalog|range|assortment|selection|products|items|browse';
const whole = [
  rule(
    bag(
      `${all} sold out of stock gone run not unavailable`,
      'sold out|out of stock|run out of|not (?:.* )?(?:have|in stock|available)|unavailable',
      'what|which|list|show|items|products|things|anything',
    ),
    {
      to: 'list',
      soldOut: true,
    },
  ),
  rule(
    bag(
      `${all} many much number count big large total altogether overall`,
      'how many|number|count|how (?:big|large)|total',
      `items|products|things|goods|articles|${oneOf(shop)}`,
      `${ours}|number of`,
    ),
    { to: 'count' },
  ),
  rule(bag(all, 'what|which|show|list|see|tell|give|view|browse', catalogue, `${ours}|sale|browse|to buy`), {
    to: 'list',
  }),
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
