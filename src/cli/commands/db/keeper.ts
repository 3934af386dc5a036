import type { Db } from '#db/connect.ts';
import { ownsDatabase } from '#db/ownership.ts';
import { requireRight } from '#domain/operators.ts';
import type { Shop } from '#shop.ts';

/** Lets pass whoever owns the database, logged in or not, and every operator. @throws ShopError auth */
export async function requireKeeper(shop: Shop, db: Db): Promise<void> {
  if (await ownsDatabase(db)) return;
  const me = await shop.whoever();
  await requireRight(db, me?.user.id ?? null);
}
