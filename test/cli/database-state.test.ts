import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { databaseState } from '#cli/commands/db/state.ts';
import { openShop } from '#shop.ts';
import { temporaryHome } from '#test/home.ts';

/** A port of this machine on which nobody listens: it was somebody's a moment ago. */
async function aClosedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

test('a server out of reach is told with its place, and not sent back to where it was asked', async () => {
  await using home = await temporaryHome();
  const port = await aClosedPort();
  const env = { SHOP_HOME: home.folder, SHOP_DATABASE_URL: `mysql://joe@127.0.0.1:${port}/shop` };
  await using shop = openShop(env, { say: () => {} });

  const { status, trouble } = await databaseState(shop);

  expect(status).toMatchObject({ kind: 'server', state: 'unreachable', place: `shop on 127.0.0.1:${port}` });
  expect(trouble).toMatchObject({ kind: 'unavailable', details: { code: 'ECONNREFUSED' } });
  expect(trouble?.next).not.toContain('db status');
});

test('an embedded database that is not there yet is no trouble, and is not made', async () => {
  await using home = await temporaryHome();
  await using shop = openShop({ SHOP_HOME: home.folder }, { say: () => {} });

  expect(await databaseState(shop)).toEqual({
    status: expect.objectContaining({ kind: 'embedded', state: 'absent', schema: null }),
  });
});
