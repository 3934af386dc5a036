import { and, isNull, like, type SQL } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { item } from '#db/schema.ts';
import { distance } from './distance.ts';
import { all, any, escapeLike, matches, type Term, termsOf } from './item-search.ts';

const longestName = 255;

type Named = { id: number; name: string };

/** Up to three items whose names are near to a text that is no item's name. */
export async function nearestItems(db: Db, text: string): Promise<Named[]> {
  // No item has a longer name, and to compare one would take long.
  if (text.length > longestName) return [];
  const alike = termsOf(text)
    .flatMap(({ words }) => words)
    .slice(0, 5);
  const beginning = [...text].slice(0, 2).join('');
  if (beginning === '') return [];
  const candidates = await Promise.all([
    candidatesFor(db, like(item.name, `${escapeLike(beginning)}%`)),
    alike.length > 0 ? candidatesFor(db, matches(alike.map((word) => ({ text: word, words: [word] })))) : [],
  ]);
  const byId = new Map(candidates.flat().map((one) => [one.id, one]));
  return [...byId.values()]
    .map((one) => ({ one, steps: distance(text.toLowerCase(), one.name.toLowerCase()) }))
    .filter(({ one, steps }) => steps <= Math.max(one.name.length, text.length) / 2)
    .sort((a, b) => a.steps - b.steps || a.one.id - b.one.id)
    .slice(0, 3)
    .map(({ one }) => one);
}

/**
 * The items whose names are a slip of the hand away from these words, the nearest alone. Figures must be right.
 * `wordsOf` makes words of a name as it was done with the words that are given.
 */
export async function misspeltItems(
  db: Db,
  words: readonly string[],
  wordsOf: (name: string) => string[],
): Promise<Named[]> {
  const text = words.join(' ');
  const slips = slipsIn(text);
  if (slips === 0 || words.length > mostWords) return [];
  const found = await Promise.all(
    words
      .flatMap((word, at) => meantBy(word, words.toSpliced(at, 1)))
      .map((condition) => candidatesFor(db, condition)),
  );
  const near = [...new Map(found.flat().map((one) => [one.id, one])).values()]
    .map((one) => ({ one, steps: distance(text, wordsOf(one.name).join(' ')) }))
    .filter(({ one, steps }) => steps <= slips && figures(one.name) === figures(text));
  const least = Math.min(...near.map(({ steps }) => steps));
  return near.filter(({ steps }) => steps === least).map(({ one }) => one);
}

const mostWords = 5;

// In a short word every letter tells it from another one.
function slipsIn({ length }: string): number {
  if (length < 5) return 0;
  return length < 8 ? 1 : 2;
}

const figures = (text: string) => (text.match(/\d+/g) ?? []).join(' ');

/** Items that have the other words, first those that also have something that this one may have been meant for. */
function meantBy(word: string, others: string[]): SQL[] {
  const start = [...word].slice(0, 2).join('');
  const meant = any([like(item.name, `${escapeLike(start)}%`), matches(variants(word))]);
  if (others.length === 0) return [meant];
  const rest = matches([{ text: others.join(' '), words: others }]);
  return [all([rest, meant]), rest];
}

/** The beginning of a word, and the word with two letters swapped or one left out. */
function variants(word: string): Term[] {
  const letters = [...word];
  const swapped = letters.slice(1).map((letter, at) =>
    letters
      .with(at, letter)
      .with(at + 1, letters[at] ?? '')
      .join(''),
  );
  const shorter = letters.map((_, at) => letters.toSpliced(at, 1).join(''));
  const all = [letters.slice(0, 3).join(''), ...swapped, ...shorter].filter(({ length }) => length >= 3);
  return [...new Set([word, ...all])].slice(0, 20).map((one) => ({ text: one, words: [one] }));
}

const candidatesFor = (db: Db, condition: SQL): Promise<Named[]> =>
  db
    .select({ id: item.id, name: item.name })
    .from(item)
    .where(and(isNull(item.retiredAt), condition))
    .limit(100);
