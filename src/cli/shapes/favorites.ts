import { type Json, keysInside, rowOf, type Shape } from '#cli/shape.ts';
import type { Item } from '#domain/items.ts';
import { itemShape } from './item.ts';

type Told = { result: string; item: Item };

/** What became of each item, by outcome: `{ added: Item[], already: Item[] }` and the sentence for one of each. */
export function changeShape<Outcome extends string>(
  sentences: Record<Outcome, (name: string) => string>,
): Shape<Record<Outcome, Item[]>, Told> {
  // Object.keys forgets that these are the outcomes.
  const outcomes = Object.keys(sentences) as Outcome[];
  const told = (change: Record<Outcome, Item[]>) =>
    outcomes.flatMap((result) => change[result].map((item) => ({ result, item })));
  const json = (items: Item[]) => items.map((item): Json => rowOf(item, itemShape));
  return {
    fields: Object.fromEntries(
      outcomes.map((result) => [result, (change: Record<Outcome, Item[]>) => json(change[result])]),
    ),
    inner: Object.fromEntries(outcomes.map((result) => [result, `[]${keysInside(itemShape)}`])),
    columns: [],
    text: (change) =>
      told(change)
        .map(({ result, item }) => sentences[result](item.name))
        .join('\n'),
    parts: { of: told, shape: toldShape },
  };
}

const toldShape: Shape<Told> = {
  fields: {
    result: (told) => told.result,
    itemId: (told) => told.item.id,
    name: (told) => told.item.name,
  },
  columns: [
    { title: 'result', text: (told) => told.result },
    { title: 'item', text: (told) => String(told.item.id) },
    { title: 'name', text: (told) => told.item.name },
  ],
};
