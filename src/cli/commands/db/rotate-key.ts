import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import type { Shape } from '#cli/shape.ts';
import { type Rotation, rotateKey } from '#domain/key-rotation.ts';

const rotationShape: Shape<Rotation> = {
  fields: { kid: ({ kid }) => kid, older: ({ older }) => older },
  columns: [],
  text: ({ kid, older }) =>
    older === 0
      ? `The key ${kid} signs from now on. There was none before it.`
      : `The key ${kid} signs from now on. Nobody is logged out: ${olderKeys(older)} until the logins that began with ${older === 1 ? 'it' : 'them'} have expired.`,
};

const olderKeys = (count: number) =>
  count === 1 ? 'the one before it is good' : `the ${count} before it are good`;

export const prints = rotationShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async () => out.print(await rotateKey(await shop.db()), rotationShape));
  examples(command, ['shop db rotate-key', 'shop db rotate-key --json --fields kid']);
}
