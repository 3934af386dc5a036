import type { Command } from 'commander';
import * as z from 'zod/mini';
import { addChoices } from '#cli/choices.ts';
import { examples } from '#cli/examples.ts';
import { oneOf, parse, text } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { userShape } from '#cli/shapes/user.ts';
import { setRole } from '#domain/operators.ts';
import { roles } from './roles.ts';

export const prints = userShape;

const SetRoleInput = z.object({ user: text('<user>', { max: 64 }), role: oneOf('<role>', roles) });

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async (user: string, role: string) => {
    const wish = parse(SetRoleInput, { user, role });
    const me = await shop.whoever();
    const changed = await setRole(await shop.db(), { byUserId: me?.user.id ?? null, ...wish });
    await out.print(changed, userShape);
  });
  command.addHelpText(
    'after',
    '\nFor operators, and for whoever owns the database: the embedded one is yours; on\n' +
      'a server it is the account that may ALTER its tables.',
  );
  addChoices(command, { role: roles });
  examples(command, ['shop users set-role joe operator', 'shop users set-role joe customer']);
}
