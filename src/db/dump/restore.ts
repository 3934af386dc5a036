import { sql } from 'drizzle-orm';
import { isDuplicate } from '#db/errors.ts';
import { CommitUnknown, inTransaction } from '#db/retry.ts';
import type { Db, Lent } from '#db/session.ts';
import { ShopError } from '#domain/errors.ts';
import { damaged, type TableHead } from './format.ts';
import { type Batch, type Checked, readDump } from './read.ts';
import { named, quoted, sumUp } from './rows.ts';
import { type Table, tablesOf } from './tables.ts';

export type Restoring = {
  /** A dump that `readDump` has found whole. It is read anew, and so checked anew. */
  file: string;
  /** Whether what is in the shop goes. */
  overwrite: boolean;
  /** Hears how many rows are done. Each counts twice: when it is written and when it is compared. */
  onRows?: (done: number) => void;
};

// Rows come back as they were, even those with the id 0 or the date 0000-00-00 that another program may have written, and
// those that point to nothing: `verify` has told of them, and tells again. Nothing is cut to fit.
const settings = [
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION'",
  'foreign_key_checks = 0',
].join(', ');

/**
 * Puts a dump into the tables of the newest form, all of it in one transaction: a shop that is replaced is there until
 * the last moment, and stays when anything fails. A column that the dump does not know yet gets its default, as from the
 * migration that added it. Before the end every table is read again and compared with the dump's checksums.
 * @throws ShopError conflict when the shop is not empty, or what `readDump` says
 */
export async function restoreDump(db: Db, wish: Restoring): Promise<void> {
  const { $lend } = db;
  if (!$lend) throw new Error('To restore needs a connection of its own.');
  try {
    await inTransaction(db, (tx) => replaceRows(tx, wish), { lend: () => ownConnection($lend) });
  } catch (error) {
    if (isDuplicate(error)) throw wish.overwrite ? changedOnTheWay() : notEmpty();
    throw error instanceof CommitUnknown ? outcomeUnknown(error) : error;
  }
}

/** One that is given to nobody else afterwards: its settings are for this alone. */
async function ownConnection($lend: NonNullable<Db['$lend']>): Promise<Lent> {
  const lent = await $lend({ patience: Infinity });
  try {
    await lent.say(settings);
  } catch (error) {
    lent.destroy();
    throw error;
  }
  return { ...lent, release: lent.destroy };
}

const outcomeUnknown = (cause: unknown) =>
  new ShopError(
    'unavailable',
    'The connection was lost at the last moment: nobody knows whether it is restored.',
    {
      next: 'It is, or nothing was changed; restoring it again does no harm.',
      cause,
    },
  );

async function replaceRows(tx: Db, { file, overwrite, onRows = () => {} }: Restoring): Promise<void> {
  if (!overwrite && !isEmpty(await contentsOf(tx))) throw notEmpty();
  const tables = await tablesOf(tx);
  for (const { name } of tables.toSorted(byLock)) await tx.execute(sql.raw(`DELETE FROM ${quoted(name)}`));
  const checked = await readDump(file, { take: (batch) => insert(tx, tables, batch), onRows });
  await compare(tx, tables, checked, onRows);
}

// Whoever sells meanwhile takes locks in this order too, and so waits instead of going round in a circle.
const lockOrder = ['users', 'orders', 'order_items', 'item', 'stock_movements'];
const byLock = (a: Table, b: Table) => placeOf(a) - placeOf(b);
const placeOf = ({ name }: Table) => (lockOrder.includes(name) ? lockOrder.indexOf(name) : lockOrder.length);

export type Contents = { items: number; people: number; orders: number };

/** How much there is in the shop; three times 0 where nobody has used it yet. */
export async function contentsOf(db: Db): Promise<Contents> {
  const count = (table: string) => `(SELECT COUNT(*) FROM ${quoted(table)})`;
  const [row] = await db.$rows<[number, number, number]>({
    toSQL: () => ({ sql: `SELECT ${['item', 'users', 'orders'].map(count).join(', ')}`, params: [] }),
  });
  const [items = 0, people = 0, orders = 0] = row ?? [];
  return { items, people, orders };
}

export const isEmpty = ({ items, people, orders }: Contents) => items + people + orders === 0;

export const notEmpty = () =>
  new ShopError('conflict', 'The shop is not empty.', {
    next: 'Add --overwrite to replace everything in it. shop db dump <file> keeps it first.',
  });

function insert(tx: Db, tables: Table[], { table, rows }: Batch) {
  const { name, columns } = known(tables, table);
  // The driver writes the rows out, as one parameter.
  return tx.execute(
    sql`INSERT INTO ${sql.raw(`${quoted(name)} (${named(columns)})`)} VALUES ${sql.param(rows)}`,
  );
}

/** The dump's columns in the dump's order, each of which this database has: they go into statements. */
function known(tables: Table[], { name, columns }: TableHead): Table {
  const table = tables.find((one) => one.name === name);
  if (!table || !columns.every((column) => table.columns.includes(column))) throw damaged();
  return { ...table, columns };
}

async function compare(
  db: Db,
  tables: Table[],
  { head, ends, rows }: Checked,
  onRows: (done: number) => void,
): Promise<void> {
  let done = rows;
  for (const [at, table] of head.tables.entries()) {
    const found = await sumUp(db, known(tables, table), (some) => {
      done += some;
      onRows(done);
    });
    if (found.sha256 !== ends[at]?.sha256) throw changedOnTheWay(table.name);
  }
}

const changedOnTheWay = (table?: string) =>
  new ShopError('conflict', 'Somebody else wrote into this database meanwhile. Nothing was changed.', {
    details: { table },
    next: 'Restore it again when nobody does.',
  });
