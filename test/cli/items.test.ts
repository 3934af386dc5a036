import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { test } from '#test/run-shop.ts';

test('an item that is no longer sold is shown as such; a value that is missing is told as missing', async ({
  db,
  inside,
}) => {
  const [register, input] = [['register', '--username', 'ann', '--password-stdin'], 'a good password\n'];
  await inside.json(register, { input });
  await db.execute(sql`UPDATE users SET role = 'operator'`);
  await inside.json(['items', 'add', '--name', 'Tea', '--price', '2', '--stock', '1']);
  await inside.json(['cart', 'add', 'Tea']);
  await inside.json(['cart', 'checkout', '--address', 'Here', '--yes']);

  expect((await inside.run(['items', 'show', 'Tea'])).stderr).toBe('');
  expect(await inside.run(['items', 'restock', 'Tea'])).toMatchObject({
    exitCode: 2,
    stderr: 'shop: <n> must be a number like +5, -2 or =7.\n',
  });
  await inside.json(['items', 'remove', 'Tea']);

  expect(await inside.run(['items', 'show', 'Tea', '--fields', 'name'])).toEqual({
    exitCode: 0,
    stdout: 'Tea\n',
    stderr: 'It is no longer sold.\n',
  });
});
