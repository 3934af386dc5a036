import stringWidth from 'string-width';
import { describe, expect } from 'vitest';
import { bar, barChart, skyline, wantsAscii } from '#cli/chart.ts';
import type { Db } from '#db/connect.ts';
import { users } from '#db/schema.ts';
import { seedSample } from '#db/seed.ts';
import { changeItem } from '#test/given.ts';
import { type Shopper, test } from '#test/run-shop.ts';

const plainly = { paint: (_: unknown, text: string) => text, ascii: false };

/** Two items sold today by an operator, who may ask how the shop does. */
async function aSale(db: Db, shopper: Shopper) {
  await seedSample(db, { demoPasswords: true });
  await db.update(users).set({ role: 'operator' });
  await shopper.json(['login', 'joe', '--password-stdin'], { input: 'shop-demo\n' });
  await changeItem(db, 1, { name: '日本の緑茶、とても長い名前のとても良いお茶', price: '4.50', stock: 9 });
  await changeItem(db, 2, { name: 'Cup', price: '2.00', stock: 3 });
  await shopper.json(['cart', 'clear']);
  await shopper.json(['cart', 'add', '1', '-n', '3']);
  await shopper.json(['cart', 'add', '2']);
  await shopper.json(['cart', 'checkout', '--yes', '--address', 'Here']);
}

test('a program is told in one object, or in the rows of a section', async ({ db, inside }) => {
  await aSale(db, inside);
  const today = new Date().toISOString().slice(0, 10);

  const all = await inside.json<Record<string, unknown>>(['stats', '--since', today]);
  const rows = async (...words: string[]) => (await inside.run(['stats', '--since', today, ...words])).stdout;

  expect(all).toMatchObject({
    since: today,
    by: 'day',
    revenue: '15.50',
    revenueCents: 1550,
    orders: 1,
    average: '15.50',
    cancelled: 0,
    sales: [{ since: today, until: today, orders: 1, revenue: '15.50', revenueCents: 1550 }],
    items: [
      { itemId: 1, pieces: 3, revenue: '13.50' },
      { itemId: 2, name: 'Cup', pieces: 1, revenue: '2.00' },
    ],
  });
  expect(await rows()).toBe(`${today}\t${today}\t1\t15.50\n`);
  expect(await rows('--section', 'items', '--limit', '1', '--fields', 'itemId,pieces')).toBe('1\t3\n');
  expect(await rows('--section', 'sales', '-o', 'csv')).toBe(
    `since,until,orders,revenue,revenueCents\r\n${today},${today},1,15.50,1550\r\n`,
  );
  expect(JSON.parse(await rows('--section', 'stock', '--stock-below', '3', '--json'))[0]).toMatchObject({
    itemId: 2,
    stock: 2,
    sold: 1,
  });
});

test.for([
  [['--since', '2026-02-30'], 2, /--since must be a date/],
  [['--since', '2026-02-02', '--until', '2026-02-01'], 2, /--since is after --until/],
  [['--by', 'year'], 2, /--by must be one of day, week, month/],
  [['--section', 'people'], 2, /--section must be one of sales, items, stock, carts/],
  [['--since', '0001-01-01', '--by', 'day'], 2, /more than 10000 times a day/],
  [['--fields', 'revenues'], 2, /no field "revenues"/],
] as [string[], number, RegExp][])('%j is refused', async ([words, code, message], { db, inside }) => {
  await aSale(db, inside);

  const { exitCode, stderr } = await inside.run(['stats', ...words]);

  expect({ exitCode, stderr }).toEqual({ exitCode: code, stderr: expect.stringMatching(message) });
});

test('a customer is told nothing', async ({ db, inside }) => {
  await seedSample(db, { demoPasswords: true });
  expect((await inside.run(['stats'])).exitCode).toBe(4);
  await inside.json(['login', 'joe', '--password-stdin'], { input: 'shop-demo\n' });

  const { exitCode, stdout, stderr } = await inside.run(['stats']);

  expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 4, stdout: '' });
  expect(stderr).toContain('Only an operator may do that.');
});

describe('charts', () => {
  test.for([40, 80, 120])(
    'fit %i columns, the names of any width among them',
    async (columns, { db, inside }) => {
      await aSale(db, inside);

      const { stdout } = await inside.run(['stats', '-o', 'table', '--by', 'week'], {
        env: { COLUMNS: String(columns) },
      });
      const lines = stdout.split('\n');
      const [tea = '', cup = ''] = lines.slice(
        lines.findIndex((line) => line.startsWith('Best sellers')) + 1,
      );

      expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([]);
      expect(tea).toMatch(columns === 120 ? /良いお茶 / : /…/);
      expect(tea).toMatch(/█ {2}3 {2}13\.50$/);
      expect(cup).toMatch(/ 1 {3}2\.00$/);
      const [ofTea, ofCup] = [tea, cup].map((line) => stringWidth(line.slice(0, line.search(/[█▏▎▍▌▋▊▉]/u))));
      expect(ofTea).toBe(ofCup);
    },
  );

  test('are of ASCII where the locale has no more', async ({ db, inside }) => {
    await aSale(db, inside);

    const { stdout } = await inside.run(['stats', '--section', 'sales', '-o', 'table'], {
      env: { LANG: 'C' },
    });

    expect(stdout).toMatch(/#{8,} {2}15\.50 {2}1\n/);
    expect(stdout).toMatch(/^[ -~\n]*$/);
  });

  test.for([
    [{}, undefined, false],
    [{ LANG: 'en_US.UTF-8' }, 'lines', false],
    [{ LANG: 'en_US.UTF-8' }, 'ascii', true],
    [{ LANG: 'C' }, undefined, true],
    [{ LANG: 'C', LC_ALL: 'C.UTF-8' }, undefined, false],
    [{ LANG: 'de_DE.UTF-8', LC_CTYPE: 'POSIX' }, undefined, true],
    [{ TERM: 'dumb' }, undefined, true],
  ] as [NodeJS.ProcessEnv, string | undefined, boolean][])(
    '%j with borders %j: ASCII %j',
    ([env, borders, ascii]) => {
      expect(wantsAscii(env, borders)).toBe(ascii);
    },
  );

  test.for([
    [0, ''],
    [0.001, '▏'],
    [0.5, '██'],
    [0.6, '██▍'],
    [1, '████'],
  ] as [number, string][])('%f of four cells is "%s"', ([share, drawn]) => {
    expect(bar(share, 4)).toBe(drawn);
  });

  test('stand on the ground, also where there is nothing', () => {
    expect(skyline([0, 1, 4, 8], plainly)).toBe('▁▁▄█');
    expect(skyline([0, 0], plainly)).toBe('▁▁');
    expect(barChart([{ label: 'a', value: 0, cells: ['0'] }], { ...plainly, width: 20 })).toEqual([
      'a                  0',
    ]);
  });
});
