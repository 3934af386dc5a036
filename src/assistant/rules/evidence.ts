import { count, money, singular } from '#assistant/wording.ts';
import { limitIn } from './ranges.ts';
import type { Change, Draft } from './rule.ts';
import { grammar, seeking, shop, small, things } from './small-words.ts';

// For questions that no rule understands whole: forty people have forty ways to ask. What is asked for shows in a few strong
// signs (my cart, an item's name beside a word of price), and what it is not for, in others. Between them only words may
// stand that say nothing by themselves; how many others are borne depends on how strong the signs are.

const list = (words: string) => words.trim().split(/\s+/);

// Said to anybody about anything.
const filler =
  list(`${grammar} ${small} ${seeking} ${shop} ${things} am im i'm it's that's there's let's lets don't dont not no yes yeah yep nope nah ok okay
  oh ah hmm um uh er erm ugh lol lmao haha please pls kindly thanks thank thx ty cheers sorry excuse pardon hi hey hello hiya yo dear sir madam
  mate man bro dude pal buddy friend love darling honey_bunch folks guys team boss chief good morning afternoon evening day
  so such very too much many more most less least few lot lots bit little quite rather pretty really truly actually honestly basically
  literally seriously simply just only even still yet already now then again once twice first second next later soon before after until
  today tonight tomorrow yesterday week weekend month moment minute time times while always never ever sometimes maybe perhaps
  fine great nice lovely cool awesome perfect wonderful right wrong sure certain true well quickly quick fast asap fancy
  if whether because since though although but and or nor as than like both either neither each every all any some none own same other
  another else instead also together over under up down in out on off away back into onto through around about between with without
  of for to from by at per via there here where when how what which who's whatever whichever something anything everything nothing
  myself yourself ourselves mine yours ours us we they them he she her his him people person anyone someone everybody everyone
  be been being become is are was were will would shall should can could may might must do does did done doing have has had having
  get gets getting got gotten give gives giving gave go goes going gone come comes coming came make makes making made take takes taking took taken
  put puts putting keep keeps keeping kept let lets leave leaves left bring brings brought want wants wanted need needs needed
  wish wishes hope know knows knew known see sees seen saw look looks looking looked think thinks thought guess suppose believe say says said
  tell tells told ask asks asking asked show shows showing shown list lists read reads run check checks checking help mind bother afford
  decide decided change changed forgot forgotten forget remember remind wonder wondering curious interested happy glad able ready
  call called name named thing sort kind type matter fact idea clue question answer word detail details line row page screen
  long short whole entire full complete total overall altogether exact exactly roughly approximately current currently actual present
  kindly possible possibly chance favour favor goodness grateful appreciate oblige obliged particular particulars regarding concerning
  gift gifts present presents birthday christmas mum mom dad mother father wife husband sister brother son daughter kid kids friend
  different until monday tuesday wednesday thursday friday saturday sunday sundays days ngl having selling end ended somehow my somebody anybody nobody single momentarily wise way rundown love wife lads mine state name comprise consist snap spend far among amongst ta hm mean meant record produce visit new start started stop stopped end ended finish finished`);

// What the signs are made of.
const spoken =
  list(`price prices priced pricing cost costs costing charge charges charging pay paying paid worth money cash budget euro euros
  dollar dollars pound pounds buck bucks quid cent cents eur usd gbp expensive cheap cheaper cheapest dear dearest pricey priciest costly costliest
  affordable economical lowest highest max maximum min minimum damage bill quote tag rate apiece value sum amount set
  stock stocked stocks available availability unavailable left remaining remain remains supply supplies inventory sold sell sells selling sale
  shelf shelves storage warehouse quantity pieces piece units unit copies pair pairs bar bars bottle bottles jar jars box boxes bag bags pack packs
  cup cups glass can cans carry carries carrying offer offers offering order orders ordered ordering purchase purchases purchased
  buy buys buying bought add adds adding added remove removes removing removed delete deleted drop dropped chuck stick pop toss throw place placed
  slip lay load lob shove grab fetch snag reserve empty clear wipe reset cancel cancelled canceled ditch rid bin withdraw withdrawn scrap lose
  cart basket trolley shopping favorite favorites favorited saved save hearted heart liked mark marked unmark unfav unfavorite wishlist bookmark
  bookmarked history last latest recent recently previous past earlier previously newest past item items product products article articles goods
  catalogue catalog range assortment selection wares number count big large contents content inside contain contains hold holds top steepest smallest small bit kit packet packets describe
  description info information explain specs details exceed above below under over than browse exist exists`);

