import type { ImportFault, ImportRow, OnConflict } from './import-items.ts';
import type { ItemFields } from './item-fields.ts';

/** An item as it is in the shop. */
export type Known = ItemFields & { id: number; retired: boolean };

/** What has to be done for some rows. */
export type Plan = {
  inserts: (ItemFields & { id?: number })[];
  updates: { before: Known; after: ItemFields }[];
  skipped: number;
  faults: ImportFault[];
};

const fieldNames = ['name', 'priceCents', 'stock', 'imageUrl', 'description'] as const;

/** Compares rows with what is there. Of two rows of one item the second is a fault: nobody could tell which one is meant. */
export function planFor(rows: ImportRow[], known: Known[], onConflict: OnConflict): Plan {
  const byId = new Map(known.map((one) => [one.id, one]));
  const byName = Map.groupBy(
    known.filter(({ retired }) => !retired),
    ({ name }) => name,
  );
  const plan: Plan = { inserts: [], updates: [], skipped: 0, faults: [] };
  for (const row of rows) {
    const { id, fields } = row;
    const found = id === undefined ? [...new Set(byName.get(fields.name ?? ''))] : [byId.get(id)];
    const [before, another] = found.filter((one) => one !== undefined);
    if (another)
      plan.faults.push(fault(row, 'name', 'Several items have this name; a column id tells them apart.'));
    else if (before) change(plan, row, before, onConflict);
    else add(plan, row);
  }
  return plan;
}

function change(plan: Plan, row: ImportRow, before: Known, onConflict: OnConflict) {
  if (onConflict === 'fail') {
    plan.faults.push(fault(row, row.id === undefined ? 'name' : 'id', `Item ${before.id} is there already.`));
    return;
  }
  const after = { ...pick(before), ...row.fields };
  const differs =
    before.retired || fieldNames.some((field) => (after[field] ?? '') !== (before[field] ?? ''));
  if (onConflict === 'skip' || !differs) plan.skipped += 1;
  else plan.updates.push({ before, after });
}

function add(plan: Plan, row: ImportRow) {
  const { name, priceCents, ...rest } = row.fields;
  if (name === undefined) plan.faults.push(fault(row, 'name', 'A new item needs a name.'));
  else if (priceCents === undefined) plan.faults.push(fault(row, 'price', 'A new item needs a price.'));
  else
    plan.inserts.push({
      stock: 0,
      imageUrl: null,
      description: null,
      ...rest,
      name,
      priceCents,
      ...(row.id !== undefined && { id: row.id }),
    });
}

const pick = ({ name, priceCents, stock, imageUrl, description }: Known): ItemFields => ({
  name,
  priceCents,
  stock,
  imageUrl,
  description,
});

const fault = ({ line, id, fields }: ImportRow, column: string, message: string): ImportFault => ({
  line,
  column,
  // A cell that is missing has none.
  value: column === 'id' ? String(id) : column === 'name' ? (fields.name ?? null) : null,
  message,
});
