import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { inTransaction } from '#db/retry.ts';
import { addToCart, clearCart, getCart, removeFromCart, setInCart } from '#domain/cart.ts';
import { checkOut, listOrders } from '#domain/orders.ts';
import { verify } from '#domain/verify.ts';
import { inTurn, isCluster, test } from '#test/cluster.ts';
import { anItem, aPerson, aPersonWithCart, someItems } from '#test/given.ts';

describe.runIf(isCluster)('a cart on three nodes', () => {
  test('is one, whoever opens it first, and has every piece', async ({ db, nodes }) => {
    const itemId = await anItem(db, { stock: 100 });
    for (let round = 0; round < 8; round += 1) {
      const { userId } = await aPerson(db);

      await Promise.all(inTurn(nodes, 6).map((node) => addToCart(node, { userId, itemId })));

      for (const node of nodes) expect((await getCart(node, userId)).items).toMatchObject([{ quantity: 6 }]);
      expect((await listOrders(db, { userId, limit: 9 })).orders).toHaveLength(1);
    }
  });

  test('has the different items that several terminals add', async ({ db, nodes }) => {
    const items = await someItems(db, [{}, {}, {}, {}, {}, {}]);
    const { userId } = await aPerson(db);

    await Promise.all(
      inTurn(nodes, 6).map((node, at) => addToCart(node, { userId, itemId: items[at] ?? 0 })),
    );

    expect((await getCart(db, userId)).items.map(({ itemId }) => itemId)).toEqual(items);
  });

  // What locks the cart on one node does not lock it on another: only the comparison of what both have written, when
  // both commit, finds that one came too late.
  const edits = [
    ['added', ({ other, ...wish }: Edit) => ({ ...wish, itemId: other })],
    ['added to', ({ itemId, userId }: Edit) => ({ itemId, userId })],
  ] as const;
  type Edit = { userId: number; itemId: number; other: number };

  test.for(edits)(
    'that is bought on another node while a line is %s is bought with or without, never half',
    async ([, wish], { db, nodes: [here, there] }) => {
      for (let round = 0; round < 6; round += 1) {
        const { userId, itemIds } = await aPersonWithCart(db, [{ stock: 50, quantity: 2 }]);
        const line = wish({ userId, itemId: itemIds[0] ?? 0, other: await anItem(db) });
        const together = barrier(2);

        const [cart, order] = await Promise.all([
          inTransaction(here, async (tx) => {
            const after = await addToCart(tx, line);
            await together();
            return after;
          }),
          inTransaction(there, async (tx) => {
            const after = await checkOut(tx, { userId, address: 'Here', purchaseKey: randomUUID() });
            await together();
            return after;
          }),
        ]);

        const { orders } = await listOrders(db, { userId, limit: 9 });
        expect(orders).toContainEqual(order);
        // It came first and was bought along, or it came too late and is in a cart of its own.
        if (cart.id !== order.id) expect(orders).toContainEqual(cart);
        const pieces = orders.flatMap(({ items }) => items).reduce((sum, { quantity }) => sum + quantity, 0);
        expect(pieces).toBe(3);
        expect((await verify(db)).broken).toEqual([]);
      }
    },
  );

  test('that is edited and bought at once is bought as it was at one moment', async ({ db, nodes }) => {
    for (let round = 0; round < 10; round += 1) {
      const { userId, itemIds } = await aPersonWithCart(db, [
        { stock: 100, quantity: 2 },
        { stock: 100, quantity: 2 },
      ]);
      const [first = 0, second = 0] = itemIds;
      const third = await anItem(db, { stock: 100 });
      const [a, b, c] = nodes;

      await Promise.allSettled([
        addToCart(a, { userId, itemId: third, quantity: 3 }),
        setInCart(b, { userId, itemId: second, quantity: 7 }),
        checkOut(c, { userId, address: 'Here', purchaseKey: randomUUID() }),
        removeFromCart(a, { userId, itemId: first }),
        round % 2 ? clearCart(b, { userId }) : addToCart(b, { userId, itemId: third }),
      ]);

      expect((await verify(db)).broken).toEqual([]);
    }
  });
});

/** Those who come to it wait for each other, so many of them; whoever comes again goes through. */
function barrier(count: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  let waiting = 0;
  return () => {
    waiting += 1;
    if (waiting >= count) resolve();
    return promise;
  };
}
