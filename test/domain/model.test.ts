import fc from 'fast-check';
import { describe, expect, inject } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { verify } from '#domain/verify.ts';
import { test as withDatabase } from '#test/database.ts';
import { type AimedWish, aim, inOrder, type State, type Wish } from '#test/model.ts';
import { type Act, isExplained } from '#test/model-explain.ts';
import { read, write } from '#test/model-rows.ts';
import { scenes } from '#test/model-scenes.ts';
import { perform } from '#test/model-shop.ts';
import { step } from '#test/model-step.ts';
import { type Rush, someOrder, someRush, someShop, someWishInTurn } from '#test/model-wishes.ts';
import { openTurnstile } from '#test/turnstile.ts';

// SHOP_MODEL_RUNS=20000 tries longer, SHOP_MODEL_SEED something else; with SHOP_MODEL_PATH (and one test, -t) a failure
// is repeated as it was printed.
const { SHOP_MODEL_RUNS, SHOP_MODEL_SEED, SHOP_MODEL_PATH } = process.env;
const runs = Number(SHOP_MODEL_RUNS || 1000);
const seed = Number(SHOP_MODEL_SEED || 1);
const longest = 300_000 + runs * 1_000;

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

const check = <Args extends [unknown, ...unknown[]]>(property: fc.IAsyncProperty<Args>, numRuns: number) =>
  fc.assert(property, {
    numRuns,
    seed,
    path: SHOP_MODEL_PATH || undefined,
    // A failure that is still being made smaller is reported before the test is ended from outside.
    interruptAfterTimeLimit: longest - 20_000,
    markInterruptAsFailure: true,
  });

describe('any history', () => {
  test('one after the other is what the model says', { timeout: longest }, async ({ db }) => {
    const wishes = fc.array(someWishInTurn, { minLength: 1, maxLength: 20, size: 'max' });

    await check(fc.asyncProperty(someShop, wishes, inTurn), Math.ceil(runs / 2));

    async function inTurn(shop: State, wishes: Wish[]) {
      const state = structuredClone(shop);
      await write(db, state);
      for (const wish of wishes) {
        const aimed = aim(state, wish);
        expect(await perform(db, aimed)).toEqual(step(state, aimed));
      }
      expect(inOrder(await read(db, state.people.length))).toEqual(inOrder(state));
      expect((await verify(db)).broken).toEqual([]);
    }
  });

  test('of people who come at once has an order', { timeout: longest }, async ({ db, terminals }) => {
    const rushes = fc.array(someRush, { minLength: 1, maxLength: 4, size: 'max' });
    const inRushes = (shop: State, rushes: Rush[]) => atOnce(db, terminals, shop, rushes);

    await check(fc.asyncProperty(someShop, rushes, inRushes), Math.ceil(runs / 2));
  });
});

describe('at the same moment', () => {
  test.for(scenes)(
    '$title',
    { timeout: longest },
    async ({ shop, before = [], wishes }, { db, terminals }) => {
      const earlier = before.map((wish) => ({ wishes: [wish], order: null }));
      const inOrder = (order: Rush['order']) => atOnce(db, terminals, shop, [...earlier, { wishes, order }]);

      await check(fc.asyncProperty(someOrder, inOrder), Math.ceil(runs / 40));
    },
  );
});

/** Some order of each rush, one wish after the other, explains what everybody was told and how it ended. */
async function atOnce(db: Db, { dbs, choose }: Terminals, shop: State, rushes: Rush[]) {
  await write(db, shop);
  let state = await read(db, shop.people.length);
  for (const { wishes, order } of rushes) {
    const aimed = wishes.map((wish) => aim(state, wish));
    choose(order);
    const acts = await allAtOnce(dbs, aimed);
    choose(null);
    const after = await read(db, shop.people.length);
    if (!isExplained(state, acts, after)) throw new Error(unexplained(state, acts, after));
    state = after;
  }
  expect((await verify(db)).broken).toEqual([]);
}

async function allAtOnce(dbs: Db[], wishes: AimedWish[]): Promise<Act[]> {
  const acting = async (db: Db, wish: AimedWish) => ({ wish, outcome: await perform(db, wish) });
  const answers = await Promise.allSettled(
    dbs.flatMap((db, at) => (wishes[at] ? [acting(db, wishes[at])] : [])),
  );
  // A fault is told when nobody is under way any more, who could disturb the next try.
  return answers.map((answer) => {
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value;
  });
}

const unexplained = (before: State, acts: Act[], after: State) =>
  ['No order of these explains what happened:', { before }, ...acts, { after }]
    .map((part) => JSON.stringify(part))
    .join('\n');
