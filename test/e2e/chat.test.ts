import { execa } from 'execa';
import { expect } from 'vitest';
import { someItems } from '#test/given.ts';
import { aModelServer, says, stallsAfter } from '#test/model-server.ts';
import { type Shopper, shopBin, test } from '#test/run-shop.ts';

const question = 'who is the president?';
const promptsOf = async (shopper: Shopper) =>
  (await shopper.json<{ session: { promptsUsed: number } }>(['whoami'])).session.promptsUsed;

/** `shop chat` as a process that can be ended from outside. */
const chatting = (shopper: Shopper, url: string) =>
  execa(process.execPath, [shopBin, 'chat', question], {
    env: { ...shopper.env, OPENAI_BASE_URL: url },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  });

test('a suggestion is printed in a script, and the sixth question gets a friendly sentence', async ({
  shopper,
  db,
}) => {
  await someItems(db, [{ name: 'Lamp', price: '7.50', stock: 3 }]);

  const plain = await shopper.run(['chat', 'put', 'two', 'lamps', 'in', 'my', 'cart']);
  const json = await shopper.json(['chat', 'put two lamps in my cart']);
  for (const _ of [3, 4, 5]) await shopper.run(['chat', 'is the lamp in stock?']);
  const sixth = await shopper.run(['chat', 'is the lamp in stock?']);

  expect(plain).toMatchObject({
    exitCode: 0,
    stdout: 'Put 2 × Lamp into your cart? 7.50 each, 15.00 together; 3 in stock.\n',
    stderr: expect.stringMatching(/shop cart add \d+ -n 2/),
  });
  expect(json).toMatchObject({
    source: 'database',
    prompts: { used: 2, left: 3, limit: 5 },
    items: [{ name: 'Lamp', price: '7.50' }],
    proposal: { change: 'cart.add', quantity: 2, price: '7.50', stock: 3 },
  });
  expect((await shopper.json<{ items: unknown[] }>(['cart', 'show'])).items).toEqual([]);
  expect(sixth).toMatchObject({ exitCode: 7, stdout: '', stderr: expect.stringContaining('Thank you') });
  expect(await shopper.json<unknown[]>(['chat', '--history'])).toHaveLength(5);
});

test('kill -9 in the middle costs one prompt, and gains none', async ({ shopper }) => {
  await using server = await aModelServer(stallsAfter(), says('Somebody.'));
  const killed = chatting(shopper, server.url);
  await expect.poll(() => server.asked.length, { timeout: 30_000 }).toBe(1);

  killed.kill('SIGKILL');
  await killed;

  expect(await promptsOf(shopper)).toBe(1);
  expect(await chatting(shopper, server.url)).toMatchObject({ exitCode: 0, stdout: 'Somebody.' });
  expect(await promptsOf(shopper)).toBe(2);
});

test('Ctrl-C before the first word gives the prompt back', async ({ shopper }) => {
  await using server = await aModelServer(stallsAfter());
  const stopped = chatting(shopper, server.url);
  await expect.poll(() => server.asked.length, { timeout: 30_000 }).toBe(1);

  stopped.kill('SIGINT');

  expect(await stopped).toMatchObject({ exitCode: 130, stdout: '' });
  expect(await promptsOf(shopper)).toBe(0);
});