const vocabulary = new Set([...filler, ...spoken]);

// Somebody else's cart, shop, market or trade; what no column of ours says; what is asked of a friend or an encyclopedia.
const foreign = new RegExp(
  `\\b(?:${[
    'why|who|whose|whom|invent\\w*|histor(?:y|ies) of|meaning|means|define|definition|translate\\w*|spell|pronounce\\w*|synonym|rhyme|etymology',
    'schema|poems?|jokes?|songs?|lyrics|stor(?:y|ies)|essay|novel|recipes?|cook|bake|brew|boil|fry|wash\\w*|calories?|caffeine|sugar|protein|healthy|vitamins?|weighs?|weight|heavy|tall|wide|deep|sizes?|dimensions?',
    'colou?rs?|made of|made from|material|dishwasher|waterproof|warrant(?:y|ies)|guarantee\\w*|deliver\\w*|shipping|shipped|ships?|returns?|returned|returning|refund\\w*|exchange\\w*|payment|visa|paypal|gift cards?|discounts?|coupons?|vouchers?',
    'opening (?:hours|times?)|hours|contact|phone number|e-?mails?|address|located|location|suppliers?|manufactur\\w*|vegan|organic|gluten|allerg\\w*|fits?|suitable|better|best|recommend\\w*|compare\\w*|difference|versus|vs',
    'amazon|ebay|etsy|ikea|walmart|target|tesco|aldi|lidl|costco|sainsbury\\S*|waitrose|asda|argos|apple|google|microsoft|netflix|uber|starbucks|mcdonald\\S*|alibaba|aliexpress|shein|temu|zara|nike|adidas|shopify|supermarkets?|competitors?|elsewhere',
    'stock market|stock exchange|stock prices?|share prices?|shares|nasdaq|dow|wall street|crypto\\w*|bitcoin|invest\\w*|inflation|rent|houses?|flights?|hotels?|tickets?|petrol|salary|mortgage|economy',
    'python|java|javascript|typescript|sql|regex|php|ruby|rust|excel|spreadsheets?|code|coding|programming|functions?|variables?|arrays?|algorithm|api|json|css|html|git|docker|linux|kubernetes|react|database|app',
    'court|restraining|executive|military|general|army(?! kni)|judge|alphabetical\\w*|chronological\\w*|in order to|order of (?!the)|law and order|tall order|money order|mail order|pecking order|order by|out of order',
    'golf|horses?|donkey|go-?kart|before the horse|one basket|basket case|basketball|picnic|laundry|fruit basket|bread basket|airport|wheels?|abandonment',
    'how (?:do|does|did|would|can|could|should|to)(?! (?:much|many))(?! i (?:buy|order|get)\\b)|should i|should we|would it be|what if|imagine|in general|on average|usually|typically|average|normal(?:ly)?|world|countr(?:y|ies)|century|19\\d\\d|20\\d\\d',
    "(?:his|her|their|your|somebody's|someone's|(?!what|it|that|there|let|who)[a-z]+'s) (?:cart|basket|trolley|favorites?|orders?|purchases?)",
    'favorite (?:film|movie|song|band|book|colou?r|food|team|place|city|actor|animal|show|game|season|word|number|singer|restaurant|dish|drink|author|sport|subject|teacher)s?',
    'favorites bar|users?|customers?|employees?|staff|minors|schools?|basket ball|yesterday i|photos?|images?|used (?:to|for)|a shop sells|set the price|change the price|back in|remind me to|alarm for|set an? alarm|timer|weather|capital|president|movie|film|football|politic\\w*',
  ].join('|')})\\b`,
);

const basket = '(?:cart|basket|trolley|shopping bag)';
const favorites = '(?:favorites|favorite (?:items?|things?|products?|articles?|list)|saved items)';
const everything =
  '(?:everything|all of (?:it|them)|all (?:the )?(?:items?|things|stuff|products)|it all|the lot|the whole lot|whole thing)';
const out =
  '(?:remove|removed|delete|take|drop|dropped|kick|get rid|rid|ditch|lose|scrap|cancel|yank|pull|bin|chuck|throw|withdraw|no longer|out of|out|off|leave|not (?:need|want|stay|be)|unfav|unmark|unfavorite|says no|no more)';
