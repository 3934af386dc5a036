import type { Command } from 'commander';
import * as z from 'zod/mini';
import { examples } from '#cli/examples.ts';
import { parse, text } from '#cli/input.ts';
import { readPassword } from '#cli/password.ts';
import type { Ending, Room } from '#cli/room.ts';
import { eitherOf, type Shape } from '#cli/shape.ts';
import { sayBrought } from '#cli/shapes/capped.ts';
import { mayAsk } from './account/keeping.ts';
import { personShape } from './account/text.ts';

type Options = { passwordStdin?: boolean; printToken?: boolean };

const LoginInput = z.object({ username: z.optional(text('<username>')) });

const tokenShape: Shape<{ token: string }, { token: string }> = {
  fields: { token: ({ token }) => token },
  columns: [{ title: 'token', text: ({ token }) => token }],
  text: ({ token }) => token,
  parts: {
    of: (value) => [value],
    shape: {
      fields: { token: ({ token }) => token },
      columns: [{ title: 'token', text: ({ token }) => token }],
    },
  },
};

export const prints = eitherOf(personShape, { 'with --print-token': tokenShape });

export const endings: Ending[] = ['auth', 'conflict', 'unavailable', 'limit'];

export function register(command: Command, { shop, out, ask, stdin }: Room) {
  command
    .option('--password-stdin', 'read the password from stdin')
    .option('--print-token', 'keep the login nowhere, and print its token for SHOP_TOKEN')
    .action(async (typed: string | undefined, options: Options) => {
      out.expect(options.printToken ? tokenShape : personShape);
      const given = parse(LoginInput, { username: typed });
      const username = given.username ?? (await ask.text({ message: 'Username:', option: '<username>' }));
      const password = await readPassword({ ask, stdin, ...options });
      const how = options.printToken ? { keep: false } : mayAsk(ask);
      const arrival = await shop.signIn({ username, password }, how);
      sayBrought(arrival, out.say);
      if (options.printToken) return out.print({ token: arrival.token }, tokenShape);
      await out.print(arrival.person, personShape);
    });
  examples(command, [
    'shop login joe',
    'shop login joe --password-stdin < password.txt',
    'SHOP_TOKEN=$(shop login joe --password-stdin --print-token < password.txt)',
  ]);
}
