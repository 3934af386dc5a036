import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { describe, expect, vi } from 'vitest';
import type { Db } from '#db/connect.ts';
import { orders } from '#db/schema.ts';
import { register } from '#domain/accounts.ts';
import { addToCart } from '#domain/cart.ts';
import { addFavorites } from '#domain/favorites.ts';
import { checkOut } from '#domain/orders.ts';
import { test } from '#test/database.ts';
import { changeItem, someItems } from '#test/given.ts';
import { openScreen, type TestScreen } from '#test/screen.ts';
import type { Key } from '#test/watch.ts';

const account = { username: 'ann', password: 'a good password' };
const sizes = [
  [60, 16],
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

/** Keys from screen to screen, and what tells that it is drawn. */
const walk: [name: string, keys: Key[], sign: RegExp][] = [
  ['items', ['1', 'g'], /╭─ Items [\s\S]*› Mug.*×2/],
  ['details', ['Enter'], /╭─ Details [\s\S]*In cart {5}2/],
  ['search', ['Esc', '/', ...'cup', 'Enter'], /╭─ Items .* 1 of 1 [\s\S]*› Cup, tall/],
  ['nothing found', ['/', ...'xyz'], /Nothing matches "cupxyz"\./],
  ['cart', ['Esc', '2'], /╭─ Cart [\s\S]*Total {3}3 pieces/],
  ['checkout', ['Enter'], /╭─ Checkout [\s\S]*› Ship to +1 Main St/],
  ['orders', ['Esc', '3'], /╭─ Orders [\s\S]*#1 /],
  ['order', ['j', 'Enter'], /╭─ Order 1 [\s\S]*Ship to +1 Main St/],
  ['favorites', ['Esc', '4'], /╭─ Favorites [\s\S]*› Mug.*×2/],
  ['account', ['5', 'g'], /╭─ Account [\s\S]*Berlin[\s\S]*› Edit the profile/],
  ['profile', ['g', 'Enter'], /╭─ Edit the profile [\s\S]*Berlin/],
  ['question', ['Esc', 'g', 'j', 'j', 'j', 'j', 'Enter'], /Log out everywhere\?[\s\S]*y yes {2}n no/],
  ['help', ['n', '?'], /╭─ Keys [\s\S]*› Go to Items/],
  ['items again', ['Esc', '1'], /╭─ Items [\s\S]*› Mug.*×2/],
  ['commands', [':'], /╭─ Commands [\s\S]*› Show everything/],
];

async function aShopThatIsAlwaysTheSame(db: Db) {
  vi.stubEnv('TZ', 'UTC');
  const { id: userId } = await register(db, { ...account, firstName: 'Ann', city: 'Berlin' });
  const [mug = 0, bowl = 0] = await someItems(db, [
    { name: 'Mug, glazed', price: '12.50', description: 'Holds what you pour into it. '.repeat(30) },
    { name: 'Bowl', price: '20.00', stock: 3 },
    { name: '湯呑み 🍵 small', price: '7.00' },
    { name: 'Cup, tall', price: '3.20', stock: 0 },
    ...Array.from({ length: 60 }, (_, at) => ({ name: `Plate ${at + 1}`, price: `${at + 1}.00` })),
  ]);
  await addToCart(db, { userId, itemId: bowl });
  const bought = await checkOut(db, {
    userId,
    address: '1 Main St, Berlin',
    purchaseKey: crypto.randomUUID(),
  });
  await db
    .update(orders)
    .set({ orderDate: '2026-01-20', purchasedAt: '2026-01-20 10:11:12' })
    .where(eq(orders.id, bought.id ?? 0));
  await addToCart(db, { userId, itemId: mug, quantity: 2 });
  await addToCart(db, { userId, itemId: bowl });
  await db.update(orders).set({ orderDate: '2026-01-21' }).where(eq(orders.status, 'TEMP'));
  await addFavorites(db, { userId, itemIds: [mug] });
}

describe('every screen, as a person sees it', () => {
  test('at every size, one after the other in one window', async ({ db, databaseUrl }) => {
    await aShopThatIsAlwaysTheSame(db);
    await using screen = await openScreen({ databaseUrl, login: account });
    for (const [columns, rows] of sizes) {
      screen.resize(columns, rows);
      for (const [name, keys, sign] of walk) {
        for (const key of keys) {
          screen.press(key);
          // A key after Esc would be read as Alt with that key if they came together.
          if (key === 'Esc') await screen.settled();
        }
        const there = (seen: string) => sign.test(seen) && seen.includes('ann · cart 3 · 45.00');
        await screen.waitFor(there, `${name} at ${columns}x${rows}`);
        const file = join(import.meta.dirname, 'screens', `${columns}x${rows}`, `${name}.txt`);
        await lastFrame(screen, file);
        await expect(`${screen.screen()}\n`).toMatchFileSnapshot(file);
      }
      screen.press('Esc');
      await screen.waitFor((seen) => !seen.includes('Commands'), 'no commands');
    }
  });
});

/** Waits for the frame that is kept; where none is kept yet, or another one, until nothing is drawn any more. */
async function lastFrame(screen: TestScreen, file: string) {
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  const isKept = () => expect(`${screen.screen()}\n`).toBe(kept);
  await vi.waitFor(isKept, { timeout: 15_000, interval: 10 }).catch(() => {});
}

test('a figure that changes is marked for a moment, in the list and in the details', async ({
  db,
  databaseUrl,
}) => {
  const [mug = 0] = await someItems(db, [{ name: 'Mug', price: '12.50', stock: 5 }]);
  await using screen = await openScreen({ databaseUrl, columns: 120 });
  await screen.waitFor(/› Mug +12\.50 +5 /);

  await changeItem(db, mug, { price: '11.00', stock: 7 });

  await screen.waitFor(/› Mug +▼ 11\.00 +▲ 7 [\s\S]*Price +▼ 11\.00[\s\S]*Stock +▲ 7 in stock/);
  await screen.waitFor(/› Mug +11\.00 +7 /);
});

test('the details draw how stock and price came to be what they are', async ({ db, databaseUrl }) => {
  const { id: userId } = await register(db, account);
  const [mug = 0] = await someItems(db, [{ name: 'Mug', price: '12.50', stock: 5 }]);
  await addToCart(db, { userId, itemId: mug, quantity: 4 });
  await checkOut(db, { userId, address: '1 Main St', purchaseKey: crypto.randomUUID() });
  await changeItem(db, mug, { price: '10.00' });

  await using screen = await openScreen({ databaseUrl, columns: 120 });

  await screen.waitFor(/Price +10\.00 {2}█▁ [\s\S]*Stock +only 1 left {2}█▁ /);
});
