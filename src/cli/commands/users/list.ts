import { type Command, Option } from 'commander';
import * as z from 'zod/mini';
import { addChoices } from '#cli/choices.ts';
import { examples } from '#cli/examples.ts';
import { oneOf, parse, text, wholeNumber } from '#cli/input.ts';
import { upTo } from '#cli/pages.ts';
import type { Ending, Room } from '#cli/room.ts';
import { userShape } from '#cli/shapes/user.ts';
import { everyUser } from '#domain/people.ts';
import { roles } from './roles.ts';

export const prints = userShape;

const UsersListInput = z.object({
  search: z.optional(text('--search')),
  role: z.optional(oneOf('--role', roles)),
  visitors: z.optional(z.boolean()),
  limit: wholeNumber('--limit'),
  all: z.optional(z.boolean()),
});

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command
    .option('-s, --search <text>', 'the beginning of a username, an e-mail address or a name')
    .option('--role <role>', 'only people with it')
    .option('--visitors', 'people without an account, too')
    .option('--limit <n>', 'at most so many', '50')
    .addOption(new Option('--all', 'everybody, streamed').conflicts('limit'))
    .action(async (options) => {
      const { all, limit, ...wish } = parse(UsersListInput, options);
      const { user } = await shop.person();
      const pages = everyUser(await shop.db(), { operatorId: user.id, ...wish });
      await out.list(upTo(all ? Infinity : limit, pages), userShape);
    });
  addChoices(command, { role: roles });
  examples(command, ['shop users list --role operator', 'shop users list --all -o csv > people.csv']);
}
