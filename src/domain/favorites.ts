import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { isDuplicate, isMissingReference } from '#db/errors.ts';
import { inTransaction } from '#db/retry.ts';
import { favoriteItems, item } from '#db/schema.ts';
import { ShopError } from './errors.ts';
import { getItems, type Item, noSuchItem } from './items.ts';

type FavoritesWish = { userId: number; itemIds: number[] };

/** Marks items. Those that were marked before are no error. @throws ShopError not_found, and then none is marked */
export function addFavorites(db: Db, wish: FavoritesWish): Promise<{ added: Item[]; already: Item[] }> {
  return inTransaction(db, async (tx) => {
    const { changed, same } = await changeEach(tx, wish, (itemId) => mark(tx, wish.userId, itemId));
    return { added: changed, already: same };
  });
}

/** Unmarks items. Those that were not marked are no error. @throws ShopError not_found, and then nothing changes */
export function removeFavorites(db: Db, wish: FavoritesWish): Promise<{ removed: Item[]; absent: Item[] }> {
  return inTransaction(db, async (tx) => {
    const { changed, same } = await changeEach(tx, wish, (itemId) => unmark(tx, wish.userId, itemId));
    return { removed: changed, absent: same };
  });
}

// One row at a time, in order of id: each tells for itself whether it changed something, whoever else is at it.
async function changeEach(
  tx: Db,
  { userId, itemIds }: FavoritesWish,
  change: (itemId: number) => Promise<boolean>,
) {
  const ids = [...new Set(itemIds)].sort((a, b) => a - b);
  await refuseUnknown(tx, ids);
  const changed = new Set<number>();
  for (const itemId of ids) if (await change(itemId)) changed.add(itemId);
  const items = await getItems(tx, { ids, userId });
  return {
    changed: items.filter(({ id }) => changed.has(id)),
    same: items.filter(({ id }) => !changed.has(id)),
  };
}

async function refuseUnknown(tx: Db, ids: number[]) {
  if (ids.length === 0) return;
  const found = await tx.select({ id: item.id }).from(item).where(inArray(item.id, ids));
  const missing = ids.find((id) => !found.some((row) => row.id === id));
  if (missing !== undefined) throw noSuchItem(missing);
}

async function mark(tx: Db, userId: number, itemId: number): Promise<boolean> {
  try {
    await tx.insert(favoriteItems).values({ userId, itemId });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    // The item was looked at a moment ago; the person may have deleted the account in another terminal.
    if (isMissingReference(error))
      throw new ShopError('not_found', 'There is no such person.', { cause: error });
    throw error;
  }
}

async function unmark(tx: Db, userId: number, itemId: number): Promise<boolean> {
  const [{ affectedRows }] = await tx
    .delete(favoriteItems)
    .where(and(eq(favoriteItems.userId, userId), eq(favoriteItems.itemId, itemId)));
  return affectedRows === 1;
}
