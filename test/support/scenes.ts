import { isDeepStrictEqual } from 'node:util';
import type { Db } from '#db/connect.ts';
import { addToCart, mergeCarts } from '#domain/cart.ts';
import { cancelOrder, checkOut } from '#domain/orders.ts';
import { type Books, booksOf } from './books.ts';
import { aCart, aPerson, someItems } from './given.ts';

/** A change to the shop that is about to be made, and the books to tell by whether it was. */
export type Scene = {
  run(db: Db): Promise<unknown>;
  /** How often it has happened. @throws when it has happened by half, or twice */
  times(): Promise<0 | 1>;
};

/** Each with its own people and items, so that many can be played at once on one database. */
export const scenes: Record<string, (db: Db) => Promise<Scene>> = {
  async checkOut(db) {
    const { userId, itemIds } = await aBuyer(db);
    const purchaseKey = crypto.randomUUID();
    return scene(db, [userId], itemIds, {
      run: (own) => checkOut(own, { userId, address: 'Here', purchaseKey }),
      once: {
        stocks: [3, 8],
        moved: [-2, -1],
        orders: [[{ status: 'CLOSED', totalCents: 3000, lines: linesOfCart }]],
      },
    });
  },

  async cancelOrder(db) {
    const { userId, itemIds, orderId } = await aBuyer(db);
    await checkOut(db, { userId, address: 'Here', purchaseKey: crypto.randomUUID() });
    return scene(db, [userId], itemIds, {
      run: (own) => cancelOrder(own, { userId, orderId }),
      once: {
        stocks: [5, 9],
        moved: [0, 0],
        orders: [[{ status: 'CANCELLED', totalCents: 3000, lines: linesOfCart }]],
      },
    });
  },

  async addToCart(db) {
    const { userId, itemIds } = await aBuyer(db);
    const [itemId = 0] = itemIds;
    return scene(db, [userId], itemIds, {
      run: (own) => addToCart(own, { userId, itemId, quantity: 2 }),
      once: {
        stocks: [5, 9],
        moved: [0, 0],
        orders: [
          [
            {
              status: 'TEMP',
              totalCents: 5000,
              lines: [
                [0, 4],
                [1, 1],
              ],
            },
          ],
        ],
      },
    });
  },

  async mergeCarts(db) {
    const visitor = await aBuyer(db);
    const { userId } = await aPerson(db);
    const [itemId = 0] = visitor.itemIds;
    await aCart(db, userId, [{ itemId, quantity: 1 }]);
    return scene(db, [visitor.userId, userId], visitor.itemIds, {
      run: (own) => mergeCarts(own, { fromUserId: visitor.userId, toUserId: userId }),
      once: {
        stocks: [5, 9],
        moved: [0, 0],
        orders: [
          [],
          [
            {
              status: 'TEMP',
              totalCents: 4000,
              lines: [
                [0, 3],
                [1, 1],
              ],
            },
          ],
        ],
      },
    });
  },
};

const linesOfCart: [number, number][] = [
  [0, 2],
  [1, 1],
];

/** Somebody whose cart holds two of an item of five and one of an item of nine, 10.00 each. */
async function aBuyer(db: Db) {
  const { userId } = await aPerson(db);
  const itemIds = await someItems(db, [{ stock: 5 }, { stock: 9 }]);
  const lines = linesOfCart.map(([at, quantity]) => ({ itemId: itemIds[at] ?? 0, quantity }));
  return { userId, itemIds, orderId: await aCart(db, userId, lines) };
}

async function scene(
  db: Db,
  userIds: number[],
  itemIds: number[],
  { run, once }: { run: Scene['run']; once: Books },
): Promise<Scene> {
  const never = await booksOf(db, userIds, itemIds);
  return {
    run,
    async times() {
      const now = await booksOf(db, userIds, itemIds);
      const times = [never, once].findIndex((books) => isDeepStrictEqual(books, now));
      if (times === 0 || times === 1) return times;
      throw new Error(`The books are neither as before nor as after: ${JSON.stringify(now)}`);
    },
  };
}
