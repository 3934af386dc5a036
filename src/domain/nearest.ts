import { and, isNull, like, type SQL } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { item } from '#db/schema.ts';
import { distance } from './distance.ts';
import { escapeLike, matches, termsOf } from './item-search.ts';

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

const candidatesFor = (db: Db, condition: SQL): Promise<Named[]> =>
  db
    .select({ id: item.id, name: item.name })
    .from(item)
    .where(and(isNull(item.retiredAt), condition))
    .limit(100);
