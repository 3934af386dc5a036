import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import { userShape } from '#cli/shapes/user.ts';

export const prints = userShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async () => {
    const { user } = await shop.person();
    await out.print(user, userShape);
  });
  examples(command, ['shop account show', 'shop account show --json --fields username,email']);
}
