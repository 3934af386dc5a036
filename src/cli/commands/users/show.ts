import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import { parse, text } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { userShape } from '#cli/shapes/user.ts';
import { showUser } from '#domain/people.ts';

export const prints = userShape;

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async (typed: string) => {
    const wanted = parse(text('<user>', { max: 64 }), typed);
    const { user } = await shop.person();
    await out.print(await showUser(await shop.db(), { operatorId: user.id, user: wanted }), userShape);
  });
  examples(command, ['shop users show joe', 'shop users show 1 --json']);
}
