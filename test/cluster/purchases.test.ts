import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { getCart } from '#domain/cart.ts';
import { cancelOrder, checkOut, listOrders } from '#domain/orders.ts';
import { verify } from '#domain/verify.ts';
import { inTurn, isCluster, test } from '#test/cluster.ts';
import { aCart, anItem, aPerson, aPersonWithCart, someItems, stocks } from '#test/given.ts';

const buy = (db: Db, userId: number, purchaseKey: string = randomUUID()) =>
  checkOut(db, { userId, address: 'Main St 1', purchaseKey });

async function expectClean(nodes: Db[]) {
  for (const node of nodes) expect((await verify(node)).broken).toEqual([]);
}

describe.runIf(isCluster)('purchases on three nodes at once', () => {
  test('of one item sell exactly what there is', async ({ db, nodes }) => {
    const itemId = await anItem(db, { stock: 10 });
    const buyers = await Promise.all(Array.from({ length: 24 }, () => aPerson(db)));
    for (const { userId } of buyers) await aCart(db, userId, [{ itemId, quantity: 1 }]);

    const outcomes = await Promise.allSettled(
      inTurn(nodes, 24).map((node, at) => buy(node, buyers[at]?.userId ?? 0)),
    );

    const losers = outcomes.filter(({ status }) => status === 'rejected');
    expect(losers).toHaveLength(14);
    for (const loser of losers)
      expect(loser).toMatchObject({
        reason: { kind: 'conflict', details: { lines: [{ itemId, stock: 0 }] } },
      });
    for (const node of nodes) expect(await stocks(node)).toEqual([0]);
    await expectClean(nodes);
  });

  test('of several items in any order oversell none of them', async ({ db, nodes }) => {
    const items = await someItems(db, [{ stock: 5 }, { stock: 7 }, { stock: 4 }, { stock: 30 }]);
    const buyers = await Promise.all(Array.from({ length: 18 }, () => aPerson(db)));
    for (const [at, { userId }] of buyers.entries()) {
      const mine = [...items.slice(at % 4), ...items.slice(0, at % 4)].slice(0, 3);
      await aCart(
        db,
        userId,
        mine.map((itemId) => ({ itemId, quantity: 1 })),
      );
    }

    const outcomes = await Promise.allSettled(
      inTurn(nodes, 18).map((node, at) => buy(node, buyers[at]?.userId ?? 0)),
    );

    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
    for (const refusal of refusals) expect(refusal).toMatchObject({ reason: { kind: 'conflict' } });
    const left = await stocks(db);
    expect(left.reduce((sum, stock) => sum + stock, 0)).toBe(46 - (18 - refusals.length) * 3);
    expect(Math.min(...left)).toBeGreaterThanOrEqual(0);
    await expectClean(nodes);
  });

  test('of one cart with one key are one order', async ({ db, nodes }) => {
    for (let round = 0; round < 8; round += 1) {
      const { userId, itemIds } = await aPersonWithCart(db, [{ stock: 5, quantity: 2 }]);
      const key = randomUUID();

      const all = await Promise.all(nodes.map((node) => buy(node, userId, key)));

      expect(new Set(all.map(({ id }) => id)).size).toBe(1);
      expect(all[0]?.items).toMatchObject([{ itemId: itemIds[0], quantity: 2, stock: 3 }]);
      expect((await listOrders(db, { userId, limit: 9 })).orders).toHaveLength(1);
    }
    await expectClean(nodes);
  });

  test('of one cart with keys of their own buy it once', async ({ db, nodes }) => {
    for (let round = 0; round < 8; round += 1) {
      const { userId } = await aPersonWithCart(db, [{ stock: 5, quantity: 2 }]);

      const all = await Promise.allSettled(nodes.map((node) => buy(node, userId)));

      expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const one of all)
        if (one.status === 'rejected')
          expect(one.reason).toMatchObject({ kind: 'conflict', message: /empty/ });
      expect((await listOrders(db, { userId, limit: 9 })).orders).toHaveLength(1);
    }
    await expectClean(nodes);
  });

  test('that are cancelled on three nodes give their stock back once', async ({ db, nodes }) => {
    const { userId } = await aPersonWithCart(db, [{ stock: 5, quantity: 4 }]);
    const { id } = await buy(db, userId);

    const all = await Promise.allSettled(
      nodes.map((node) => cancelOrder(node, { userId, orderId: id ?? 0 })),
    );

    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await stocks(db)).toEqual([5]);
    expect(await getCart(db, userId)).toMatchObject({ id: null });
    await expectClean(nodes);
  });
});
