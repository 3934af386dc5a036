import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Room } from '#cli/room.ts';
import { startServer } from '#db/server/server.ts';
import { refuseOtherDatabase } from './embedded.ts';
import { statusOf, prints as statusShape } from './status.ts';

export const prints = statusShape;

export function register(command: Command, { shop, out }: Room) {
  command.action(async () => {
    refuseOtherDatabase(shop);
    await startServer(shop.paths, out.say);
    // Opening it also creates or updates the tables.
    await shop.db();
    await out.print(await statusOf(shop), statusShape);
  });
  examples(command, ['shop db start', 'shop db start --quiet']);
}