const into =
  '(?:add|adding|put|place|throw|chuck|stick|pop|slip|drop|toss|lay|load|lob|shove|grab|save|enter|keep|mark|remember|heart|make|goes|go|want|need|like|to|in|into|onto|on|among)';

type Sign = {
  /** All of them stand in the question, and none of `not`. */
  all: RegExp[];
  not?: RegExp;
  /** How many words are borne that neither a sign nor an item explains. */
  bears: number;
  draft: Draft | ((phrase: string, near: string) => Draft | null);
};

const sign = (bears: number, draft: Sign['draft'], all: string[], not?: string): Sign => ({
  all: all.map((one) => new RegExp(`(?:^| )(?:${one})(?= |$)`)),
  ...(not !== undefined && { not: new RegExp(`(?:^| )(?:${not})(?= |$)`) }),
  bears,
  draft,
});
const change =
  (to: Change) =>
  (phrase: string, near: string): Draft => ({ to, phrase, near });
const about =
  (to: 'price' | 'stock' | 'item') =>
  (phrase: string, near: string): Draft =>
    to === 'item' ? { to, phrase, near } : { to, phrase, near, strict: true };

const yours =
  'you|your|yours|here|shop|store|sale|sell|stock|catalogue|catalog|range|assortment|selection|wares|items?|products?|articles?|things?|goods|stuff|anything|everything|something';

const own = '(?:my|our|the|this|that|these|whole|entire)';
const costing = [
  'how much|prices?|costs?|costing|charge|charging|rate|expensive|pricey|damage|total|worth|quote|apiece|pay|sting me',
  '(?:go|goes|going|asking|ask|want|wanting) for|(?:run|set) (?:me|us)|come (?:in at|to)|comes (?:in at|to)|what are we talking',
].join('|');
const had = [
  'in stock|stock|available|availability|unavailable|left|remaining|remain|sold out|out of stock|still (?:have|got|had|sell|there|exist)',
  'be had|sell out|run out|ran out|exist|inventory|more than one|quantity|on the shelf|got one|how many (?:\\S+ ){0,4}(?:you|there|left|remain)',
].join('|');
const wishing =
  '(?:like|love|want|need|wish|going|decided|prefer) to (?:buy|order|purchase|get|take)|(?:i|we|i will|we will) (?:take|buy|order|grab)|(?:get|give|order|buy|fetch|grab|send) (?:me|us)';
const selling = '(?:sell|selling|carry|stock|keep)';
const telling =
  'what|whats|which|show|view|see|seeing|total|how|check|list|display|contents?|tell|read|look|open|anything|did|do|have|forgot|forgotten|worth|come to|status|print|give';
const asked = '^(?:did|do|does|is|are|was|what|whats|which|how|where|have|has)';

