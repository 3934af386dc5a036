import { describe, expect } from 'vitest';
import { users } from '#db/schema.ts';
import { seedSample } from '#db/seed.ts';
import { stocks } from '#test/given.ts';
import { test } from '#test/run-shop.ts';

type Cart = { items: { itemId: number; quantity: number }[] };

describe('the lines of stdin', () => {
  test('go into the cart, each with what became of it and why', async ({ db, shopper }) => {
    await seedSample(db, { demoPasswords: false });

    const input = 'Item 1,2\n\n99\n5,9\n{"id":1,"status":"CLOSED"}\n3\n';
    const { exitCode, stdout, stderr } = await shopper.run(['cart', 'add', '-', '-o', 'ndjson'], { input });

    const told = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(exitCode).toBe(5);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'conflict', details: { all: 5, failed: 3 } } });
    expect(told).toMatchObject([
      { line: 1, result: 'added', itemId: 1, item: 'Item 1', quantity: 2, code: null, message: null },
      { line: 3, result: 'failed', itemId: null, item: '99', code: 'not_found' },
      {
        line: 4,
        result: 'failed',
        code: 'conflict',
        message: 'Not enough stock.',
        details: { lines: [{ itemId: 5, name: 'Item 5', wanted: 9, stock: 2 }] },
      },
      { line: 5, result: 'failed', code: 'usage' },
      { line: 6, result: 'added', item: 'Item 3', quantity: 1 },
    ]);
    expect((await shopper.json<Cart>(['cart', 'show'])).items).toMatchObject([
      { itemId: 1, quantity: 2 },
      { itemId: 3, quantity: 1 },
    ]);
  });

  test('are left alone after the first that fails, if that is asked for', async ({ db, shopper }) => {
    await seedSample(db, { demoPasswords: false });

    const words = ['cart', 'add', '-', '--stop-on-error'];
    const { exitCode, stdout, stderr } = await shopper.run(words, { input: '1\n99\n2\n' });

    expect(exitCode).toBe(5);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).toMatch(/^shop: Line 2 failed; nothing after it was done\./);
    expect((await shopper.json<Cart>(['cart', 'show'])).items).toMatchObject([{ itemId: 1 }]);
  });

  test('may be what another command has listed, in any of its forms', async ({ db, shopper }) => {
    await seedSample(db, { demoPasswords: true });
    await shopper.json(['login', 'joe', '--password-stdin'], { input: 'shop-demo\n' });
    const all = (await stocks(db)).length;

    for (const form of [[], ['-o', 'ndjson']]) {
      const { stdout: input } = await shopper.run(['items', 'list', ...form]);
      expect(await shopper.json(['favorites', 'add', '-'], { input })).toHaveLength(all);
    }
    const { stdout: input } = await shopper.run(['favorites', 'list']);
    expect((await shopper.run(['cart', 'add', '-'], { input })).exitCode).toBe(0);
    expect((await shopper.json<unknown[]>(['favorites', 'remove', '-'], { input }))[0]).toMatchObject({
      result: 'removed',
      itemId: 1,
    });
    expect(await shopper.json(['favorites', 'list'])).toEqual([]);
  });

  test('are no JSON document', async ({ db, shopper }) => {
    await seedSample(db, { demoPasswords: false });
    const { stdout: input } = await shopper.run(['items', 'list', '--json']);

    const { exitCode, stdout, stderr } = await shopper.run(['cart', 'add', '-'], { input });

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('-o ndjson');
  });
});

test('an import that stops at an error has done the rows before it alone', async ({ db, inside }) => {
  await seedSample(db, { demoPasswords: true });
  await db.update(users).set({ role: 'operator' });
  await inside.json(['login', 'joe', '--password-stdin'], { input: 'shop-demo\n' });
  const input = 'name,price\nTea,1.50\nCup,x\nPot,y\nCan,2\n';

  const { exitCode, stdout } = await inside.run(['items', 'import', '-', '--stop-on-error', '--json'], {
    input,
  });

  expect({ exitCode, ...JSON.parse(stdout) }).toMatchObject({
    exitCode: 5,
    inserted: 1,
    failed: 1,
    errors: [{ line: 3, column: 'price', value: 'x' }],
  });
  expect((await inside.run(['items', 'show', 'Tea'])).exitCode).toBe(0);
  expect((await inside.run(['items', 'show', 'Can'])).exitCode).toBe(3);
});

describe('the fields of lines', () => {
  test('can be chosen in every format', async ({ db, shopper }) => {
    await seedSample(db, { demoPasswords: false });
    await shopper.run(['cart', 'add', '-'], { input: '1,2\n3\n' });
    const shown = async (...words: string[]) =>
      (await shopper.run(['cart', 'show', '--fields', 'itemId,quantity', ...words])).stdout;

    expect(await shown('-o', 'csv')).toBe('itemId,quantity\r\n1,2\r\n3,1\r\n');
    expect(await shown()).toBe('1\t2\n3\t1\n');
    expect(JSON.parse(await shown('--json'))).toEqual([
      { itemId: 1, quantity: 2 },
      { itemId: 3, quantity: 1 },
    ]);
    expect((await shopper.run(['whoami', '--fields', 'role,expiresAt', '-o', 'csv'])).stdout).toMatch(
      /^role,expiresAt\r\ncustomer,/,
    );
  });
});
