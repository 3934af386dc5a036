import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Room } from '#cli/room.ts';
import { changeShape } from '#cli/shapes/favorites.ts';
import { addFavorites } from '#domain/favorites.ts';
import { idsOf } from './items.ts';

const addedShape = changeShape({
  added: (name) => `${name} is a favorite now.`,
  already: (name) => `${name} was a favorite already.`,
});
export const prints = addedShape;

export function register(command: Command, { shop, out }: Room) {
  command.action(async (typed: string[]) => {
    const { user } = await shop.person();
    const db = await shop.db();
    await out.print(await addFavorites(db, { userId: user.id, itemIds: await idsOf(db, typed) }), addedShape);
  });
  examples(command, ['shop favorites add 3', 'shop favorites add "Item 1" "Item 5"']);
}
