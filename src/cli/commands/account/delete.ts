import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Room } from '#cli/room.ts';
import { deleteAccount } from '#domain/accounts.ts';
import { factShape } from './text.ts';

const deletedShape = factShape<{ deleted: string }>(
  ['deleted'],
  ({ deleted }) => `The account ${deleted} is deleted, with its orders, favorites and logins.`,
);

export const prints = deletedShape;

export function register(command: Command, { shop, out, ask }: Room) {
  command
    .option('--confirm <username>', 'your username, to say that you mean it')
    .action(async ({ confirm }: { confirm?: string }) => {
      const { user, tokenSource } = await shop.person();
      const username = confirm ?? (await askName(ask));
      await deleteAccount(await shop.db(), { userId: user.id, username });
      // Its logins went with it. What is kept here is forgotten; what is set elsewhere can only be told of.
      if (tokenSource === 'environment')
        out.say('SHOP_TOKEN is still set, but its login has ended: unset it.');
      else await shop.signOut();
      await out.print({ deleted: user.username }, deletedShape);
    });
  examples(command, ['shop account delete', 'shop account delete --confirm joe']);
}

const askName = (ask: Room['ask']) =>
  ask.text({
    message: 'Your orders, favorites and logins go too. Type your username to delete the account:',
    option: '--confirm <username>',
  });
