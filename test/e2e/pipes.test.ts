import { execa } from 'execa';
import { expect } from 'vitest';
import { seedDemo } from '#db/demo.ts';
import { seedSample } from '#db/seed.ts';
import { type Shopper, shopBin, test } from '#test/run-shop.ts';

/** A line of bash in which `shop` is the program; `pipefail` lets any part of a pipe fail the whole. */
const bash = (shopper: Shopper, line: string) =>
  execa('bash', ['-o', 'pipefail', '-c', `shop() { "${process.execPath}" "${shopBin}" "$@"; }\n${line}`], {
    env: shopper.env,
    extendEnv: false,
    reject: false,
  });

test('a reader that goes away ends a long list quietly, as a success', async ({ db, shopper }) => {
  await seedDemo(db, { count: 20_000 });

  for (const format of ['tsv', 'csv', 'json', 'ndjson', 'table']) {
    const { stdout, stderr, exitCode } = await bash(
      shopper,
      `shop items list --all --stock all -o ${format} | head -1`,
    );

    expect({ format, stderr, exitCode }).toEqual({ format, stderr: '', exitCode: 0 });
    expect(stdout.split('\n')).toHaveLength(1);
  }
});

test('every match comes out, whatever the format', async ({ db, shopper }) => {
  await seedDemo(db, { count: 2_500 });
  const all = 'shop items list --all --stock all';

  expect((await bash(shopper, `${all} | wc -l`)).stdout.trim()).toBe('2500');
  expect((await bash(shopper, `${all} -o ndjson | wc -l`)).stdout.trim()).toBe('2500');
  expect((await bash(shopper, `${all} -o csv | wc -l`)).stdout.trim()).toBe('2501');
  expect(await shopper.json(['items', 'list', '--all', '--stock', 'all'])).toHaveLength(2500);
  expect((await bash(shopper, `${all.replace('--all', '--limit 1500')} | wc -l`)).stdout.trim()).toBe('1500');
});

test('a list can be piped into the cart', async ({ db, shopper }) => {
  await seedSample(db, { demoPasswords: false });

  const { exitCode } = await bash(shopper, 'shop items list --max-price 9 -o ndjson | shop cart add -');

  expect(exitCode).toBe(0);
  expect(await shopper.json(['cart', 'show'])).toMatchObject({ items: [{ itemId: 3 }, { itemId: 6 }] });
});

test('each line of stdin has its own outcome', async ({ db, shopper }) => {
  await seedSample(db, { demoPasswords: false });
  const input =
    '\uFEFFItem 1,2\r\n\n99\n{"itemId":3,"quantity":2}\n{"name":"Item 2"}\n{broken\nItem 5, 3\n3 1\n';

  const { stdout, stderr, exitCode } = await shopper.run(['cart', 'add', '-', '--json'], { input });

  const outcomes: { line: number; result: string }[] = JSON.parse(stdout);
  expect(outcomes.map(({ line, result }) => [line, result])).toEqual([
    [1, 'added'],
    [3, 'failed'],
    [4, 'added'],
    [5, 'added'],
    [6, 'failed'],
    [7, 'failed'],
    [8, 'failed'],
  ]);
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'conflict', details: { all: 7, failed: 4 } } });
  expect(exitCode).toBe(5);
  expect(await shopper.json(['cart', 'show'])).toMatchObject({
    items: [
      { itemId: 1, quantity: 2 },
      { itemId: 2, quantity: 1 },
      { itemId: 3, quantity: 2 },
    ],
  });
});

test('an argument in another encoding is refused, instead of being kept with broken characters', async ({
  db,
  shopper,
}) => {
  await seedSample(db, { demoPasswords: false });

  for (const command of ["items list --search $'Caf\\xe9'", "cart add 1 --quantity $'\\xff1'"]) {
    const { stdout, stderr, exitCode } = await bash(shopper, `shop ${command} --no-color`);

    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(/^shop: An argument is not in UTF-8 .*\n {2}Write it in UTF-8/);
  }
  expect((await bash(shopper, "shop items list --search $'Caf\\xc3\\xa9' --json")).stdout).toBe('[]');
});