/** The first whose signs are all there decides, and what it names must be known. */
const signs: readonly Sign[] = [
  sign(3, change('cart.remove'), [basket, `${out}|from (?:${own} )?${basket}`], asked),
  sign(3, change('cart.add'), [basket, into], asked),
  sign(
    2,
    { to: 'cart.clear' },
    [`${own} (?:\\S+ )?${basket}`, `empty|clear|clean|wipe|reset|dump|${everything}`],
    `is|what|buy|order|pay|check out|checkout|${basket} (?:is|was)`,
  ),
  sign(
    1,
    { to: 'cart.clear' },
    [basket, `empty|clear|clean|wipe|reset|dump|${everything}`],
    `is|what|buy|order|pay|check out|checkout|${basket} (?:is|was)`,
  ),
  sign(3, change('favorites.remove'), [favorites, `${out}|from ${own} ${favorites}|struck|not stay`], asked),
  sign(2, change('favorites.remove'), ['unfav|unfavorite|unheart|unmark']),
  sign(3, change('favorites.add'), [favorites, into], asked),
  sign(1, change('favorites.add'), [
    '(?:add|mark|make|save|keep) (?:\\S+ ){1,5}(?:as|to) (?:a |an |my |the )?favorite',
  ]),
  sign(2, change('favorites.add'), ['(?:favorite|heart|bookmark) (?:it|that|this|the|them)']),
  sign(
    2,
    { to: 'cart' },
    [`(?:my|our) (?:(?:shopping|current|whole|little|own) )?${basket}`, telling],
    `${everything}|^(?:buy|order|pay)|check out|checkout|${basket} is|full of`,
  ),
  sign(0, { to: 'cart' }, [
    `(?:the|this) ${basket}`,
    'what|whats|show|view|total|contents?|list|check|see|read|inside',
  ]),
  sign(
    2,
    { to: 'favorites' },
    [
      `(?:my|our) (?:(?:saved|own|list of|current|marked) )?${favorites}|i (?:have )?(?:\\S+ )?(?:hearted|favorited|bookmarked)`,
      telling,
    ],
    'add|save|put|mark|page',
  ),
  sign(0, { to: 'favorites' }, [favorites, 'open|show|list|view|display|see']),
  sign(
    1,
    { to: 'orders', last: true },
    [
      '(?:my|the|our) (?:very )?(?:last|latest|newest|most recent|recent) (?:order|purchase)|(?:did|have) (?:i|we) (?:last|just) (?:order|buy|bought|ordered)|(?:did|have) (?:i|we) (?:order|buy|purchase|ordered|bought) (?:\\S+ )*last',
    ],
    'repeat|reorder|again|cancel|track|where|nothing|came|never|missing|help',
  ),
  sign(
    1,
    { to: 'orders' },
    ['(?:my|our) (?:last \\S+ |\\S+ )?(?:orders|purchases|order history|purchase history)'],
    'repeat|reorder|again|cancel|track|where|nothing|came|never|missing|help|sir|were|clear',
  ),
  sign(
    0,
    { to: 'orders' },
    [
      '(?:i|we|i have|we have) (?:already |ever |previously |so far )*(?:ordered|bought|purchased)|(?:what|which) (?:\\S+ )?did (?:i|we) (?:ever )?(?:order|buy|purchase)',
    ],
    'nothing|came|never|missing|help|out',
  ),
  sign(
    0,
    { to: 'count' },
    [
      'how many|number of|how (?:big|large)|count',
      'items?|products|articles|things|goods|lines|range|assortment|catalogue|catalog|selection',
      'you|your|shop|store|here|total|range|assortment|catalogue|catalog|selection',
    ],
    `${basket}|order|orders|favorites?|left|put`,
  ),
  ...(['cheapest', 'dearest'] as const).flatMap((to) => {
    const top = {
      cheapest:
        'cheapest|least expensive|most affordable|most economical|lowest(?:-| )priced?|lowest cost|(?:lowest|smallest|most small) price|costs? (?:the )?least|(?:the )?least money|least (?:i|we|you) can (?:spend|pay)|inexpensive',
      dearest:
        'most expensive|dearest|priciest|costliest|(?:highest|top)(?:-| )priced?|(?:highest|steepest|biggest) price|costs? (?:the )?most|most costly|most money',
    }[to];
    return [
      sign(0, (phrase): Draft => ({ to, phrase }), [top]),
      sign(1, { to }, [`(?:${top}) (?:thing|item|product|article|one|bit)`, yours]),
      sign(0, { to }, [top, yours]),
    ];
  }),
  sign(0, about('price'), [costing], `(?:did|have) (?:i|we)|i paid|${basket}`),
  sign(0, about('stock'), [had], `sells|for \\d+|${basket}`),
  sign(0, about('item'), [
    'about|describe|description|details?|info|information|informations|explain|specs|particulars|look like|more on',
  ]),
  sign(
    0,
    change('cart.add'),
    [wishing],
    `details|about|info|information|picture|${out}|you|your|if|sell|how much|how many|what|do i`,
  ),
  sign(0, { to: 'list', soldOut: true }, [
    'sold out|run out|ran out|out of stock',
    'everything|what|whats|which|items|things|products|show|list',
  ]),
  sign(
    0,
    { to: 'list' },
    [
      'what|whats|which',
      'things?|items?|products?|stuff|goods',
      'have|having|sell|selling|sale',
      'you|shop|store|here',
    ],
    `${basket}|orders?|favorites?|left|much|many`,
  ),
  sign(
    0,
    { to: 'list' },
    ['(?:full|whole|complete|entire) (?:list|range|catalogue|catalog|assortment|selection)'],
    `${basket}|orders?|favorites?|my`,
  ),
  sign(
    0,
    { to: 'list' },
    [
      'what|everything|all|whole|complete|full|entire',
      'you (?:\\S+ )?(?:sell|have|offer|stock|carry)|your (?:\\S+ )?(?:range|catalogue|catalog|assortment|selection|items|products|stock)',
      'show|see|list|view|enumerate|browse',
    ],
    'left|much|many',
  ),
  sign(
    2,
    (phrase, near): Draft | null =>
      /^(?:your|the|in|up|to|a|an|my)$/.test(near)
        ? null
        : { to: 'list', phrase: `some ${phrase}`, sure: true },
    [
      `(?:do|would|can|could|does|whether|if|what|have) (?:you|your \\S+|the shop|this shop|the store) (?:\\S+ )?${selling}|(?:you|u) (?:guys )?${selling}|for sale|in your (?:shop|store)|(?:does|do) (?:this|the|your) (?:shop|store) have`,
    ],
    'left|in stock|my|me|to|tell|how many|how much|cheapest|dearest|expensive|priciest',
  ),
  sign(
    0,
    (phrase): Draft => ({ to: 'list', phrase }),
    [
      '(?:do|would|can|could) (?:you|ya) (?:\\S+ )?(?:offer|have|do)|(?:have|got) you (?:got )?|you (?:have |have got |got )?any|got any|(?:show|see) (?:me )?(?:the|your|all|some)',
    ],
    'left|in stock|my',
  ),
];

