import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import { itemRef, parse } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import type { Shape } from '#cli/shape.ts';
import { itemShape } from '#cli/shapes/item.ts';
import { removeItem } from '#domain/assortment.ts';
import { getItem, type Item } from '#domain/items.ts';

type Removed = { item: Item; result: 'deleted' | 'retired' };

const fields = Object.entries(itemShape.fields).map(([name, of]) => [name, ({ item }: Removed) => of(item)]);

const removedShape: Shape<Removed> = {
  fields: { ...Object.fromEntries(fields), result: ({ result }) => result },
  columns: [],
  text: ({ item, result }) =>
    result === 'deleted'
      ? `${item.name} is deleted.`
      : `${item.name} is no longer sold; the orders that it stands in keep it.`,
};

export const prints = removedShape;

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async (typed: string) => {
    const item = parse(itemRef(), typed);
    const { user } = await shop.person();
    const db = await shop.db();
    const { id: itemId } = await getItem(db, { item });
    await out.print(await removeItem(db, { operatorId: user.id, itemId }), removedShape);
  });
  examples(command, ['shop items remove 3', 'shop items remove "Item 3" --json']);
}
