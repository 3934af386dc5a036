import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import { itemRef, parse } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { itemShape } from '#cli/shapes/item.ts';
import { editItem } from '#domain/assortment.ts';
import { ShopError } from '#domain/errors.ts';
import { getItem } from '#domain/items.ts';
import { addItemOptions, typedFields } from './fields.ts';

export const prints = itemShape;

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  addItemOptions(command).action(async (typed: string, options: unknown) => {
    const item = parse(itemRef(), typed);
    const fields = typedFields(options);
    if (Object.keys(fields).length === 0) throw nothingToChange();
    const { user } = await shop.person();
    const db = await shop.db();
    const { id: itemId } = await getItem(db, { item });
    await out.print(await editItem(db, { operatorId: user.id, itemId, ...fields }), itemShape);
  });
  examples(command, [
    'shop items edit 3 --price 8.50',
    'shop items edit "Item 3" --description \'\' --stock 4',
  ]);
}

const nothingToChange = () =>
  new ShopError('usage', 'There is nothing to change.', {
    next: 'Give one of --name, --price, --stock, --image-url, --description; an empty text removes the last two.',
  });
