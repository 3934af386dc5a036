import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from '#assistant/catalogue.ts';
import { type Route, route } from '#assistant/router.ts';

export type Figures = {
  questions: number;
  /** Of what was routed to the database, the part that was routed rightly. */
  precision: number;
  /** Of what belongs to the database, the part that was routed there rightly. */
  recall: number;
  /** Of what does not belong there, the part that was routed all the same. */
  falseRoutes: number;
  wrong: { question: string; right: string; routed: string }[];
};

/** Puts the questions of a file to the router. */
export async function measure(file: 'tuned' | 'held-out', catalogue: Catalogue): Promise<Figures> {
  const asked = [];
  for (const { right, question } of questionsIn(file)) {
    const found = await route(question, catalogue);
    asked.push({ question, right, routed: labelOf(found), isRight: isRight(right, found) });
  }
  const isOurs = ({ right }: { right: string }) => right !== 'none';
  const routed = asked.filter((one) => one.routed !== 'none');
  const rightly = asked.filter((one) => isOurs(one) && one.isRight);
  const others = asked.filter((one) => !isOurs(one));
  return {
    questions: asked.length,
    precision: rightly.length / routed.length,
    recall: rightly.length / asked.filter(isOurs).length,
    falseRoutes: others.filter((one) => !one.isRight).length / others.length,
    wrong: asked.filter((one) => !one.isRight).map(({ isRight: _, ...one }) => one),
  };
}

function questionsIn(file: string) {
  const text = readFileSync(join(import.meta.dirname, `${file}.tsv`), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [right = '', question = ''] = line.split('\t');
      return { right, question };
    });
}

/** `price:Item 3` is right when the route is `price` and Item 3 is among what it found. */
function isRight(right: string, found: Route | null): boolean {
  const [to, name] = right.split(':');
  if (found?.to !== to && !(found === null && to === 'none')) return false;
  return name === undefined || (found !== null && itemsOf(found).some((item) => item.name === name));
}

function labelOf(found: Route | null): string {
  if (!found) return 'none';
  const names = itemsOf(found).map(({ name }) => name);
  return names.length > 0 ? `${found.to}:${names.join(',')}` : found.to;
}

const itemsOf = (found: Route) => ('items' in found ? found.items : []);