/** Drafts for what the signs of a question show, the likeliest first. None where anything points elsewhere. */
export function* evidence(question: string): Generator<Draft> {
  const text = withNumbers(question);
  if (foreign.test(text)) return;
  yield* shownBy(text);
  // What is said before and after it need not be understood.
  const sentences = text.split(/[.!?;:]+ /);
  if (sentences.length > 1) for (const sentence of sentences.reverse()) yield* shownBy(sentence);
}

function* shownBy(text: string): Generator<Draft> {
  const words = text
    .replace(/[^\p{L}\p{N}'.]+/gu, ' ')
    .replace(/\.(?=\s|$)/g, '')
    .trim()
    .split(' ');
  if (words.length > 40) return;
  const said = words.join(' ');
  const names = namesIn(words);
  const limit = limitIn(said);
  const unknown = words.filter((word) => !isKnown(word)).length;
  if (limit && unknown === 0 && isOurs.test(said)) yield { to: 'list', ...limit };
  for (const { all, not, bears, draft } of signs) {
    if (!all.every((one) => one.test(said)) || not?.test(said)) continue;
    if (typeof draft === 'object') {
      if (unknown <= bears) yield draft;
      continue;
    }
    for (const { phrase, near, length } of names) {
      // A name of two words is hardly ever meant as anything else.
      const borne = bears + (length >= 2 ? 1 : 0);
      const drafted = unknown - Math.floor(length) <= borne ? draft(phrase, near) : null;
      if (drafted) yield drafted;
    }
  }
}

const signWords = new Set(spoken);
const isSpoken = (word: string) => signWords.has(word) || signWords.has(singular(word));
const amount = new RegExp(`^(?:${count}|${money})$`);
const isKnown = (word: string) => vocabulary.has(word) || vocabulary.has(singular(word)) || amount.test(word);

/** `item four` → `item 4` */
const withNumbers = (text: string) =>
  text.replace(/\b(item|number) (one|two|three|four|five|six|seven|eight|nine|ten)\b/g, (_, before, word) => {
    return `${before} ${'one two three four five six seven eight nine ten'.split(' ').indexOf(word) + 1}`;
  });

const isOurs = new RegExp(`(?:^| )(?:${yours}|available)(?= |$)`);

type Name = { phrase: string; near: string; length: number };

/** What could be an item's name: words beside each other that say nothing else, and `item 4`; the longest first. */
function namesIn(words: string[]): Name[] {
  const names: Name[] = [];
  words.forEach((word, at) => {
    if (word === 'item' && /^\d+$/.test(words[at + 1] ?? ''))
      names.push({ phrase: `item ${words[at + 1]}`, near: '', length: 0 });
  });
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from; to < words.length && to < from + 4 && !isKnown(words[to] ?? ''); to += 1) {
      const counted = amount.test(words[from - 1] ?? '') ? `${words[from - 1]} ` : '';
      const near = counted ? '' : (words[from - 1] ?? '');
      const phrase = counted + words.slice(from, to + 1).join(' ');
      names.push({ phrase, near, length: to - from + 1 });
      // A chess set, a walking stick: the last word may be one of the signs' as well.
      const last = words[to + 1] ?? '';
      if (isSpoken(last)) names.push({ phrase: `${phrase} ${last}`, near, length: to - from + 1.5 });
    }
  }
  return names.sort((one, other) => other.length - one.length);
}
