import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import { readNewPassword, readPassword, readSecret } from '#cli/password.ts';
import type { Ending, Room } from '#cli/room.ts';
import { changePassword } from '#domain/accounts.ts';
import { ShopError } from '#domain/errors.ts';
import { factShape } from './text.ts';

type Changed = { changed: boolean; endedSessions: number };

const changedShape = factShape<Changed>(['changed', 'endedSessions'], ({ endedSessions }) =>
  endedSessions === 0
    ? 'The password is changed.'
    : 'The password is changed, and every other login has ended.',
);

export const prints = changedShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable', 'limit'];

export function register(command: Command, { shop, out, ask, stdin }: Room) {
  command
    .option('--password-stdin', 'read the old password and, on the next line, the new one from stdin')
    .action(async ({ passwordStdin }: { passwordStdin?: boolean }) => {
      const { user, session } = await shop.person();
      const passwords = passwordStdin ? await twoLines(stdin) : await askBoth({ ask, stdin });
      const wish = { userId: user.id, sessionId: session.id, ...passwords };
      const { ended } = await changePassword(await shop.db(), wish);
      await out.print({ changed: true, endedSessions: ended }, changedShape);
    });
  examples(command, ['shop account password', 'shop account password --password-stdin < old-and-new.txt']);
}

async function askBoth(from: Pick<Room, 'ask' | 'stdin'>) {
  const oldPassword = await readPassword({ ...from, message: 'Old password' });
  return { oldPassword, newPassword: await readNewPassword({ ...from, message: 'New password' }) };
}

async function twoLines(stdin: Room['stdin']) {
  const [oldPassword, newPassword, ...more] = (await readSecret(stdin)).split(/\r?\n/);
  if (oldPassword !== undefined && newPassword !== undefined && more.length === 0) {
    return { oldPassword, newPassword };
  }
  throw new ShopError('usage', 'Two lines are needed on stdin: the old password and the new one.');
}
