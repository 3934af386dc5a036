import { and, isNull, like, type SQL } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { item } from '#db/schema.ts';
import { escapeLike, matches, termsOf } from './item-search.ts';

type Named = { id: number; name: string };

/** Up to three items whose names are near to a text that is no item's name. */
export async function nearestItems(db: Db, text: string): Promise<Named[]> {
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

/** Levenshtein's distance: how many letters have to be added, dropped or changed. */
function distance(from: string, to: string): number {
  const target = [...to];
  let row = target.map((_, at) => at + 1);
  for (const [at, letter] of [...from].entries()) {
    let left = at + 1;
    row = target.map((other, column) => {
      const diagonal = column === 0 ? at : previous(row, column - 1);
      left = Math.min(diagonal + (letter === other ? 0 : 1), previous(row, column) + 1, left + 1);
      return left;
    });
  }
  return row.at(-1) ?? [...from].length;
}

const previous = (row: number[], at: number) => row[at] ?? 0;
