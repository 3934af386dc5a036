import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import type { Shape } from '#cli/shape.ts';
import { latestMigration } from '#db/migrations.ts';
import { type DatabaseState, databaseState } from './state.ts';

const statusShape: Shape<DatabaseState> = {
  fields: {
    kind: (status) => status.kind,
    state: (status) => status.state,
    flavor: (status) => status.flavor,
    version: (status) => status.version,
    place: (status) => status.place,
    pid: (status) => status.pid,
    schema: (status) => status.schema,
    upToDate: (status) => status.schema === latestMigration(),
  },
  columns: [],
};

export const prints = statusShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async () => {
    const { status, trouble } = await databaseState(shop);
    await out.print(status, statusShape);
    if (trouble) throw trouble;
  });
  examples(command, ['shop db status', 'shop db status --json']);
}
