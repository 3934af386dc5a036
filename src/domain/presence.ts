import { sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';

/** Comes back as soon as the database has answered. @throws ShopError unavailable when it does not */
export async function refuseSilence(db: Db): Promise<void> {
  await db.execute(sql`DO 0`);
}
