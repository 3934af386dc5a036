import { and, eq, like, not, or, type SQL, sql } from 'drizzle-orm';
import { item } from '#db/schema.ts';
import { ShopError } from './errors.ts';

/** One of a search's alternatives, as it was typed. Without a word in it (`%`, an emoji) that is what is looked for. */
export type Term = { text: string; words: string[] };

// MySQL takes up to 31 alternatives in one MATCH.
const mostTerms = 20;
const mostWords = 20;

/**
 * `"red tea, cup"` → two terms. Empty when there is nothing to look for.
 * @throws ShopError usage for more than 20 alternatives, or 20 words in one
 */
export function termsOf(search: string): Term[] {
  // Most lists have none, and making a pattern of Unicode's classes takes longer than asking the database.
  if (search.trim() === '') return [];
  const terms = new Map(
    search
      .normalize('NFC')
      .split(',')
      .map(readTerm)
      .map((term) => [term.text, term]),
  );
  terms.delete('');
  const found = [...terms.values()];
  if (found.length <= mostTerms && found.every(({ words }) => words.length <= mostWords)) return found;
  throw new ShopError('usage', `A search has up to ${mostTerms} alternatives of up to ${mostWords} words.`);
}

function readTerm(text: string): Term {
  const words = text.match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
  return { text: text.trim(), words: [...new Set(words)] };
}

/** One of the terms matches: all of its words begin a word of the name or the description. */
export function matches(terms: Term[], often: Frequencies = new Map()): SQL {
  const indexed = terms.map((term) => term.words.filter(isIndexed));
  const each = any(terms.map((term) => matchesTerm(term, byIndex(often))));
  // The index is asked once for all terms where it can be: an OR of several MATCHes would read the whole table.
  if (indexed.some((words) => words.length === 0)) return each;
  const one = against(indexed.map((words) => `(${requireAll(words, often)})`).join(' '));
  return terms.every((term) => term.words.every(isIndexed)) ? one : all([one, each]);
}

/**
 * One class of matches: the condition by which the indexes find all of them, sooner where it is known how frequent the
 * words are, and where the FULLTEXT index has a part in it, the same by which a row that is at hand is told; `byName`
 * where its name is enough to tell.
 */
export type Rank = { found: (often: Frequencies) => SQL; told?: SQL; byName?: boolean };

/** How often each word was met in some rows. */
export type Frequencies = ReadonlyMap<string, number>;

/** How near a match is, nearest first: the whole name, its beginning, all words in the name, the rest. Disjoint. */
export function ranks(terms: Term[]): Rank[] {
  const exact = any(terms.map(({ text }) => eq(item.name, text)));
  const begins = any(terms.map(beginsWith));
  const inName = any(terms.map(({ text, words }) => all(wordsOr(words, text).map(nameHas))));
  const rest = all([not(exact), not(begins)]);
  const named = {
    found: (often: Frequencies) => all([matches(terms, often), rest, inName]),
    told: all([inName, rest]),
    byName: true,
  };
  // Without a word for the index nothing but names was searched.
  const isInNamesAlone = terms.every(({ words }) => !words.some(isIndexed));
  const near = [{ found: () => exact }, { found: () => all([begins, not(exact)]) }, named];
  if (isInNamesAlone) return near;
  const further = all([rest, not(inName)]);
  return [
    ...near,
    {
      found: (often) => all([matches(terms, often), further]),
      told: all([any(terms.map((term) => matchesTerm(term, byText))), further]),
    },
  ];
}

/** Whether the FULLTEXT index would hand over a row that is at hand, for what it knows of one of the terms. */
export const indexed = (terms: Term[]): SQL =>
  any(terms.map(({ words }) => all(words.filter(isIndexed).map(isSomewhere))));

/** The words among which the FULLTEXT index has a choice where to begin, each with what tells it in a row that is at hand. */
export function choices(terms: Term[]): Map<string, SQL> {
  const several = terms.map(({ words }) => words.filter(isIndexed)).filter(({ length }) => length > 1);
  return new Map(several.flat().map((word) => [word, isSomewhere(word)]));
}

// Whoever types a sign or two spaces need not have them in the name: the words alone are enough of a beginning.
function beginsWith({ text, words }: Term): SQL {
  const heads = new Set([text, words.join(' ') || text]);
  return any([...heads].map((head) => like(item.name, `${escapeLike(head)}%`)));
}

/** How the words that the index knows are asked for: all of them, each as the beginning of a word. */
type Ask = (indexed: string[]) => SQL;

const byIndex =
  (often: Frequencies): Ask =>
  (words) =>
    against(requireAll(words, often));
const byText: Ask = (words) => all(words.map(isSomewhere));
const isSomewhere = (word: string) => any([nameHas(word), descriptionHas(word)]);

function matchesTerm({ text, words }: Term, ask: Ask): SQL {
  if (words.length === 0) return nameHas(text);
  const indexed = words.filter(isIndexed);
  const others = words.filter((word) => !isIndexed(word));
  // By themselves short and common words are looked for in names alone: every description is full of them.
  if (indexed.length === 0) return all(others.map(nameHas));
  return all([ask(indexed), ...others.map(isSomewhere)]);
}

const against = (query: string) =>
  sql`MATCH (${item.name}, ${item.description}) AGAINST (${query} IN BOOLEAN MODE)`;

// A word is letters and digits alone here, so nothing that a person types becomes an operator. The index asks for the
// second word only where the first has found something; of words that nobody has counted, long ones are rare mostly.
const requireAll = (words: string[], often: Frequencies) =>
  words
    .toSorted((one, other) => (often.get(one) ?? 0) - (often.get(other) ?? 0) || other.length - one.length)
    .map((word) => `+${word}*`)
    .join(' ');

// What InnoDB leaves out of a FULLTEXT index by default, on MariaDB and MySQL alike.
const stopWords =
  'a about an are as at be by com de en for from how i in is it la of on or that the this to was what when where who will with und www'.split(
    ' ',
  );

/** The FULLTEXT index knows every word that begins so: none of those is too short, too long or a stop word. */
function isIndexed(word: string): boolean {
  if (!/^[\p{L}\p{Nd}]{3,80}$/u.test(word)) return false;
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return !stopWords.some((stop) => stop.startsWith(plain));
}

const nameHas = (word: string) => hasWord(sql`${item.name}`, word);
const descriptionHas = (word: string) => hasWord(sql`COALESCE(${item.description}, '')`, word);

const betweenWords = '[^\\p{L}\\p{M}\\p{N}_]+';

// LIKE compares as the column's collation does, accents and case aside, which the servers' regular expressions do not.
function hasWord(column: SQL, word: string): SQL {
  const inside = escapeLike(word);
  const somewhere = sql`${column} LIKE ${`%${inside}%`}`;
  if (!/^[\p{L}\p{M}\p{N}_]+$/u.test(word)) return somewhere;
  const [first, later] = [`${inside}%`, `% ${inside}%`];
  const spaced = sql`CONCAT(' ', REGEXP_REPLACE(${column}, ${betweenWords}, ' '))`;
  // Most words stand first or behind a blank, and a pattern takes ten times as long.
  return sql`(${somewhere} AND (${column} LIKE ${first} OR ${column} LIKE ${later} OR ${spaced} LIKE ${later}))`;
}

export const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&');

const wordsOr = (words: string[], text: string) => (words.length > 0 ? words : [text]);

export const all = (conditions: SQL[]) => and(...conditions) ?? sql`TRUE`;
export const any = (conditions: SQL[]) => or(...conditions) ?? sql`FALSE`;
