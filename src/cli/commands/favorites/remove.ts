import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Room } from '#cli/room.ts';
import { changeShape } from '#cli/shapes/favorites.ts';
import { removeFavorites } from '#domain/favorites.ts';
import { idsOf } from './items.ts';

const removedShape = changeShape({
  removed: (name) => `${name} is no favorite any more.`,
  absent: (name) => `${name} was no favorite.`,
});
export const prints = removedShape;

export function register(command: Command, { shop, out }: Room) {
  command.action(async (typed: string[]) => {
    const { user } = await shop.person();
    const db = await shop.db();
    await out.print(
      await removeFavorites(db, { userId: user.id, itemIds: await idsOf(db, typed) }),
      removedShape,
    );
  });
  examples(command, ['shop favorites remove 3', 'shop favorites remove "Item 1" "Item 5"']);
}
