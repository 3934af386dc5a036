import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import { refuseOtherDatabase } from './embedded.ts';
import { databaseState } from './state.ts';
import { prints as statusShape } from './status.ts';

export const prints = statusShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async () => {
    refuseOtherDatabase(shop);
    // Opening it creates, starts and migrates what has to be.
    await shop.db();
    await out.print((await databaseState(shop)).status, statusShape);
  });
  examples(command, ['shop db start', 'shop db start --quiet']);
}
