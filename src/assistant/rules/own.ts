import { bag } from './loose.ts';
import { asking, basket, type Rule, rule, shown } from './rule.ts';
import { small } from './small-words.ts';

// What belongs to the person. Nearly any order of these words means the same, and one word more means something else.

const carts = [
  '(?:what is )?my total(?: so far)?',
  bag(
    `${asking} ${small} shopping cart carts? basket bag trolley empty still full put into added add got pay must would contents? content
    left stock available currently come comes let together look looks looking like open owe pay already`,
    `my ${basket}`,
  ),
  bag(
    `${asking} ${small} put got added basket cart trolley bag shopping`,
    'i',
    `the ${basket}`,
    'did|have|do',
  ),
  bag(
    'what is are in the show me list items things how much many there anything',
    `the ${basket}`,
    'in|show|list',
  ),
  `(?:${shown} )?(?:what is in )?(?:the )?${basket}(?: contents?| total| value)?`,
  `(?:what is )?my ${basket}'s (?:total|value|price|contents?)`,
];

const everything =
  '(?:everything|all|all of it|the lot|all (?:of )?(?:the |my )?(?:items?|things|products|stuff)?)';
const clearing = [
  `(?:empty|clear|dump|wipe|reset|clean)(?: out| up)? (?:(?:all of )?(?:my|the) )?(?:whole )?${basket}(?: (?:out|completely))?`,
  `(?:remove|delete|take|get|kick|chuck|throw|clear|get rid of|drop) ${everything} (?:from|out of|in|that is in) (?:my|the) ${basket}`,
];

const bought = 'orders?|ordered|buy|bought|purchases?|purchased';
const ordering = `${asking} ${small} ${bought.replaceAll('|', ' ')} ever before time times made make place placed pay paid spend spent
  status date details? past previous old older earlier recent recently own history happened sent open go gone went through arrive arrived let mine cancelled canceled when since about where track tracking tracked shipped dispatched delivered delivery happening way`;
const latest = 'last|latest|recent|recently|newest';
const cancelled =
  'cancell?ed orders?|orders? (?:did i cancel|have i cancell?ed|i cancell?ed|(?:were|are|was) cancell?ed)|(?:did|have) i (?:ever )?cancel(?:l?ed)? (?:any|an|some) orders?';
const ofOrder =
  '(?:what is )?(?:the )?(?:status|total|details?|contents?) of|what (?:is|was) in|how much was';

const lastOrders = [
  bag(`${ordering} last latest most newest`, 'i|my', bought, latest),
  bag('what did i order buy purchase', 'i', 'order|buy|purchase'),
  bag(ordering, 'my (?:.* )?order|my (?:.* )?purchase', 'my'),
];

const allOrders = [
  bag(ordering, 'my|mine', 'orders|purchases|order history'),
  bag(ordering, 'i', 'ordered|bought|purchased|orders|purchases'),
  bag(ordering, 'i', 'have|did', 'order|buy', 'ever|before|anything|something'),
  `(?:${shown} )?(?:the |my )?(?:order|purchase) history`,
];

const favorites = [
  bag(
    `${asking} ${small} favorites? list open still stock available sold out among marked mark as`,
    'my favorites|my favorite (?:items?|things?|products?)|my list of favorites',
  ),
  bag(
    `${asking} ${small} favorites? favorited mark marked saved save as like liked got`,
    'i',
    'favorites?|favorited',
    'have|did|marked|favorited|saved',
  ),
  `(?:${shown} )?(?:the |me )?favorites`,
];

const spent = bag(`${ordering} altogether`, 'i', 'spent|spend', 'here|so far|total|altogether|orders');

export const own: readonly Rule[] = [
  ...clearing.map((form) => rule(form, { to: 'cart.clear' })),
  ...carts.map((form) => rule(form, { to: 'cart' })),
  rule(`(?:(?:which|what|any|${shown}) )?(?:of )?(?:my )?(?:the )?(?:${cancelled})`, {
    to: 'orders',
    cancelled: true,
  }),
  rule(spent, { to: 'orders' }),
  rule('(?:the )?(?:last|latest) order', { to: 'orders', last: true }),
  rule('(?:all |past |previous |old )*(?:orders|purchases)', { to: 'orders' }),
  ...lastOrders.map((form) => rule(form, { to: 'orders', last: true })),
  ...allOrders.map((form) => rule(form, { to: 'orders' })),
  rule(
    `(?:(?:${shown}|open|${ofOrder}) )(?:my )?order (?:number |no\\.? ?)?#?(?<id>\\d{1,9})|order (?:number|no\\.?|#) ?(?<number>\\d{1,9})|order #?(?<other>\\d{1,9}) (?:status|details?)`,
    ({ id, number, other }) => ({
      to: 'orders',
      orderId: Number(id ?? number ?? other),
    }),
  ),
  ...favorites.map((form) => rule(form, { to: 'favorites' })),
];
