import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import { personShape } from './account/text.ts';

export const prints = personShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async () => {
    // With nobody here, `person` says what to do about it.
    const person = (await shop.whoever({ strict: true })) ?? (await shop.person());
    await out.print(person, personShape);
  });
  examples(command, ['shop whoami', 'shop whoami --json']);
}
