import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import { eitherOf } from '#cli/shape.ts';
import { endSession, findSession, listSessions } from '#domain/sessions.ts';
import { factShape, loginShape } from './text.ts';

const endedShape = factShape<{ ended: string }>(['ended'], () => 'That login has ended.');

export const prints = eitherOf(loginShape, { 'with --end': endedShape });

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command
    .option('--end <id>', 'end the login whose id begins so')
    .action(async ({ end }: { end?: string }) => {
      out.expect(end === undefined ? loginShape : endedShape);
      const { user, session } = await shop.person();
      const db = await shop.db();
      if (end === undefined) {
        const logins = await listSessions(db, { userId: user.id });
        const listed = logins.map((login) => ({ ...login, current: login.id === session.id }));
        return out.list([listed], loginShape);
      }
      const sessionId = await findSession(db, { userId: user.id, start: end });
      // To end one's own login is to log out: its token has to be forgotten too.
      if (sessionId === session.id) await shop.signOut();
      else await endSession(db, { sessionId });
      await out.print({ ended: sessionId }, endedShape);
    });
  examples(command, ['shop account sessions', 'shop account sessions --end 3f9a27c01b44']);
}
