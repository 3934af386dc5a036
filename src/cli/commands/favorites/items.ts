import * as z from 'zod/mini';
import { itemRef, parse } from '#cli/input.ts';
import type { Db } from '#db/connect.ts';
import { getItem } from '#domain/items.ts';

const ItemsInput = z.object({ items: z.array(itemRef()) });

/** The ids of all items that were named, found before any of them is changed. @throws ShopError not_found */
export async function idsOf(db: Db, typed: readonly string[]): Promise<number[]> {
  const { items } = parse(ItemsInput, { items: typed });
  const ids = new Set<number>();
  for (const item of items) ids.add((await getItem(db, { item })).id);
  return [...ids];
}
