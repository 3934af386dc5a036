import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, inject } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { verify } from '#domain/verify.ts';
import { test as withDatabase } from '#test/database.ts';
import { aim, inOrder, type State, type Wish } from '#test/model.ts';
import { type Act, isExplained } from '#test/model-explain.ts';
import { read, write } from '#test/model-rows.ts';
import { perform } from '#test/model-shop.ts';
import { step } from '#test/model-step.ts';
import { someShop, someWish, someWishInTurn } from '#test/model-wishes.ts';
import { openTurnstile } from '#test/turnstile.ts';

// SHOP_MODEL_RUNS=20000 tries longer; SHOP_MODEL_SEED and SHOP_MODEL_PATH repeat a failure as it was printed.
const { SHOP_MODEL_RUNS, SHOP_MODEL_SEED, SHOP_MODEL_PATH } = process.env;
const runs = Number(SHOP_MODEL_RUNS || 1000);
const seed = Number(SHOP_MODEL_SEED || 3);
const longest = 120_000 + runs * 300;

type Terminals = { dbs: Db[]; choose: (order: number[] | null) => void };

const test = withDatabase.extend<{ terminals: Terminals }>({
  /** Four people's terminals, behind one turnstile. */
  terminals: async ({ databaseUrl, db: _ }, use) => {
    const turnstile = await openTurnstile(inject('socket'));
    const target = { ...parseDatabaseUrl(databaseUrl), socketPath: turnstile.socketPath };
    const connections = [1, 2, 3, 4].map(() => connect(target, { poolSize: 1 }));
    await use({ dbs: connections.map(({ db }) => db), choose: turnstile.choose });
    for (const connection of connections) await connection.close();
    await turnstile.close();
  },
});

/** One wish after the other: every answer and the end are what the model says. */
async function inTurn(db: Db, shop: State, wishes: Wish[]) {
  const state = structuredClone(shop);
  await write(db, state);
  for (const wish of wishes.map((wish) => wish)) {
    const aimed = aim(state, wish);
    const outcome = await perform(db, aimed);
    expect(outcome).toEqual(step(state, aimed));
  }
  expect(inOrder(await read(db, state.people.length))).toEqual(inOrder(state));
  expect((await verify(db)).broken).toEqual([]);
}

type Rush = { wishes: Wish[]; order: number[] | null };

/** Up to four at once, several times: some order of each rush explains what everybody was told, and its end. */
async function atOnce(db: Db, { dbs, choose }: Terminals, shop: State, rushes: Rush[]) {
  await write(db, shop);
  let state = await read(db, shop.people.length);
  for (const { wishes, order } of rushes) {
    const aimed = wishes.map((wish) => aim(state, wish));
    choose(order);
    const acts: Act[] = await Promise.all(
      aimed.map(async (wish, at) => ({ wish, outcome: await perform(dbs[at] ?? db, wish) })),
    ).catch(async (e) => {
      console.log(
        e,
        (await db.execute(sql.raw('SHOW ENGINE INNODB STATUS')))[0],
        (
          await db.execute(
            sql.raw(
              'select table_name, auto_increment from information_schema.tables where table_schema=database()',
            ),
          )
        )[0],
      );
      throw e;
    });
    choose(null);
    const after = await read(db, shop.people.length);
    if (!isExplained(state, acts, after)) throw new Error(unexplained(state, acts, after));
    state = after;
  }
  expect((await verify(db)).broken).toEqual([]);
}

const unexplained = (before: State, acts: Act[], after: State) =>
  ['No order of these explains what happened.', { before }, ...acts, { after }]
    .map((part) => JSON.stringify(part))
    .join('\n');

const someOrder = fc.option(fc.array(fc.nat(3), { minLength: 10, maxLength: 80 }), { freq: 4 });

const someRush: fc.Arbitrary<Rush> = fc.record(
  { wishes: fc.array(someWish, { minLength: 2, maxLength: 4, size: 'max' }), order: someOrder },
  { noNullPrototype: true },
);

const check = <Args extends [unknown, ...unknown[]]>(property: fc.IAsyncProperty<Args>, numRuns: number) =>
  fc.assert(property, {
    numRuns,
    seed,
    path: SHOP_MODEL_PATH || undefined,
    // A failure that is still being made smaller is reported before the test is ended from outside.
    interruptAfterTimeLimit: longest - 10_000,
    markInterruptAsFailure: true,
  });

describe('any history', () => {
  test('one after the other is what the model says', { timeout: longest }, async ({ db }) => {
    const t0 = performance.now();
    await check(
      fc.asyncProperty(
        someShop,
        fc.array(someWishInTurn, { minLength: 1, maxLength: 20, size: 'max' }),
        (shop, wishes) => inTurn(db, shop, wishes),
      ),
      runs * 0.5,
    );
    console.log(performance.now() - t0);
  });

  test('of several people at once has an order', { timeout: longest }, async ({ db, terminals }) => {
    const t0 = performance.now();
    await check(
      fc.asyncProperty(
        someShop,
        fc.array(someRush, { minLength: 1, maxLength: 4, size: 'max' }),
        (shop, rushes) => atOnce(db, terminals, shop, rushes),
      ),
      runs * 0.5,
    );
    console.log(performance.now() - t0);
  });
});
