import { asc, inArray, type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { idStep } from '#db/id-step.ts';
import { inTransaction } from '#db/retry.ts';
import { item, stockMovements } from '#db/schema.ts';
import { type Known, type Plan, planFor } from './import-plan.ts';
import type { ItemFields } from './item-fields.ts';
import { centsOf, formatMoney } from './money.ts';
import { requireOperator } from './operators.ts';
import type { StockLine } from './stock.ts';

/** One row of a file, checked by itself. What is left out stays as it is, or has its default in a new item. */
export type ImportRow = { line: number; id?: number; fields: Partial<ItemFields> };

/** `line` counts from 1, the header included. */
export type ImportFault = { line: number; column: string | null; value: string | null; message: string };

/** What becomes of a row whose item is there already, by its id or, without one, by its exact name. */
export type OnConflict = 'update' | 'skip' | 'fail';

export type Imported = { inserted: number; updated: number; skipped: number; faults: ImportFault[] };

type ImportWish = {
  operatorId: number;
  rows: ImportRow[];
  onConflict: OnConflict;
  strict?: boolean;
  stopOnError?: boolean;
  /** Tells what would become of the rows, and writes nothing. */
  dryRun?: boolean;
};

// One statement holds so many rows, or so many characters: a server takes no packet of more than some megabytes.
const mostRows = 1000;
const mostText = 1_000_000;

/**
 * Brings rows into the shop as one transaction, and each new stock into the ledger. A row that changes nothing counts as
 * skipped, so that a file can be imported again after an interruption. With `strict` a single fault takes all back,
 * with `stopOnError` nothing after the first is done.
 * @throws ShopError auth
 */
export async function importItems(db: Db, wish: ImportWish): Promise<Imported> {
  try {
    return await inTransaction(db, (tx) => write(tx, wish));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { inserted: 0, updated: 0, skipped: 0, faults: error.faults };
  }
}

/** Takes the transaction back. */
class Refused extends Error {
  readonly faults: ImportFault[];

  constructor(faults: ImportFault[]) {
    super('A row is not right.');
    this.faults = faults;
  }
}

async function write(
  tx: Db,
  { operatorId, rows, onConflict, strict, stopOnError, dryRun = false }: ImportWish,
): Promise<Imported> {
  await requireOperator(tx, operatorId);
  const done: Imported = { inserted: 0, updated: 0, skipped: 0, faults: [] };
  for (const some of portions(rows)) {
    const known = await lookUp(tx, some, { lock: !dryRun });
    const whole = planFor(some, known, onConflict);
    const plan = stopOnError
      ? upToFault(whole, (line) => planFor(before(some, line), known, onConflict))
      : whole;
    if (!dryRun) await insert(tx, plan.inserts);
    if (!dryRun) await update(tx, plan.updates);
    done.inserted += plan.inserts.length;
    done.updated += plan.updates.length;
    done.skipped += plan.skipped;
    done.faults.push(...plan.faults);
    if (stopOnError && done.faults.length > 0) break;
  }
  if (strict && done.faults.length > 0) throw new Refused(done.faults);
  return done;
}

/** The plan without what comes after its first fault. */
function upToFault(plan: Plan, planBefore: (line: number) => Plan): Plan {
  const [first] = plan.faults.toSorted((a, b) => a.line - b.line);
  return first ? { ...planBefore(first.line), faults: [first] } : plan;
}

const before = (rows: ImportRow[], line: number) => rows.filter((row) => row.line < line);

function* portions(rows: ImportRow[]): Generator<ImportRow[]> {
  let some: ImportRow[] = [];
  let text = 0;
  for (const row of rows) {
    const { name, imageUrl, description } = row.fields;
    const length = (name?.length ?? 0) + (imageUrl?.length ?? 0) + (description?.length ?? 0);
    if (some.length === mostRows || (some.length > 0 && text + length > mostText)) {
      yield some;
      some = [];
      text = 0;
    }
    some.push(row);
    text += length;
  }
  if (some.length > 0) yield some;
}

// Locked until the end, in order of id: what is compared here is what will be changed.
async function lookUp(tx: Db, rows: ImportRow[], { lock }: { lock: boolean }): Promise<Known[]> {
  const ids = rows.flatMap(({ id }) => id ?? []);
  const names = rows.flatMap(({ id, fields }) => (id === undefined ? (fields.name ?? []) : []));
  const byId = ids.length > 0 ? await select(tx, inArray(item.id, ids), lock) : [];
  const byName = names.length > 0 ? await select(tx, inArray(item.name, names), lock) : [];
  return [...byId, ...byName];
}

async function select(tx: Db, condition: SQL, lock: boolean): Promise<Known[]> {
  const query = tx
    .select({
      id: item.id,
      name: item.name,
      price: item.price,
      stock: item.stock,
      imageUrl: item.imageUrl,
      description: item.description,
      retiredAt: item.retiredAt,
    })
    .from(item)
    .where(condition)
    .orderBy(asc(item.id));
  const rows = await (lock ? query.for('update') : query);
  return rows.map(({ price, retiredAt, ...row }) => ({
    ...row,
    priceCents: centsOf(price),
    retired: retiredAt !== null,
  }));
}

async function insert(tx: Db, inserts: Plan['inserts']) {
  const named = inserts.filter(({ id }) => id !== undefined);
  const unnamed = inserts.filter(({ id }) => id === undefined);
  const openings: StockLine[] = [];
  if (named.length > 0) {
    await insertItems(tx, ['id', ...columns], named);
    openings.push(...named.map(({ id = 0, stock }) => ({ itemId: id, quantity: stock })));
  }
  if (unnamed.length > 0) {
    const step = await idStep(tx);
    const { insertId } = await insertItems(tx, columns, unnamed);
    openings.push(...unnamed.map(({ stock }, at) => ({ itemId: insertId + at * step, quantity: stock })));
  }
  await insertMoves(tx, 'opening', openings);
}

async function update(tx: Db, updates: Plan['updates']) {
  if (updates.length === 0) return;
  const ids = updates.map(({ before }) => before.id);
  await tx.execute(sql`
    INSERT INTO ${stockMovements} (item_id, reason, quantity)
    SELECT i.id, 'opening', i.stock_available FROM ${item} i
    WHERE i.id IN ${ids} AND NOT EXISTS (SELECT 1 FROM ${stockMovements} m WHERE m.item_id = i.id)`);
  // Every row is there and locked: this inserts nothing. It is the one statement that sets many rows to values of their own.
  await insertItems(
    tx,
    ['id', ...columns],
    updates.map(({ before, after }) => ({ ...after, id: before.id })),
    sql`ON DUPLICATE KEY UPDATE item_name = VALUES(item_name), price = VALUES(price),
      stock_available = VALUES(stock_available), image_url = VALUES(image_url),
      description = VALUES(description), retired_at = NULL`,
  );
  const moves = updates
    .map(({ before, after }) => ({ itemId: before.id, quantity: after.stock - before.stock }))
    .filter(({ quantity }) => quantity !== 0);
  await insertMoves(tx, 'import', moves);
}

type Row = ItemFields & { id?: number };

const cellOf = {
  id: ({ id }: Row) => id,
  item_name: ({ name }: Row) => name,
  price: ({ priceCents }: Row) => formatMoney(priceCents),
  stock_available: ({ stock }: Row) => stock,
  image_url: ({ imageUrl }: Row) => imageUrl,
  description: ({ description }: Row) => description,
};

type ItemColumn = keyof typeof cellOf;
const columns: ItemColumn[] = ['item_name', 'price', 'stock_available', 'image_url', 'description'];

// The driver writes the rows out, as one parameter: the builder takes several times as long for its own objects.
async function insertItems(tx: Db, names: ItemColumn[], rows: Row[], otherwise = sql``) {
  const values = rows.map((row) => names.map((name) => cellOf[name](row)));
  const [done] = await tx.execute(
    sql`INSERT INTO ${item} (${sql.raw(names.join(', '))}) VALUES ${sql.param(values)} ${otherwise}`,
  );
  return done;
}

async function insertMoves(tx: Db, reason: 'opening' | 'import', moves: StockLine[]) {
  if (moves.length === 0) return;
  const values = moves.map(({ itemId, quantity }) => [itemId, reason, quantity]);
  await tx.execute(
    sql`INSERT INTO ${stockMovements} (item_id, reason, quantity) VALUES ${sql.param(values)}`,
  );
}
