import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect } from 'vitest';
import { exitCodes, failureOf, failureText } from '#cli/exit.ts';
import { seedSample } from '#db/seed.ts';
import { ShopError } from '#domain/errors.ts';
import { shopBin, test } from '#test/run-shop.ts';

const plain = { json: false, paint: (_: unknown, text: string) => text };

test('the codes are those of the contract', () => {
  expect(exitCodes).toEqual({
    unexpected: 1,
    usage: 2,
    not_found: 3,
    auth: 4,
    conflict: 5,
    unavailable: 6,
    limit: 7,
    interrupted: 130,
  });
});

describe('a refusal', () => {
  const refusal = new ShopError('conflict', 'Not enough stock.', {
    details: { lines: [{ itemId: 1, name: 'Lamp\u001b[2J', wanted: 3, stock: 1 }] },
    next: 'shop cart set <item> <quantity>',
  });

  test('is what is wrong and, below it, what to do', async () => {
    expect(failureText(await failureOf(refusal, {}), plain)).toBe(
      'shop: Not enough stock.\n  Lamp: 3 wanted, 1 in stock\n  shop cart set <item> <quantity>\n',
    );
  });

  test('is one object as JSON', async () => {
    const text = failureText(await failureOf(refusal, {}), { ...plain, json: true });

    expect(JSON.parse(text)).toEqual({
      error: {
        code: 'conflict',
        message: refusal.message,
        details: { ...refusal.details, next: refusal.next },
      },
    });
    expect(text.trimEnd()).not.toMatch(/\p{Cc}/u);
  });
});

test('a fault of ours is one line; what happened stands in a log that only its owner reads', async () => {
  const home = await mkdtemp(join(tmpdir(), 'shop-'));

  const failure = await failureOf(new TypeError('the secret inside'), { SHOP_HOME: home });
  const text = failureText(failure, plain);

  const log = join(home, 'shop.log');
  expect(text).toBe(`shop: Something went wrong that should not have; it is written down in ${log}\n`);
  expect(await readFile(log, 'utf8')).toContain('TypeError: the secret inside\n    at ');
  expect((await stat(log)).mode & 0o777).toBe(0o600);
  await rm(home, { recursive: true });
});

describe('streams that do not work', () => {
  test.for<[redirect: string, exitCode: number, stderr: RegExp]>([
    ['items list >/dev/full', 1, /^shop: The result could not be written \(ENOSPC\)\.\n$/],
    ['items show 99 2>/dev/full', 3, /^$/],
    ['items show 99 2>&-', 3, /^$/],
    ['items list | true', 0, /^$/],
    ['items show 99 2>&1 | true', 3, /^$/],
    ['items list </dev/null', 0, /^$/],
  ])('shop %s', async ([line, exitCode, stderr], { db, shopper }) => {
    await seedSample(db, { demoPasswords: false });

    const answer = await execa(
      'bash',
      ['-o', 'pipefail', '-c', `"${process.execPath}" "${shopBin}" ${line}`],
      {
        env: shopper.env,
        extendEnv: false,
        reject: false,
        stripFinalNewline: false,
      },
    );

    expect({ exitCode: answer.exitCode, stderr: answer.stderr }).toEqual({
      exitCode,
      stderr: expect.stringMatching(stderr),
    });
  });
});
