import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import { factShape } from './account/text.ts';

type Left = { loggedOut: boolean };

const leftShape = factShape<Left>(['loggedOut'], ({ loggedOut }) =>
  loggedOut ? 'Logged out.' : 'Nobody was logged in.',
);

export const prints = leftShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command
    .option('--everywhere', 'end your logins on every machine')
    .action(async ({ everywhere }: { everywhere?: boolean }) => {
      await out.print({ loggedOut: await shop.signOut({ everywhere }) }, leftShape);
    });
  examples(command, ['shop logout', 'shop logout --everywhere']);
}
