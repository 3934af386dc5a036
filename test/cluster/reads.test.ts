import { describe, expect } from 'vitest';
import { deleteAccount, getUser, register } from '#domain/accounts.ts';
import { addToCart, getCart } from '#domain/cart.ts';
import { addFavorites } from '#domain/favorites.ts';
import { getItem } from '#domain/items.ts';
import { endSession, resumeSession, startSession } from '#domain/sessions.ts';
import { inTurn, isCluster, test } from '#test/cluster.ts';
import { anItem, aPerson, rowsOf } from '#test/given.ts';

describe.runIf(isCluster)('what a person has just written on another node', () => {
  test('is in the next read', async ({ db, nodes }) => {
    const itemId = await anItem(db, { stock: 1000 });
    const { userId } = await aPerson(db);
    const seen: number[] = [];

    for (const [at, node] of inTurn(nodes, 60).entries()) {
      await addToCart(node, { userId, itemId });
      const [line] = (await getCart(nodes[(at + 1) % 3] ?? db, userId)).items;
      seen.push(line?.quantity ?? 0);
    }

    expect(seen).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
  });

  test('is what the next write stands on', async ({ db, nodes: [a, b, c] }) => {
    const itemId = await anItem(db);
    for (let round = 0; round < 10; round += 1) {
      const { id: userId } = await register(a, { username: `joe-${round}`, password: 'correct horse' });
      const { token } = await startSession(b, { userId });
      const { session } = await resumeSession(c, token);
      await addFavorites(a, { userId, itemIds: [itemId] });

      expect((await getItem(b, { item: itemId, userId })).favorite).toBe(true);
      expect(await endSession(b, { sessionId: session.id })).toBe(true);
      await expect(resumeSession(a, token)).rejects.toMatchObject({ kind: 'auth' });
      await deleteAccount(c, { userId, username: `joe-${round}` });
      await expect(getUser(a, userId)).rejects.toMatchObject({ kind: 'not_found' });
    }
  });

  test('needs nothing set at the servers', async ({ nodes: [node] }) => {
    const settings = 'SELECT @@wsrep_sync_wait AS here, @@GLOBAL.wsrep_sync_wait AS there';

    expect(await rowsOf(node, settings)).toEqual([{ here: 7, there: 0 }]);
  });
});
