import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { deleteAccount, takeOverVisitor } from '#domain/accounts.ts';
import { addToCart } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import { cancelOrder, checkOut, reorder } from '#domain/orders.ts';
import { verify } from '#domain/verify.ts';
import { aPerson, someItems } from '#test/given.ts';
import { test } from '#test/own-server.ts';

const people = 8;
const rounds = 6;

/** One person's way through the shop, with everything that takes locks. The items are wanted in an order of their own. */
async function aVisit(db: Db, itemIds: number[]) {
  const { userId, username } = await aPerson(db);
  const visitor = await aPerson(db, { isRegistered: false });
  const buy = () => orNothing(checkOut(db, { userId, address: 'Here', purchaseKey: randomUUID() }));

  for (const itemId of itemIds) await orNothing(addToCart(db, { userId: visitor.userId, itemId }));
  await orNothing(addToCart(db, { userId, itemId: itemIds[0] ?? 0 }));
  await takeOverVisitor(db, { visitorId: visitor.userId, userId });
  const order = await buy();
  if (order?.id) {
    await reorder(db, { userId, orderId: order.id });
    await Promise.all([orNothing(cancelOrder(db, { userId, orderId: order.id })), buy()]);
  }
  await deleteAccount(db, { userId, username });
}

/**
 * A person who has bought opens a cart again: the unique key finds the earlier entry, which is deleted but not purged yet,
 * and InnoDB locks the gap behind it before it inserts. Two people beside each other who do so in the same microseconds
 * both have that gap and wait for it: no order of our statements can prevent it, and the shop runs the second one again.
 */
const isOfReusedKeys = (indexes: string[]) => indexes.join() === 'orders.orders_open_user';

// Sold out, and whatever else is said to somebody who comes too late.
async function orNothing<T>(wish: Promise<T>): Promise<T | undefined> {
  try {
    return await wish;
  } catch (error) {
    if (error instanceof ShopError && error.kind === 'conflict') return undefined;
    throw error;
  }
}

test('buying, cancelling, ordering again, logging in and leaving for good lock in one order: nobody waits in a circle', {
  timeout: 900_000,
}, async ({ server }) => {
  const { db, socketPath } = server;
  const itemIds = await someItems(db, Array(4).fill({ stock: 60 }));
  const own = connect({ socketPath, user: 'root', database: 'shop' }, { poolSize: 2 * people });

  await Promise.all(
    Array.from({ length: people }, async (_, at) => {
      const wanted = [...itemIds.slice(at % 4), ...itemIds.slice(0, at % 4)];
      for (let round = 0; round < rounds; round += 1)
        await aVisit(own.db, at % 2 ? wanted : wanted.toReversed());
    }),
  );

  await own.close();
  const circles = await server.deadlocks();
  expect(circles.filter((indexes) => !isOfReusedKeys(indexes))).toEqual([]);
  expect((await verify(db)).broken).toEqual([]);
});

test('a circle is told with the indexes on which it closed', async ({ server }) => {
  const { db } = server;
  const [one, other] = await someItems(db, [{ stock: 1 }, { stock: 1 }]);
  const touch = (tx: Pick<Db, 'execute'>, id = 0) =>
    tx.execute(sql`UPDATE item SET retired_at = retired_at WHERE id = ${id}`);
  const { promise: bothTouched, resolve: meet } = Promise.withResolvers<void>();
  let touched = 0;
  const crossing = (first: number | undefined, second: number | undefined) =>
    db.transaction(async (tx) => {
      await touch(tx, first);
      touched += 1;
      if (touched === 2) meet();
      await bothTouched;
      await touch(tx, second);
    });

  await Promise.allSettled([crossing(one, other), crossing(other, one)]);

  expect((await server.deadlocks()).at(-1)).toEqual(['item.PRIMARY']);
});
