import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, inject } from 'vitest';
import { test } from '#test/run-shop.ts';

const file = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'sample-data.sql');
const client = await execa('mariadb', ['--version'], { reject: false });
const missing = !existsSync(file)
  ? `${file} is not there`
  : client.failed
    ? 'there is no mariadb client'
    : undefined;
if (missing) process.stderr.write(`The owner's sample data is not tried: ${missing}.\n`);

test.skipIf(missing)(
  "the owner's SQL, loaded by another client, is a shop to buy from",
  async ({ databaseUrl, shopper, db: _emptied }) => {
    const database = new URL(databaseUrl).pathname.slice(1);
    // The client names its own connection's character set; the sample is plain ASCII in any.
    await execa('mariadb', ['--no-defaults', '-uroot', `--socket=${inject('socket')}`, database], {
      input: readFileSync(file, 'utf8'),
    });

    const items = await shopper.json<{ name: string; price: string }[]>(['items', 'list']);
    await shopper.json(['register', '--username', 'ann', '--password-stdin'], { input: 'a good password\n' });
    await shopper.json(['cart', 'add', 'Item 10']);
    const bought = await shopper.json(['cart', 'checkout', '--address', '1 Main St', '--yes']);
    const left = await shopper.json<{ name: string }[]>(['items', 'list']);

    expect(items).toHaveLength(10);
    expect(bought).toMatchObject({ status: 'CLOSED', total: '9.99', items: [{ name: 'Item 10', stock: 0 }] });
    expect(left.map(({ name }) => name)).not.toContain('Item 10');
    expect(await shopper.json(['db', 'verify'])).toMatchObject({ broken: [] });
  },
);

test.skipIf(missing)(
  'the people of the sample have placeholders for passwords, which let nobody in',
  async ({ databaseUrl, shopper, db: _emptied }) => {
    const database = new URL(databaseUrl).pathname.slice(1);
    await execa('mariadb', ['--no-defaults', '-uroot', `--socket=${inject('socket')}`, database], {
      input: readFileSync(file, 'utf8'),
    });

    for (const password of ['hashed_pw_1', 'shop-demo', '']) {
      const answer = await shopper.run(['login', 'joe', '--password-stdin'], { input: `${password}\n` });
      expect(answer.exitCode).not.toBe(0);
      expect(answer.stdout).toBe('');
    }
  },
);
