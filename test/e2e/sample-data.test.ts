import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, inject } from 'vitest';
import { test } from '#test/run-shop.ts';

const client = 'mariadb';
const file = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'sample-data.sql');
const missing = await whatIsMissing();
if (missing) process.stderr.write(`The owner's sample data is not tried: ${missing}.\n`);

async function whatIsMissing() {
  if (!existsSync(file)) return '../shared/data/sample-data.sql is not there';
  const { failed } = await execa(client, ['--version'], { reject: false });
  return failed ? 'there is no mariadb client' : undefined;
}

/** The owner's own file, word for word, by somebody else's program. */
async function loadSample(databaseUrl: string) {
  const database = new URL(databaseUrl).pathname.slice(1);
  const words = ['--no-defaults', '--user=root', `--socket=${inject('socket')}`, database];
  await execa(client, words, { input: readFileSync(file, 'utf8') });
}

// The fixture `db` is named because it empties the database.
test.skipIf(missing)("the owner's SQL is a shop to buy from", async ({ databaseUrl, db: _, shopper }) => {
  await loadSample(databaseUrl);

  const items = await shopper.json<{ name: string }[]>(['items', 'list']);
  await shopper.json(['register', '--username', 'ann', '--password-stdin'], { input: 'a good password\n' });
  await shopper.json(['cart', 'add', 'Item 10']);
  const bought = await shopper.json(['cart', 'checkout', '--address', '1 Main St', '--yes']);
  const left = await shopper.json<{ name: string }[]>(['items', 'list']);

  expect(items).toHaveLength(10);
  expect(bought).toMatchObject({ status: 'CLOSED', total: '9.99', items: [{ name: 'Item 10', stock: 0 }] });
  expect(left.map(({ name }) => name)).not.toContain('Item 10');
  expect(await shopper.json(['db', 'verify'])).toMatchObject({ broken: [] });
});

test.skipIf(missing)(
  "the sample's placeholders for passwords let nobody in",
  async ({ databaseUrl, db: _, shopper }) => {
    await loadSample(databaseUrl);

    for (const password of ['hashed_pw_1', 'shop-demo', '']) {
      const answer = await shopper.run(['login', 'joe', '--password-stdin'], { input: `${password}\n` });

      expect(answer).toMatchObject({ stdout: '', exitCode: 4 });
    }
  },
);
