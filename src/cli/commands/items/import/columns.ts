import { ShopError } from '#domain/errors.ts';
import { brief } from '#domain/foreign.ts';

export type Field = 'id' | 'name' | 'price' | 'stock' | 'imageUrl' | 'description';

/** Which field the cells of a column are, by its place. */
export type Columns = ReadonlyMap<number, Field>;

/** What columns are called elsewhere, in small letters and digits alone. The first of each is the shop's own word. */
const synonyms: Record<Field, readonly string[]> = {
  id: ['id', 'itemid'],
  name: ['name', 'itemname', 'productname', 'title', 'product', 'item'],
  price: ['price', 'unitprice', 'itemprice', 'saleprice', 'amount'],
  stock: ['stock', 'stockavailable', 'unitsinstock', 'qty', 'quantity', 'instock', 'onhand', 'inventory'],
  imageUrl: ['imageurl', 'image', 'img', 'picture', 'photo', 'imagelink'],
  description: ['description', 'desc', 'details', 'body', 'text'],
};

const fields = Object.keys(synonyms) as Field[];

/** `price=unitPrice,stock=qty` → which column each field is in. @throws ShopError usage */
export function readMap(text: string): Map<Field, string> {
  const map = new Map<Field, string>();
  for (const pair of text.split(',')) {
    const [, name = '', column = ''] = /^\s*([^=]+?)\s*=\s*(.+?)\s*$/.exec(pair) ?? [];
    const field = fields.find((one) => one === name);
    if (!field || map.has(field)) {
      throw new ShopError(
        'usage',
        `--map has the form price=unitPrice,stock=qty; "${pair.trim()}" does not fit.`,
        {
          next: `The fields, each once, are ${fields.join(', ')}.`,
        },
      );
    }
    map.set(field, column);
  }
  return map;
}

/** Finds each field among the names of a header. @throws ShopError usage when one is missing or could be two */
export function columnsOf(header: readonly string[], map: ReadonlyMap<Field, string>): Columns {
  const found = fields.flatMap((field) => {
    const wanted = map.get(field);
    const at = wanted === undefined ? likely(header, field) : named(header, field, wanted);
    return at === undefined ? [] : [[at, field] as const];
  });
  const columns = new Map(found);
  if (columns.size < found.length) throw new ShopError('usage', '--map gives one column to two fields.');
  const has = (field: Field) => [...columns.values()].includes(field);
  if (has('name') || has('id')) return columns;
  throw new ShopError('usage', 'No column of this file is called like a name of items.', {
    details: { columns: header },
    next: `Say which one it is: --map name=<column>. The columns are ${shownColumns(header)}.`,
  });
}

const shownColumns = (header: readonly string[]) =>
  header
    .slice(0, 20)
    .map((name) => brief(name))
    .join(', ');

function named(header: readonly string[], field: Field, wanted: string): number {
  const places = placesOf(header, (name) => name === wanted);
  const [at, another] = places;
  if (at !== undefined && another === undefined) return at;
  const what = at === undefined ? 'This file has no column' : 'This file has several columns';
  throw new ShopError('usage', `${what} "${wanted}" for ${field}.`, {
    next: `The columns are ${shownColumns(header)}.`,
  });
}

function likely(header: readonly string[], field: Field): number | undefined {
  const [own, ...others] = synonyms[field];
  const exact = placesOf(header, (name) => bare(name) === own);
  const places = exact.length > 0 ? exact : placesOf(header, (name) => others.includes(bare(name)));
  if (places.length < 2) return places[0];
  const names = places.map((at) => header[at]).join(', ');
  throw new ShopError('usage', `Several columns could be the ${field}: ${names}.`, {
    next: `Say which one it is: --map ${field}=<column>`,
  });
}

const placesOf = (header: readonly string[], fits: (name: string) => boolean) =>
  header.flatMap((name, at) => (fits(name) ? [at] : []));

const bare = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
