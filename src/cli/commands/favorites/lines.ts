import * as z from 'zod/mini';
import { type Done, outcomeShape, runBatch } from '#cli/batch.ts';
import { itemRef, parse } from '#cli/input.ts';
import { readItemLine } from '#cli/item-line.ts';
import type { Room } from '#cli/room.ts';
import { getItem } from '#domain/items.ts';

export const linesShape = outcomeShape<Done>();

const LineInput = z.object({ item: itemRef('The item') });

type Change<Outcome extends string> = (itemIds: number[]) => Promise<Record<Outcome, { id: number }[]>>;

/** Changes the favorite of each line of stdin and tells what became of it: one of the words of `change`'s answer. */
export async function changeLines<Outcome extends string>(
  change: Change<Outcome>,
  { stopOnError = false }: { stopOnError?: boolean | undefined },
  { shop, out, stdin }: Pick<Room, 'shop' | 'out' | 'stdin'>,
) {
  const db = await shop.db();
  const each = async (text: string): Promise<Done> => {
    const { item } = parse(LineInput, { item: readItemLine(text).item });
    const { id, name } = await getItem(db, { item });
    const changed = Object.entries<{ id: number }[]>(await change([id]));
    const [result = ''] = changed.find(([, items]) => items.length > 0) ?? [];
    return { result, itemId: id, item: name };
  };
  await runBatch(stdin, out, { each, shape: linesShape, stopOnError });
}
