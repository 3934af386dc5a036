import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import type { Shape } from '#cli/shape.ts';
import { migrate } from '#db/migrate.ts';

const appliedShape: Shape<{ applied: string[] }> = {
  fields: { applied: ({ applied }) => applied },
  columns: [],
  text: ({ applied }) =>
    applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The tables are up to date.',
};

export const prints = appliedShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async () => out.print(await migrate(await shop.db()), appliedShape));
  examples(command, ['shop db migrate', 'SHOP_DATABASE_URL=$(cat url-of-the-owner.txt) shop db migrate']);
}
