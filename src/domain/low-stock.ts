import { and, isNull, lt } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { item } from '#db/schema.ts';
import { namesOf } from './item-rows.ts';
import type { SoldItems } from './sold-items.ts';

/** An item that is running out, and how many of it were sold in the period. */
export type LowItem = { itemId: number; name: string; stock: number; sold: number };

/** Items on sale with less than `below` left: first what sells most, then what has least. */
export async function lowStock(
  db: Db,
  { below, limit, sold }: { below: number; limit: number; sold: SoldItems },
): Promise<{ count: number; items: LowItem[] }> {
  const query = db
    .select({ id: item.id, stock: item.stock })
    .from(item)
    .where(and(lt(item.stock, below), isNull(item.retiredAt)));
  const rows = await db.$rows<[number, number]>(query);
  const low = rows
    .map(([itemId, stock]) => ({ itemId, stock, sold: sold.get(itemId)?.pieces ?? 0 }))
    .sort((a, b) => b.sold - a.sold || a.stock - b.stock || a.itemId - b.itemId)
    .slice(0, limit);
  const names = await namesOf(
    db,
    low.map(({ itemId }) => itemId),
  );
  return { count: rows.length, items: low.map((one) => ({ ...one, name: names.get(one.itemId) ?? '' })) };
}
