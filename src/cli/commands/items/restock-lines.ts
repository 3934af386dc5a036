import * as z from 'zod/mini';
import { type Done, outcomeShape, runBatch } from '#cli/batch.ts';
import { itemRef, parse, stockChange } from '#cli/input.ts';
import { readItemLine } from '#cli/item-line.ts';
import type { Room } from '#cli/room.ts';
import { restockItem } from '#domain/assortment.ts';
import { ShopError } from '#domain/errors.ts';
import { getItem } from '#domain/items.ts';
import { requireOperator } from '#domain/operators.ts';

type Restocked = Done & { by: number; stock: number };

export const restockedShape = outcomeShape<Restocked>({
  by: { of: ({ by }) => by, number: true },
  stock: { of: ({ stock }) => stock, number: true },
});

const ItemInput = z.object({ item: itemRef('The item') });
const ChangeInput = z.object({ change: stockChange('The change') });
// No line is without one: what stands last is meant as it, whatever it looks like.
const changes = { key: 'change', form: /\S/ };

/** Restocks each line of stdin and tells what became of it. @throws ShopError auth; conflict when a line failed */
export async function restockLines(
  { stopOnError }: { stopOnError: boolean },
  { shop, out, stdin }: Pick<Room, 'shop' | 'out' | 'stdin'>,
) {
  const { user } = await shop.person();
  const db = await shop.db();
  // Before any line is read: nobody else has lines to fail.
  await requireOperator(db, user.id);

  const each = async (text: string): Promise<Restocked> => {
    const { item: named, amount } = readItemLine(text, changes);
    const { id: itemId, name } = await getItem(db, parse(ItemInput, { item: named }));
    if (amount === undefined) throw noChange();
    const { change } = parse(ChangeInput, { change: amount });
    const done = await restockItem(db, { operatorId: user.id, itemId, ...change });
    return { result: 'restocked', itemId, item: name, by: done.by, stock: done.item.stock };
  };

  await runBatch(stdin, out, { each, shape: restockedShape, stopOnError });
}

const noChange = () => new ShopError('usage', 'This line has no change, such as +5, -2 or =7.');
