import type { Command } from 'commander';
import { complaint } from '#cli/complaint.ts';
import { examples } from '#cli/examples.ts';
import { readNewPassword } from '#cli/password.ts';
import type { Ending, Room } from '#cli/room.ts';
import { sayBrought } from '#cli/shapes/capped.ts';
import { checkUsername, type Profile } from '#domain/account-fields.ts';
import { mayAsk } from './account/keeping.ts';
import { addProfileOptions, askProfile, typedProfile } from './account/profile-options.ts';
import { personShape } from './account/text.ts';

type Options = Profile & { username?: string; passwordStdin?: boolean };

export const prints = personShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out, ask, stdin }: Room) {
  command.option('--username <name>', '3 to 32 characters: a-z, 0-9, _, . and -');
  addProfileOptions(command)
    .option('--password-stdin', 'read the password (8 to 128 characters) from stdin')
    .action(async (options: Options) => {
      const username = options.username ?? (await askUsername(ask));
      const typed = typedProfile(options);
      const profile = ask.possible ? await askProfile(ask, typed) : typed;
      const password = await readNewPassword({ ask, stdin, ...options });
      const arrival = await shop.register({ username, password, ...profile }, mayAsk(ask));
      sayBrought(arrival, out.say);
      await out.print(arrival.person, personShape);
    });
  examples(command, [
    'shop register',
    'shop register --username joe --email joe@example.com --password-stdin < password.txt',
  ]);
}

const askUsername = (ask: Room['ask']) =>
  ask.text({
    message: 'Username:',
    option: '--username <name>',
    check: (answer) => complaint(() => checkUsername(answer)),
  });
