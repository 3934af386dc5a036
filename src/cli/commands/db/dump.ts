import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import type { Shape } from '#cli/shape.ts';
import type { DumpHead } from '#db/dump/format.ts';
import { inSnapshot, type Snapshot } from '#db/dump/snapshot.ts';
import { counted } from '#domain/counted.ts';
import { ShopError } from '#domain/errors.ts';
import { gzipped, intoFile } from './dump-file.ts';
import { requireKeeper } from './keeper.ts';

type Dumped = { file: string | null; bytes: number; rows: number; head: DumpHead };

const dumpedShape: Shape<Dumped> = {
  fields: {
    file: ({ file }) => file,
    bytes: ({ bytes }) => bytes,
    takenAt: ({ head }) => head.takenAt,
    schema: ({ head }) => head.schema,
    rows: ({ rows }) => rows,
    tables: ({ head }) => Object.fromEntries(head.tables.map((table) => [table.name, table.rows])),
  },
  inner: { tables: '{name: rows}' },
  columns: [],
  text: sentence,
};

export const prints = dumpedShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, room: Room) {
  command.action(async (typed?: string) => {
    const { shop, out } = room;
    const file = typed ?? '-';
    if (file === '-' && out.terminal) throw notHere();
    const db = await shop.db();
    await requireKeeper(shop, db);
    const dumped = await inSnapshot(db, (snapshot) => write(snapshot, file, room));
    if (file === '-') out.say(sentence(dumped));
    else await out.print(dumped, dumpedShape);
  });
  command.addHelpText('after', about);
  examples(command, [
    'shop db dump shop.dump',
    'shop db dump | ssh backup "cat > shop-$(date +%F).dump"',
    'shop db dump "shop-$(date +%F).dump" --json --fields file,rows',
  ]);
}

const about = `
The file holds everything as it was at one moment, people may buy meanwhile. It
is compressed, has checksums, and goes back into MariaDB or MySQL: shop db
restore. Without a file, or with -, it goes to stdout.

It holds e-mail addresses, the hashes of passwords and the keys that sign
logins: it is written so that only you can read it; keep it so.

For operators, and for whoever owns the database. Exit code 4 for everybody
else, 6 when the database cannot be reached.`;

const notHere = () =>
  new ShopError('usage', 'A dump is not for a terminal.', { next: 'Name a file: shop db dump shop.dump' });

async function write({ head, lines }: Snapshot, file: string, { out, stoppable }: Room): Promise<Dumped> {
  const rows = head.tables.reduce((sum, table) => sum + table.rows, 0);
  const bar = await out.progress(Math.max(1, rows));
  try {
    const text = lines(bar.update);
    const bytes = await stoppable((stop) =>
      file === '-' ? gzipped(text, out.bytes, stop) : intoFile(text, file, stop),
    );
    return { file: file === '-' ? null : file, bytes, rows, head };
  } finally {
    bar.stop();
  }
}

function sentence({ file, bytes, rows, head }: Dumped): string {
  return `${file ?? 'The dump'} holds the shop as it was at ${head.takenAt}: ${counted(rows, 'row')}, ${Math.ceil(bytes / 1024)} KB.`;
}
