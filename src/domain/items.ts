import { setImmediate } from 'node:timers/promises';
import { eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { item } from '#db/schema.ts';
import { ShopError } from './errors.ts';
import { brief } from './foreign.ts';
import { beyond, countRows, filters, findRows, keyOf, selectRows } from './item-rows.ts';
import { choices, type Frequencies, indexed, matches, type Rank, ranks, termsOf } from './item-search.ts';
import type { Cents } from './money.ts';
import { nearestItems } from './nearest.ts';

export type Item = {
  id: number;
  name: string;
  priceCents: Cents;
  stock: number;
  imageUrl: string | null;
  description: string | null;
  /** Always false for a visitor. */
  favorite: boolean;
  /** No longer sold: kept for the orders that it stands in, never listed. */
  retired: boolean;
};

export type ItemSort = 'id' | 'name' | 'price' | 'stock' | 'relevance';

export type ItemWish = {
  /** Words that must all begin a word of the item, in any order; commas separate alternatives. */
  search?: string;
  minPriceCents?: Cents;
  maxPriceCents?: Cents;
  /** Default `in`. */
  stock?: 'in' | 'out' | 'all';
  favoritesOnly?: boolean;
  /** Default: relevance with a search, else id. */
  sort?: ItemSort;
  desc?: boolean;
  userId?: number | null;
};

/** Where a page ended: its last item's sort value (for relevance: the rank) and id. To be handed back as it is. */
export type ItemCursor = { key: string | number; id: number };

export type ItemPage = { items: Item[]; next: ItemCursor | null };

type PageWish = ItemWish & { limit: number; after?: ItemCursor | null };

/** One page, by keyset: as quick at the end of a million items as at their beginning. */
export async function listItems(db: Db, wish: PageWish): Promise<ItemPage> {
  const searches = termsOf(wish.search ?? '').length > 0;
  const sort = wish.sort ?? 'relevance';
  if (sort !== 'relevance') return listByColumn(db, wish, sort);
  return searches ? listByRank(db, wish) : listByColumn(db, wish, 'id');
}

/** How many items match. */
export const countItems = async (db: Db, wish: ItemWish): Promise<number> =>
  countRows(db, [...filters(wish), ...searched(wish)]);

/** Whether nothing was ever put into the shop, which is another answer than that nothing matches. */
export const hasNoItems = async (db: Db): Promise<boolean> =>
  (await db.select({ id: item.id }).from(item).limit(1)).length === 0;

/** Every match, a page at a time: memory does not grow with the shop. The next page is on its way while one is used. */
export async function* everyItem(db: Db, wish: ItemWish): AsyncGenerator<Item[]> {
  const ask = (after: ItemCursor | null) => listItems(db, { ...wish, limit: 1000, after });
  let coming: Promise<ItemPage> | null = ask(null);
  while (coming) {
    const { items, next }: ItemPage = await coming;
    coming = next && ask(next);
    // If it fails, the next round says so; whoever wants no next round need not hear of it.
    coming?.catch(() => {});
    // It is on its way before this page is put into words, which keeps the processor busy.
    await setImmediate();
    if (items.length > 0) yield items;
  }
}

/**
 * An item by id or exact name; a text of digits is an id first. What is no longer sold is found too, after the rest.
 * @throws ShopError not_found, naming the nearest items; conflict when several are sold by this name
 */
export async function getItem(
  db: Db,
  { item: wanted, userId = null }: { item: string | number; userId?: number | null },
): Promise<Item> {
  const text = String(wanted).trim();
  const [byId] = /^\d{1,10}$/.test(text) ? await findRows(db, eq(item.id, Number(text)), userId, 1) : [];
  const found = byId ?? (await getByName(db, text, userId));
  if (found) return found;
  throw noSuchItem(text, await nearestItems(db, text));
}

/** These items as they are now, in the order of their ids here; what is no longer there is left out. */
export async function getItems(
  db: Db,
  { ids, userId = null }: { ids: readonly number[]; userId?: number | null },
): Promise<Item[]> {
  if (ids.length === 0) return [];
  const rows = await selectRows(db, { userId }, [inArray(item.id, [...ids])], 'id', ids.length);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

async function getByName(db: Db, name: string, userId: number | null): Promise<Item | undefined> {
  const found = await findRows(db, eq(item.name, name), userId, mostNamed);
  const sold = found.filter(({ retired }) => !retired);
  // The database compares without case and accents; whoever wrote one of them just so means that one.
  const precise = sold.filter((one) => one.name === name);
  const meant = precise.length > 0 ? precise : sold;
  if (meant.length > 1) throw sharedName(name, meant);
  return meant[0] ?? found[0];
}

// Enough to choose from, in a sentence.
const mostNamed = 5;

function sharedName(name: string, items: Item[]): ShopError {
  const ids = items.map(({ id }) => id);
  return new ShopError('conflict', `Several items are called "${brief(name)}".`, {
    details: { item: name, ids },
    next: `Give the id of one: ${ids.join(', ')}.`,
  });
}

export function noSuchItem(wanted: string | number, nearest: { id: number; name: string }[] = []): ShopError {
  const names = nearest.map(({ name }) => `"${brief(name, 80)}"`);
  return new ShopError('not_found', `There is no item "${brief(String(wanted))}".`, {
    details: { item: wanted, nearest },
    next: names.length > 0 ? `Did you mean ${names.join(' or ')}?` : 'shop items list',
  });
}

async function listByColumn(db: Db, wish: PageWish, sort: Exclude<ItemSort, 'relevance'>): Promise<ItemPage> {
  const conditions = [...filters(wish), ...searched(wish), ...beyond(sort, wish)];
  const items = await selectRows(db, wish, conditions, sort, wish.limit + 1);
  return page(items, wish.limit, (last) => ({ key: keyOf(last, sort), id: last.id }));
}

// Rank after rank, each in order of id: a page that the nearest ranks fill never has to weigh every match.
async function listByRank(db: Db, wish: PageWish): Promise<ItemPage> {
  const { limit, after, desc = false } = wish;
  const nearestFirst = [...ranks(termsOf(wish.search ?? '')).entries()];
  const ordered = desc ? nearestFirst.reverse() : nearestFirst;
  const found: Item[] = [];
  const rankOf = new Map<Item, number>();
  let counted: Promise<Counted> | undefined;
  const countOnce = () => (counted ??= countWords(db, wish));
  for (const [rank, matching] of ordered.slice(after ? ordered.findIndex(([at]) => at === after.key) : 0)) {
    const from = { ...wish, after: rank === after?.key ? after : null };
    const items = await ofRank(db, from, matching, limit + 1 - found.length, countOnce);
    for (const one of items) rankOf.set(one, rank);
    found.push(...items);
    if (found.length > limit) break;
  }
  return page(found, limit, (last) => ({ key: rankOf.get(last) ?? 0, id: last.id }));
}

// What the FULLTEXT index knows by a frequent word it hands over as a whole, a hundred thousand rows for a page of fifty.
// Where matches lie close, the rows that come next have enough of them.
const firstScanned = 1000;
const mostScanned = 85_000;

/** The first `count` matches of a rank in order of id, from behind `after` on. */
async function ofRank(
  db: Db,
  wish: PageWish,
  { found, told, byName }: Rank,
  count: number,
  countOnce: () => Promise<Counted>,
): Promise<Item[]> {
  const behind = [...filters(wish), ...beyond('id', wish)];
  const { isFrequent, often } = told ? await countOnce() : uncounted;
  if (told && isFrequent) {
    const near = wish.desc ? null : await scanned(db, wish, told, count);
    if (near) return near;
    const ids = byName ? await namedIds(db, told) : null;
    if (ids) return selectRows(db, wish, [inArray(item.id, ids), ...behind], 'id', count);
  }
  return selectRows(db, wish, [found(often), ...behind], 'id', count);
}

// One in a hundred.
const sample = 1000;
const frequent = 10;

/**
 * Whether the FULLTEXT index would hand over so many rows that to read on row by row, or all names, is quicker; and which
 * words it had better begin with.
 */
type Counted = { isFrequent: boolean; often: Frequencies };

const uncounted: Counted = { isFrequent: false, often: new Map() };

/** Counts a search's words in the rows that come next. */
async function countWords(db: Db, { search = '', after }: PageWish): Promise<Counted> {
  const start = after?.id ?? 0;
  const terms = termsOf(search);
  const words = choices(terms);
  const told = [indexed(terms), ...words.values()];
  const query = db
    .select(Object.fromEntries(told.map((is, at) => [at, sql`COUNT((${is}) OR NULL)`])))
    .from(item)
    .where(stretch(start, 0, sample));
  const [[matching = 0, ...counts] = []] = await db.$rows<number[]>(query);
  return {
    isFrequent: matching >= frequent,
    often: new Map([...words.keys()].map((word, at) => [word, counts[at] ?? 0])),
  };
}

/** So many ids from the first item behind `start` on, without the first `done`: an old shop's first items may be gone. */
function stretch(start: number, done: number, rows: number): SQL {
  const first = sql`(SELECT MIN(later.id) FROM ${item} later WHERE later.id > ${start})`;
  return sql`${item.id} >= ${first} + ${done} AND ${item.id} < ${first} + ${done + rows}`;
}

const mostNamedIds = 5000;

/** The items whose names are told, by an index that has all names and nothing else; null where they are many. */
async function namedIds(db: Db, named: SQL): Promise<number[] | null> {
  const query = db
    .select({ id: item.id })
    .from(item, { forceIndex: 'item_name' })
    .where(named)
    .limit(mostNamedIds + 1);
  const rows = await db.$rows<[number]>(query);
  return rows.length > mostNamedIds ? null : rows.map(([id]) => id);
}

/** Row after row in order of id, four times as many at each try; null where matches are so rare that the index is quicker. */
async function scanned(db: Db, wish: PageWish, told: SQL, count: number): Promise<Item[] | null> {
  const found: Item[] = [];
  const start = wish.after?.id ?? 0;
  let [done, rows] = [0, firstScanned];
  while (done + rows <= mostScanned) {
    const conditions = [stretch(start, done, rows), told, ...filters(wish)];
    found.push(...(await selectRows(db, wish, conditions, 'id', count - found.length)));
    if (found.length >= count) return found;
    done += rows;
    if (found.length === 0 || (count / found.length) * done >= mostScanned) return null;
    rows *= 4;
  }
  return null;
}

// One row more than asked for was read: it tells whether there is a next page.
function page(items: Item[], limit: number, cursorOf: (last: Item) => ItemCursor): ItemPage {
  const last = items[limit - 1];
  return { items: items.slice(0, limit), next: last && items.length > limit ? cursorOf(last) : null };
}

function searched({ search = '' }: ItemWish): SQL[] {
  const terms = termsOf(search);
  return terms.length > 0 ? [matches(terms)] : [];
}
