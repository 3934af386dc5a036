import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Progress } from '#cli/progress.ts';
import type { Ending, Room } from '#cli/room.ts';
import type { Shape } from '#cli/shape.ts';
import type { Db } from '#db/connect.ts';
import { type Checked, readDump } from '#db/dump/read.ts';
import { contentsOf, isEmpty, notEmpty, restoreDump } from '#db/dump/restore.ts';
import { migrate } from '#db/migrate.ts';
import { counted } from '#domain/counted.ts';
import { ShopError } from '#domain/errors.ts';
import { verify } from '#domain/verify.ts';
import { requireKeeper } from './keeper.ts';
import { onDisk } from './spool.ts';

/** `broken`: how many rows break an invariant, as they did in the shop that was copied; null when nothing was restored. */
type Restored = { checked: Checked; broken: number | null };
type Options = { overwrite?: boolean; yes?: boolean; dryRun?: boolean };

const restoredShape: Shape<Restored> = {
  fields: {
    restored: ({ broken }) => broken !== null,
    takenAt: ({ checked }) => checked.head.takenAt,
    schema: ({ checked }) => checked.head.schema,
    server: ({ checked }) => checked.head.server,
    rows: ({ checked }) => checked.rows,
    tables: ({ checked }) => Object.fromEntries(checked.ends.map(({ end, rows }) => [end, rows])),
    broken: ({ broken }) => broken,
  },
  inner: { tables: '{name: rows}' },
  columns: [],
  text: ({ checked: { head, rows }, broken }) =>
    broken === null
      ? `The dump is whole: the shop as it was at ${head.takenAt}, ${counted(rows, 'row')}. Nothing was changed.`
      : `The shop is as it was at ${head.takenAt}: ${counted(rows, 'row')}, each compared with the dump.`,
};

export const prints = restoredShape;

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, room: Room) {
  command
    .option('--overwrite', 'replace everything in a shop that is not empty')
    .option('--yes', 'do not ask before that')
    .option('--dry-run', 'only check the dump')
    .action(async (typed: string, options: Options) => {
      await using file = await onDisk(typed, room);
      const checked = await check(file.path, room);
      const broken = options.dryRun ? null : await restore(file.path, checked, options, room);
      await room.out.print({ checked, broken }, restoredShape);
      if (broken) throw wasBroken(broken);
    });
  command.addHelpText('after', about);
  examples(command, [
    'shop db restore shop.dump',
    'ssh backup "cat shop.dump" | shop db restore - --overwrite --yes',
    'shop db restore shop.dump --dry-run --json',
  ]);
}

const about = `
The dump is checked to its end before anything is changed. Then all of it goes
in as one transaction, and every table is compared with the dump's checksums:
when anything fails on the way, the shop is as it was before. A dump of an
older shop becomes one of this; that of a newer shop is refused.

Logins hold again as they did then, one that was ended since among them, until
they expire.

For whoever owns the database, and for operators. Exit code 5 for a damaged,
cut or newer dump, for a shop that is not empty, and when invariants were
broken in the shop that was copied (see shop db verify).`;

async function check(file: string, { out }: Room): Promise<Checked> {
  let bar: Progress | undefined;
  const begin = async (rows: number) => {
    bar = await out.progress(Math.max(1, rows));
  };
  try {
    return await readDump(file, { begin, onRows: (rows) => bar?.update(rows) });
  } finally {
    bar?.stop();
  }
}

async function restore(file: string, { head, rows }: Checked, options: Options, room: Room): Promise<number> {
  const db = await room.shop.db({ sample: false });
  await requireKeeper(room.shop, db);
  await migrate(db);
  await agree(db, head.takenAt, options, room);
  const bar = await room.out.progress(Math.max(1, 2 * rows));
  try {
    await restoreDump(db, { file, overwrite: options.overwrite === true, onRows: bar.update });
  } finally {
    bar.stop();
  }
  return (await verify(db)).broken.length;
}

/** @throws ShopError conflict for a shop that is not empty; usage where nobody can be asked; interrupted for a no */
async function agree(db: Db, takenAt: string, { overwrite, yes }: Options, { ask }: Room) {
  const contents = await contentsOf(db);
  if (isEmpty(contents)) return;
  if (!overwrite) throw notEmpty();
  const { items, people, orders } = contents;
  const message = `Replace ${counted(items, 'item')}, ${counted(people, 'person', 'people')} and ${counted(orders, 'order')} by the shop of ${takenAt}?`;
  if (yes || (await ask.confirm({ message, option: '--yes', default: false }))) return;
  throw new ShopError('usage', 'Nothing was restored.');
}

const wasBroken = (broken: number) =>
  new ShopError(
    'conflict',
    `The shop that was copied broke ${counted(broken, 'invariant')}; so does this one.`,
    {
      details: { broken },
      next: 'shop db verify',
    },
  );
