import type { Command } from 'commander';
import { addStopOnError, takesStdin } from '#cli/commands/stdin-lines.ts';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import { eitherOf } from '#cli/shape.ts';
import { changeShape } from '#cli/shapes/favorites.ts';
import { removeFavorites } from '#domain/favorites.ts';
import { idsOf } from './items.ts';
import { changeLines, linesShape } from './lines.ts';

const removedShape = changeShape({
  removed: (name) => `${name} is no favorite any more.`,
  absent: (name) => `${name} was no favorite.`,
});
export const prints = eitherOf(removedShape, { 'with -': linesShape });

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, room: Room) {
  const { shop, out } = room;
  addStopOnError(command).action(async (typed: string[], options: { stopOnError?: boolean }) => {
    const isStdin = takesStdin(typed, options);
    out.expect(isStdin ? linesShape : removedShape);
    const { user } = await shop.person();
    const db = await shop.db();
    const change = (itemIds: number[]) => removeFavorites(db, { userId: user.id, itemIds });
    if (isStdin) return changeLines(change, options, room);
    await out.print(await change(await idsOf(db, typed)), removedShape);
  });
  command.addHelpText(
    'after',
    '\nWith - for the items, each line of stdin is one: an id, a name, an object or a\nrow of shop items list.',
  );
  examples(command, [
    'shop favorites remove 3',
    'shop favorites remove "Item 1" "Item 5"',
    'shop favorites list | shop favorites remove -',
  ]);
}
