import { distance } from '#domain/distance.ts';

/** A question in the form that the rules expect: lower case, short forms written out, politeness left out. */
export function plainWords(question: string): string {
  let words = question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/[\s?!.…]+$/, '')
    .trim();
  for (const [short, long] of shortForms) words = words.replace(short, long);
  words = words.split(' ').map(knownWord).join(' ');
  for (let before = ''; before !== words; ) {
    before = words;
    words = words.replace(opening, '').replace(closing, '').trim();
  }
  return words;
}

/**
 * What is left when what a person says of themselves or the weather is left out: "it is raining, do you sell umbrellas". At
 * most three sentences of it; what stands before anything else is part of the question: "at the baker's, how much is honey".
 */
export function withoutPreamble(words: string): string[] {
  const rests: string[] = [];
  for (let rest = words; rests.length < 3; rests.push(rest)) {
    const shorter = rest.replace(preamble, '');
    if (shorter === rest) break;
    rest = shorter;
  }
  return rests;
}

const preamble =
  /^(?:i|we|my|our|it|it is|there is|this is|today|tomorrow|thanks)\b[^,;:.!?]*[,;:.!?]+ (?:(?:so|and|but) )?(?=\S)(?!.*\b(?:one|ones|it|them|those|that|some|any)$)(?!.*\b(?:put|add|take|throw|drop|remove) (?:it|them|those|that|one)\b)/;

