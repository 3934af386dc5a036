import { expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { addToCart } from '#domain/cart.ts';
import { anItem, aPerson, someItems, stocks } from '#test/given.ts';
import { test } from '#test/own-server.ts';
import { openProxy } from '#test/proxy.ts';
import { aLogin, type Buyer, buying, redirected, runShop } from '#test/shop-process.ts';
import { startLine } from '#test/start-line.ts';

// More at once would only wait for each other's start on a small machine.
const atOnce = 16;

type Racer = Buyer & { itemIds: number[] };
type Result = Awaited<ReturnType<typeof runShop>> & { itemIds: number[] };

/** Each buys in a process of its own: so many at a time, and these take their pieces at the same moment. */
async function race(racers: Racer[], socketPath: string): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < racers.length; at += atOnce) {
    const runners = racers.slice(at, at + atOnce);
    const line = startLine('UPDATE `item`', runners.length);
    await using proxy = await openProxy(socketPath, { onStatement: line.hook });
    const run = async ({ token, url, itemIds }: Racer) => {
      const result = await runShop(buying, { token, url: redirected(url, proxy) });
      // Who sees before that nothing is left never comes to the start.
      line.giveUp();
      return { ...result, itemIds };
    };
    results.push(...(await Promise.all(runners.map(run))));
  }
  return results;
}

/** One racer for each basket, with one piece of each of its items in the cart, put there in its order. */
async function someRacers({ db, url }: { db: Db; url: string }, baskets: number[][]): Promise<Racer[]> {
  const racers: Racer[] = [];
  for (const itemIds of baskets) {
    const { userId } = await aPerson(db);
    for (const itemId of itemIds) await addToCart(db, { userId, itemId });
    racers.push({ userId, url, itemIds, token: await aLogin(db, userId) });
  }
  return racers;
}

/** Who has bought, and who was told truly that there is not enough; nobody was told anything else. */
function split(results: Result[]): { winners: Result[]; losers: Result[] } {
  const winners = results.filter(({ exitCode }) => exitCode === 0);
  const losers = results.filter(({ exitCode }) => exitCode !== 0);
  for (const { exitCode, stderr } of losers) {
    expect({ exitCode, ...JSON.parse(stderr) }).toMatchObject({
      exitCode: 5,
      error: { code: 'conflict', message: 'Not enough stock.', details: { lines: expect.any(Array) } },
    });
  }
  return { winners, losers };
}

const shortLines = ({ stderr }: Result): { itemId: number; wanted: number; stock: number }[] =>
  JSON.parse(stderr).error.details.lines;

test.for([
  { count: 40, pieces: 11 },
  { count: 200, pieces: 1 },
])(
  '$count processes, $pieces pieces: exactly so many are sold',
  { timeout: 900_000 },
  async ({ count, pieces }, { server }) => {
    const { db, url, socketPath } = server;
    const itemId = await anItem(db, { stock: pieces });
    const racers = await someRacers(server, Array(count).fill([itemId]));

    const { winners, losers } = split(await race(racers, socketPath));

    expect(winners).toHaveLength(pieces);
    for (const loser of losers) expect(shortLines(loser)).toMatchObject([{ itemId, wanted: 1, stock: 0 }]);
    expect((await stocks(db)).at(-1)).toBe(0);
    expect(await server.deadlocks()).toEqual([]);
    expect(await runShop(['db', 'verify'], { url, token: '' })).toMatchObject({ exitCode: 0 });
  },
);

test('64 processes, each buys three of six scarce items, put into the cart in any order', {
  timeout: 900_000,
}, async ({ server }) => {
  const { db, url, socketPath } = server;
  const stock = 9;
  const itemIds = await someItems(db, Array(6).fill({ stock }));
  const racers = await someRacers(
    server,
    Array.from({ length: 64 }, (_, at) => basket(itemIds, at)),
  );

  const { winners, losers } = split(await race(racers, socketPath));

  const left = (await stocks(db)).slice(-6);
  const sold = winners.flatMap((winner) => winner.itemIds);
  expect(left).toEqual(itemIds.map((itemId) => stock - sold.filter((id) => id === itemId).length));
  for (const loser of losers) {
    for (const line of shortLines(loser)) {
      expect(line).toMatchObject({ wanted: 1, stock: 0 });
      expect(left[itemIds.indexOf(line.itemId)]).toBe(0);
    }
  }
  expect(await server.deadlocks()).toEqual([]);
  expect(await runShop(['db', 'verify'], { url, token: '' })).toMatchObject({ exitCode: 0 });
});

/** One of the 120 ways to take three of six one after the other; 37 leads through all of them without a pattern. */
function basket(itemIds: number[], at: number): number[] {
  const ways = itemIds.flatMap((first) =>
    itemIds.flatMap((second) => itemIds.map((third) => [first, second, third])),
  );
  const different = ways.filter((way) => new Set(way).size === 3);
  return different[(at * 37) % different.length] ?? [];
}
