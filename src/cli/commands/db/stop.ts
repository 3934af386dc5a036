import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import type { Shape } from '#cli/shape.ts';
import { stopServer } from '#db/server/server.ts';
import { refuseOtherDatabase } from './embedded.ts';

const stoppedShape: Shape<{ stopped: boolean }> = {
  fields: { stopped: ({ stopped }) => stopped },
  columns: [],
  text: ({ stopped }) => (stopped ? 'The database is stopped.' : 'The database was not running.'),
};

export const prints = stoppedShape;

export const endings: Ending[] = ['unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async () => {
    refuseOtherDatabase(shop);
    await out.print({ stopped: await stopServer(shop.paths) }, stoppedShape);
  });
  examples(command, ['shop db stop', 'shop db stop --json']);
}
