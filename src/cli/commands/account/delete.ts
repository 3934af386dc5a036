import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import { deleteAccount } from '#domain/accounts.ts';
import { factShape } from './text.ts';

const deletedShape = factShape<{ deleted: string }>(
  ['deleted'],
  ({ deleted }) => `The account ${deleted} is deleted, with its orders, favorites and logins.`,
);

export const prints = deletedShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out, ask }: Room) {
  command
    .option('--confirm <username>', 'your username, to say that you mean it')
    .action(async ({ confirm }: { confirm?: string }) => {
      const { user } = await shop.person();
      const username = confirm ?? (await askName(ask));
      await deleteAccount(await shop.db(), { userId: user.id, username });
      await shop.forgetLogin();
      await out.print({ deleted: user.username }, deletedShape);
    });
  examples(command, ['shop account delete', 'shop account delete --confirm joe']);
}

const askName = (ask: Room['ask']) =>
  ask.text({
    message: 'Your orders, favorites and logins go too. Type your username to delete the account:',
    option: '--confirm <username>',
  });