const shortForms: [RegExp, string][] = [
  [/\b(?:u|ya)\b/g, 'you'],
  [/\bur\b/g, 'your'],
  [/\br (?=(?:there|the|any|you|your|my|these|those)\b)/g, 'are '],
  [/\b(?:pls|plz|plse)\b/g, 'please'],
  [/\babt\b/g, 'about'],
  [/\bwich\b/g, 'which'],
  [/\bhw\b/g, 'how'],
  [/\b(?:gonna|going to) cost\b/g, 'cost'],
  [/\b(?:prise|pirce|prize|priec)\b/g, 'price'],
  [/\b(look|sell|go|charg|buy|search)in\b'?/g, '$1ing'],
  [/\bda\b/g, 'the'],
  [/\bme (?=(?:cart|basket|trolley|favou?rites|orders)\b)/g, 'my '],
  [/\bfav\b/g, 'favorite'],
  [/\b(?:thx|ty|tnx|cheers)\b/g, 'thanks'],
  [/\bwanna\b/g, 'want to'],
  [/\bgimme\b/g, 'give me'],
  [/\b(?:wat|wut|wot)(?='?s?\b)/g, 'what'],
  [/\b(?:mutch|muhc|mcuh)\b/g, 'much'],
  [/\b(?:stok|stcok)\b/g, 'stock'],
  [/\b(?:you've|youve)\b/g, 'you have'],
  [/\b(?:don't|dont)\b/g, 'do not'],
  [/\b(?:fav|fave)s\b|\bwish ?list\b/g, 'favorites'],
  [/\b(?:hearted|favou?rited)\b/g, 'favorited'],
  [/\ba tenner\b/g, '10 pounds'],
  [/\ba fiver\b/g, '5 pounds'],
  [/\b(what|which|who|where|when|how|there|that|it)'?s\b(?! there)/g, '$1 is'],
  [/\bi'd\b/g, 'i would'],
  [/\bi'll\b/g, 'i will'],
  [/\b(?:i'm|im)\b/g, 'i am'],
  [/\b(?:i've|ive)\b/g, 'i have'],
  [/\b(un-?)?favou?rite(s|d)?\b/g, '$1favorite$2'],
];

// Said before and after a question without changing what is asked.
const opening = new RegExp(
  `^(?:(?:hi|hiya|hello|hey|yo|ok|okay|so|well|and|also|please|thanks|sorry|excuse me|out of curiosity|just curious|(?:one more |another |quick |a )?question|let's|let us|guys|folks|good (?:morning|afternoon|evening|day))\\b[,!.: ]*|${[
    '(?:can|could|would|will) you (?:please |kindly )?(?=(?:tell|show|list|check|see|give|find|add|put|look|describe|remove|take|get)\\b)',
    '(?:please )?(?:tell me|let me know)(?: please)? (?=(?:what|which|how|if|whether|the|is|are|when)\\b)',
    'i (?:would like|want|need) to (?:know|see) (?=(?:what|which|how|if|whether|the|my|your|more)\\b)',
    '(?:can|could|do) you (?:know|say) (?=(?:what|which|how|if|whether|the)\\b)',
    '(?:do you know|any idea) (?=(?:what|which|how|if|whether)\\b)',
    '(?:can|could|may) i (?:please )?(?=see\\b)',
    '(?:check|see|look up|look) (?:if|whether) ',
    '(?:i am |i was |just )*(?:wondering|curious|asking) (?=(?:what|which|how|if|whether)\\b)',
    '(?:if|whether) (?=(?:you|there|the|any|item|your|my|i)\\b)',
  ].join('|')})`,
);
const closing =
  /[,]? (?:please|thanks|thank you|right now|now|today|currently|at the moment|so far|then|mate|pal|buddy|bro|exactly|again|anymore|guys|folks|for me|for (?:\d+|two|three|four|five|six|eight|ten|twelve) (?:people|persons|of us))$/;

// The words that rules turn on, as far as they are long enough to be told from others when a letter is wrong.
const keywords = [
  'available',
  'cheapest',
  'expensive',
  'favorite',
  'favorites',
  'favorited',
  'products',
  'shopping',
  'ordered',
];

function knownWord(word: string): string {
  if (word.length < 7 || keywords.includes(word)) return word;
  return keywords.find((keyword) => distance(word, keyword) === 1) ?? word;
}

const numbers = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** `3`, `three`, `a` → 3, 3, 1. */
export function numberOf(word: string | undefined): number {
  if (word === undefined || /^an?$/.test(word)) return 1;
  if (word.endsWith('couple')) return 2;
  if (word.endsWith('dozen')) return word.startsWith('half') ? 6 : 12;
  const at = numbers.indexOf(word);
  return at < 0 ? Number(word) : at + 1;
}

/** A number of pieces in a rule. */
export const count = `\\d{1,6}|${numbers.join('|')}|half a dozen|(?:a )?dozen|a couple`;

/** `the three blue mugs` → 3 of `blue mugs`; `two of item 5` → 2 of `item 5`. */
export function readWanted(phrase: string): { quantity: number; phrase: string } {
  const parts = new RegExp(
    `^(?:(${count})(?: ?x| pieces?)?(?: of(?: the| your| those)?)? (?=\\S)|(?:the|an?|some|any|all(?: the| your)?|your|more|another|this|that)(?: more)? )?(.+)$`,
  ).exec(phrase.trim());
  const rest = parts?.[2] ?? phrase;
  const name = rest
    .replace(/^(?:the|an?|some|any|your) /, '')
    .replace(/^(?:bottle|cup|pair|box|bag|glass|pack|jar|bar|can|piece)s? of (?=\S)/, '')
    .replace(/^(?:(?:good|nice|new|cheap|great|decent|simple|pretty) )+(?=\S)/, '')
    .trim();
  return { quantity: numberOf(parts?.[1]), phrase: name };
}

/** `9.99 euros` → 999 */
export function centsIn(amount: string): number {
  const digits = /\d+(?:[.,]\d{1,2})?/.exec(amount)?.[0] ?? '0';
  return Math.round(Number(digits.replace(',', '.')) * 100);
}

/** An amount of money in a rule. */
export const money =
  '[$€£]? ?\\d{1,7}(?:[.,]\\d{1,2})? ?(?:[$€£]|euros?|eur|dollars?|bucks|usd|pounds?|quid|francs?)?';

/** A word for whatever is sold. */
export const generic =
  '(?:(?:the|your|all|all the|any|every|different|other|some|of your|of the|most) )*(?:items?|things?|products?|goods|articles?|stuff|something|anything|everything|one|ones|gifts?|presents?|wares)';

/** `a lamp`, `lamps`: something that could be sold, by its form. Not `God`, `love`. */
export const isCountable = (phrase: string) =>
  /^(?:an?|any|some) /.test(phrase) || singular(phrase.split(' ').at(-1) ?? '') !== phrase.split(' ').at(-1);

/** As `isCountable`, and no more than a name: not `drugs to minors`. */
export const isGoods = (phrase: string) =>
  isCountable(phrase) &&
  !/^(?:to|in|on|at|by|for|from|with) /.test(phrase) &&
  !/ (?:to|of|in|on|at|by|for|from|with|who|that|which|about|without|against) /.test(phrase) &&
  phrase.split(' ').length <= 4;

/** `mugs` → `mug`, `knives` → `knife`. What is no plural comes back as it is, nearly always. */
export function singular(word: string): string {
  if (word.length < 4 || /(?:ss|us|is)$/.test(word)) return word;
  if (/[^aeiou]ies$/.test(word)) return word.replace(/ies$/, 'y');
  if (/(?:kni|wi|li)ves$/.test(word)) return word.replace(/ves$/, 'fe');
  if (/(?:ar|el|al|ea|o)ves$/.test(word) && !/(?:gl|gr|st|cl)oves$/.test(word))
    return word.replace(/ves$/, 'f');
  if (/(?:ch|sh|ss|x|zz)es$/.test(word)) return word.replace(/es$/, '');
  return word.replace(/s$/, '');
}
