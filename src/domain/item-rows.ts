import { and, asc, count, desc, eq, gt, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { favoriteItems, item } from '#db/schema.ts';
import type { Item, ItemCursor, ItemSort, ItemWish } from './items.ts';
import { centsOf } from './money.ts';

export type ColumnSort = Exclude<ItemSort, 'relevance'>;

const sorted = { id: item.id, name: item.name, price: item.price, stock: item.stock };

/** Rows in the order of `sort`, then of id. */
export async function selectRows(
  db: Db,
  { userId = null, desc: down = false }: ItemWish,
  conditions: SQL[],
  sort: ColumnSort,
  limit: number,
): Promise<Item[]> {
  const direction = down ? desc : asc;
  const order = sort === 'id' ? [direction(item.id)] : [direction(sorted[sort]), direction(item.id)];
  const query = db
    .select(columns(userId))
    .from(item)
    .where(and(...conditions))
    .orderBy(...order)
    .limit(limit);
  return (await db.$rows<ItemRow>(query)).map(toItem);
}

/** The first rows that fit, what is still sold before what is not: several items may share a name. */
export async function findRows(
  db: Db,
  condition: SQL,
  userId: number | null,
  limit: number,
): Promise<Item[]> {
  const query = db
    .select(columns(userId))
    .from(item)
    .where(condition)
    .orderBy(sql`${item.retiredAt} IS NOT NULL`, asc(item.id))
    .limit(limit);
  return (await db.$rows<ItemRow>(query)).map(toItem);
}

/** What items are called now. */
export async function namesOf(db: Db, ids: number[]): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  for (let at = 0; at < ids.length; at += 1000) {
    const some = inArray(item.id, ids.slice(at, at + 1000));
    const rows = await db.select({ id: item.id, name: item.name }).from(item).where(some);
    for (const { id, name } of rows) names.set(id, name);
  }
  return names;
}

export async function countRows(db: Db, conditions: SQL[]): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(item)
    .where(and(...conditions));
  return row?.count ?? 0;
}

/** What an item must fulfil besides the search. */
export function filters(wish: ItemWish): SQL[] {
  const { stock = 'in', minPriceCents, maxPriceCents, favoritesOnly, userId = null } = wish;
  const wanted: (SQL | false | undefined)[] = [
    isNull(item.retiredAt),
    stock === 'in' && gt(item.stock, 0),
    stock === 'out' && eq(item.stock, 0),
    minPriceCents !== undefined && sql`${item.price} >= ${decimal(minPriceCents)}`,
    maxPriceCents !== undefined && sql`${item.price} <= ${decimal(maxPriceCents)}`,
    favoritesOnly && isFavorite(userId),
  ];
  return wanted.filter((condition) => condition !== undefined && condition !== false);
}

/**
 * What lies behind a cursor. Not the row constructor `(name, id) > (?, ?)`: MariaDB reads the whole index for that.
 */
export function beyond(
  sort: ColumnSort,
  { after, desc: down = false }: { after?: ItemCursor | null; desc?: boolean },
): SQL[] {
  if (!after) return [];
  const past = sql.raw(down ? '<' : '>');
  if (sort === 'id') return [sql`${item.id} ${past} ${after.id}`];
  const column = sorted[sort];
  const key = sort === 'price' ? decimal(Number(after.key)) : after.key;
  return [sql`${column} ${past}= ${key}`, sql`(${column} ${past} ${key} OR ${item.id} ${past} ${after.id})`];
}

/** What the cursor keeps of an item for this order. */
export const keyOf = (row: Item, sort: ColumnSort): string | number =>
  sort === 'price' ? row.priceCents : row[sort];

// A number stands in the statement as an exact decimal; a text would make the server compare floats.
const decimal = (cents: number) => cents / 100;

const isFavorite = (userId: number | null) =>
  userId === null
    ? sql`FALSE`
    : sql`EXISTS (SELECT 1 FROM ${favoriteItems} WHERE ${favoriteItems.itemId} = ${item.id} AND ${favoriteItems.userId} = ${userId})`;

const columns = (userId: number | null) => ({
  id: item.id,
  name: item.name,
  price: item.price,
  stock: item.stock,
  imageUrl: item.imageUrl,
  description: item.description,
  favorite: isFavorite(userId),
  retired: sql`${item.retiredAt} IS NOT NULL`,
});

/** `columns`, in their order. */
type ItemRow = [
  id: number,
  name: string,
  price: string,
  stock: number,
  imageUrl: string | null,
  description: string | null,
  favorite: 0 | 1,
  retired: 0 | 1,
];

const toItem = ([id, name, price, stock, imageUrl, description, favorite, retired]: ItemRow): Item => ({
  id,
  name,
  priceCents: centsOf(price),
  stock,
  imageUrl,
  description,
  favorite: favorite === 1,
  retired: retired === 1,
});
