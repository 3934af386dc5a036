import { eq } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { inTransaction } from '#db/retry.ts';
import { shopSettings } from '#db/schema.ts';
import { ShopError } from './errors.ts';
import { requireOperator } from './operators.ts';

// What the shop says of itself: delivery, returns, payment, contact. It stands in the database, since it belongs to the
// shop and not to the machine on which an operator wrote it: everybody's assistant reads the same text.

const name = 'shop.about';

/** In characters. All of it goes to the model with every question. */
const longest = 20_000;

/** The text, or null while nobody has written one. */
export async function readAbout(db: Db): Promise<string | null> {
  const [row] = await db
    .select({ value: shopSettings.value })
    .from(shopSettings)
    .where(eq(shopSettings.name, name));
  return row?.value ?? null;
}

/** The text as it may be kept: without spaces around it. @throws ShopError usage */
function checkAbout(text: string): string {
  const trimmed = text.trim();
  const { length } = Array.from(trimmed);
  if (length > 0 && length <= longest && trimmed.isWellFormed() && !trimmed.includes('\0')) return trimmed;
  const why = length > longest ? `, not ${length}` : '';
  throw new ShopError('usage', `shop.about must be a text of 1 to ${longest} characters${why}.`);
}

/** @throws ShopError usage; auth for everybody but operators */
export function writeAbout(
  db: Db,
  { operatorId, text }: { operatorId: number; text: string },
): Promise<string> {
  const value = checkAbout(text);
  return inTransaction(db, async (tx) => {
    await requireOperator(tx, operatorId);
    await tx.insert(shopSettings).values({ name, value }).onDuplicateKeyUpdate({ set: { value } });
    return value;
  });
}

/** @returns whether there was one. @throws ShopError auth for everybody but operators */
export function removeAbout(db: Db, { operatorId }: { operatorId: number }): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    await requireOperator(tx, operatorId);
    const [{ affectedRows }] = await tx.delete(shopSettings).where(eq(shopSettings.name, name));
    return affectedRows > 0;
  });
}
