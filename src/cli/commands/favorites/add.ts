import type { Command } from 'commander';
import { addStopOnError, takesStdin } from '#cli/commands/stdin-lines.ts';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import { eitherOf } from '#cli/shape.ts';
import { changeShape } from '#cli/shapes/favorites.ts';
import { addFavorites } from '#domain/favorites.ts';
import { idsOf } from './items.ts';
import { changeLines, linesShape } from './lines.ts';

const addedShape = changeShape({
  added: (name) => `${name} is a favorite now.`,
  already: (name) => `${name} was a favorite already.`,
});
export const prints = eitherOf(addedShape, { 'with -': linesShape });

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, room: Room) {
  const { shop, out } = room;
  addStopOnError(command).action(async (typed: string[], options: { stopOnError?: boolean }) => {
    const isStdin = takesStdin(typed, options);
    out.expect(isStdin ? linesShape : addedShape);
    const { user } = await shop.person();
    const db = await shop.db();
    const change = (itemIds: number[]) => addFavorites(db, { userId: user.id, itemIds });
    if (isStdin) return changeLines(change, options, room);
    await out.print(await change(await idsOf(db, typed)), addedShape);
  });
  command.addHelpText(
    'after',
    '\nWith - for the items, each line of stdin is one: an id, a name, an object or a\nrow of shop items list.',
  );
  examples(command, [
    'shop favorites add 3',
    'shop favorites add "Item 1" "Item 5"',
    'shop items list --search lamp | shop favorites add -',
  ]);
}
