// What grows with the number of items, and what may not: streams, pages and searches with ten items and with a million.
import { type SQL, sql } from 'drizzle-orm';
import { connect, type Db } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { listItems } from '#domain/items.ts';
import type { TestServer } from '#test/server.ts';
import { numbers } from './million.ts';
import { run, shopBin, watched } from './processes.ts';
import { compared, inTurns, median, percentile, type Row } from './rows.ts';

/** A shop with so many items, in a database of its own. */
export type Assortment = { count: number; url: string; database: string };

const pageSize = 50;

const kinds = ['Mug', 'Lamp', 'Chair', 'Bowl', 'Plate', 'Knife', 'Towel', 'Clock', 'Shelf', 'Kettle'];
const looks = [
  'oak',
  'blue',
  'glazed',
  'small',
  'folding',
  'steel',
  'linen',
  'round',
  'tall',
  'heavy',
  'plain',
];
// From words that every tenth item has to one that none has.
const searches = ['mug', 'lamp oak', 'kettle', 'ste', 'gla', 'm', 'fold', '77777', 'clock 99', 'nothingness'];

/** Makes shops with so many items each. Their words come round at different distances, so that searches find few or many. */
export async function fillShops(server: TestServer, counts: readonly number[]): Promise<Assortment[]> {
  const shops: Assortment[] = [];
  for (const count of counts) {
    const database = `items_${count}`;
    const root = connect({ socketPath: server.socketPath, user: 'root' }, { poolSize: 1 });
    await root.db.execute(sql.raw(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`));
    await root.close();
    const { db, close } = connect({ socketPath: server.socketPath, user: 'root', database }, { poolSize: 1 });
    await migrate(db);
    await fillItems(db, count);
    await close();
    const socket = encodeURIComponent(server.socketPath);
    shops.push({ count, database, url: `mysql://root@localhost/${database}?socket=${socket}` });
  }
  return shops;
}

async function fillItems(db: Db, count: number) {
  const word = (words: string[], every: number) =>
    sql`ELT(1 + FLOOR(n / ${sql.raw(String(every))}) % ${words.length}, ${list(words)})`;
  // Half of them with a description, as a shop has them; not in the order of their names.
  await db.execute(sql`
    INSERT INTO item (id, item_name, price, stock_available, description)
    SELECT n, CONCAT(${word(kinds, 1)}, ' ', ${word(looks, 7)}, ' ', (n * 7919) % ${count}), 1 + n % 9900 / 100, 5 + n % 90,
      IF(n % 2 = 0, CONCAT('Made by hand, number ', n), NULL)
    FROM ${numbers(count)}`);
  await db.execute(sql`ANALYZE TABLE item`);
}

const list = (words: string[]): SQL =>
  sql.join(
    words.map((one) => sql`${one}`),
    sql`, `,
  );

type Wish = { rounds: number; repeats: number };

/** Every item as a stream, pages near and far, and searches; last the same figures for each size. */
export async function manyItemsRows(
  server: TestServer,
  shops: readonly Assortment[],
  { rounds, repeats }: Wish,
): Promise<{ rows: Row[]; growth: Record<string, string | number>[] }> {
  const growth: Record<string, string | number>[] = [];
  const rows: Row[] = [];
  const peaks = new Map<number, number>();
  for (const shop of shops) {
    const all = await streamed(server, shop, rounds);
    const { near, far, searched } = await paged(server, shop, repeats);
    peaks.set(shop.count, median(all.megabytes));
    growth.push({
      items: shop.count,
      'all as NDJSON, ms': Math.round(median(all.ours)),
      'peak, MB': Math.round(median(all.megabytes)),
      'first page, ms': median(near).toFixed(2),
      'last page, ms': median(far).toFixed(2),
      'search p50, ms': median(searched).toFixed(2),
      'search p95, ms': percentile(searched, 95).toFixed(2),
    });
    if (shop !== shops.at(-1)) continue;
    const many = shop.count.toLocaleString('en');
    rows.push(
      compared(
        `${many} items as NDJSON, time`,
        'mariadb --batch --quick',
        { ours: all.ours, floor: all.floor },
        { most: 1.25 },
      ),
      alone(`${many} items as NDJSON, peak memory`, median(all.megabytes), 'MB', 130),
      compared(
        `page ${(shop.count / pageSize).toLocaleString('en')} of ${many} items`,
        'page 1',
        { ours: far, floor: near },
        { most: 1.2 },
      ),
      {
        what: `search in ${many} items, p95`,
        against: 'page 1, p95',
        ours: percentile(searched, 95),
        floor: percentile(near, 95),
        unit: 'ms',
        value: percentile(searched, 95) / percentile(near, 95),
        budget: { most: 5 },
      },
    );
  }
  const [fewer, most] = [...peaks.entries()].slice(-2);
  if (fewer && most) {
    rows.push({
      what: `the same, memory`,
      against: `${fewer[0].toLocaleString('en')} items`,
      ours: most[1],
      floor: fewer[1],
      unit: 'MB',
      value: most[1] / fewer[1],
      budget: { most: 1.1 },
    });
  }
  return { rows, growth };
}

const alone = (what: string, value: number, unit: string, most: number): Row => ({
  what,
  against: '',
  ours: value,
  floor: null,
  unit,
  value,
  budget: { most },
});

/** The stream of all items, and the server's own client with the same query. */
async function streamed(server: TestServer, { url, database }: Assortment, rounds: number) {
  const megabytes: number[] = [];
  const query =
    'SELECT id, item_name, price, stock_available, image_url, description, FALSE, retired_at IS NOT NULL FROM item WHERE retired_at IS NULL AND stock_available > 0 ORDER BY id';
  const client = [
    '--no-defaults',
    `--socket=${server.socketPath}`,
    '--user=root',
    '--batch',
    '--quick',
    '-e',
    query,
  ];
  const env = { ...process.env, SHOP_DATABASE_URL: url, SHOP_HOME: '/nowhere', SHOP_KEYCHAIN: 'none' };
  const figures = await inTurns(
    {
      ours: async () => {
        const took = await watched(process.execPath, [shopBin, 'items', 'list', '--all', '-o', 'ndjson'], {
          env,
        });
        megabytes.push(took.megabytes);
        return took.ms;
      },
      floor: () => run('mariadb', [...client, database]),
    },
    rounds,
  );
  return { ...figures, megabytes };
}

async function paged(server: TestServer, { count, database }: Assortment, repeats: number) {
  const { db, close } = connect({ socketPath: server.socketPath, user: 'root', database }, { poolSize: 1 });
  const limit = pageSize;
  const last = Math.max(0, count - limit);
  const timed = async (work: Promise<unknown>) => {
    const started = performance.now();
    await work;
    return performance.now() - started;
  };
  const figures = await inTurns(
    {
      near: () => timed(listItems(db, { limit, stock: 'all' })),
      far: () => timed(listItems(db, { limit, stock: 'all', after: { key: last, id: last } })),
      searched: (round) => timed(listItems(db, { limit, search: searches[round % searches.length] ?? '' })),
    },
    repeats,
  );
  await close();
  return figures;
}
