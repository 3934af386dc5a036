import * as z from 'zod/mini';
import { type Done, outcomeShape, runBatch } from '#cli/batch.ts';
import { itemRef, parse, wholeNumber } from '#cli/input.ts';
import { readItemLine } from '#cli/item-line.ts';
import type { Room } from '#cli/room.ts';
import type { Db } from '#db/connect.ts';
import { lineByLine } from '#domain/cart.ts';
import { getItem } from '#domain/items.ts';

type Added = Done & { quantity: number };

export const addedShape = outcomeShape<Added>({ quantity: { of: ({ quantity }) => quantity, number: true } });

const LineInput = z.object({ item: itemRef('The item'), quantity: wholeNumber('The quantity') });
const quantities = { key: 'quantity', form: /^[+-]?\d+(?:\.\d*)?$/ };

/** Puts each line of stdin into the cart and tells what became of it. @throws ShopError conflict when a line failed */
export async function addLines(
  { stopOnError }: { stopOnError: boolean },
  { shop, out, stdin }: Pick<Room, 'shop' | 'out' | 'stdin'>,
) {
  let here = await shop.whoever({ strict: true });
  const db = await shop.db();
  const addLine = lineByLine();

  const each = async (text: string): Promise<Added> => {
    const { item: named, amount = '1' } = readItemLine(text, quantities);
    const { item, quantity } = parse(LineInput, { item: named, quantity: amount });
    const { id: itemId, name } = await getItem(db, { item });
    const add = (some: Db, userId: number) => addLine(some, { userId, itemId, quantity });
    if (here) await add(db, here.user.id);
    else here = (await shop.shopping(add)).person;
    return { result: 'added', itemId, item: name, quantity };
  };

  await runBatch(stdin, out, { each, shape: addedShape, stopOnError });
}
