import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { verify } from '#domain/verify.ts';
import { test } from '#test/database.ts';
import { atFirst, atPlace, faults, refusal, silences } from '#test/faults.ts';
import { play } from '#test/play.ts';
import { scenes } from '#test/scenes.ts';

/** What happens on the wire when a scene is played, statement by statement. */
async function statementsOf(name: string, db: Db, url: string): Promise<string[]> {
  const { told, times, statements } = await play(await aScene(name, db), { url });
  expect({ told, times }).toEqual({ told: 'done', times: 1 });
  return statements;
}

function aScene(name: string, db: Db) {
  const begin = scenes[name];
  if (!begin) throw new Error(`no scene is called ${name}`);
  return begin(db);
}

// A purchase and a cancellation can be looked up. What is left open of the others is said to be open.
const canBeFound = (name: string) => ['checkOut', 'cancelOrder'].includes(name);

const everyFault = Object.keys(scenes).flatMap((name) =>
  Object.keys(faults).map((fault) => ({ name, fault })),
);

describe('a wire that breaks once', () => {
  test.for(everyFault)(
    '$name, $fault: at each statement',
    async ({ name, fault }, { db, databaseUrl: url }) => {
      const statements = await statementsOf(name, db, url);

      for (const [place, statement] of statements.entries()) {
        const { told, times } = await play(await aScene(name, db), {
          url,
          fault: atPlace(place, faults[fault] ?? (() => {})),
        });

        // Where the server hears nothing after the last statement, it is COMMIT that gets lost.
        const atCommit = [statement, statements[place + 1]].includes('COMMIT');
        const isOpen = atCommit && !canBeFound(name) && told === 'unknown';
        expect({ statement, told, times }).toEqual({
          statement,
          told: isOpen ? 'unknown' : 'done',
          times: isOpen ? expect.any(Number) : 1,
        });
      }

      expect((await verify(db)).broken).toEqual([]);
    },
  );
});

describe('a wire that stands and falls silent', () => {
  // So short that a slow machine may take a living server for a dead one: what holds then, holds always.
  const patience = 3_000;

  test.for(Object.keys(silences))('$0, at each statement', async (fault, { db, databaseUrl: url }) => {
    const tries: { name: string; place: number }[] = [];
    for (const name of Object.keys(scenes)) {
      const { length } = await statementsOf(name, db, url);
      tries.push(...Array.from({ length }, (_, place) => ({ name, place })));
    }

    const results = await Promise.all(
      tries.map(async ({ name, place }) => {
        const silence = silences[fault] ?? (() => {});
        const result = await play(await aScene(name, db), { url, fault: atPlace(place, silence), patience });
        return { name, ...result };
      }),
    );

    for (const { name, told, times } of results) {
      const isOpen = told === 'unknown' && !canBeFound(name);
      expect({ name, told, times }).toEqual({
        name,
        told: isOpen ? 'unknown' : 'done',
        times: isOpen ? expect.any(Number) : 1,
      });
    }
    expect((await verify(db)).broken).toEqual([]);
  });
});

describe('a database that is gone for good', () => {
  const lasting = Object.keys(scenes).flatMap((name) =>
    ['cut before it', 'cut after it'].map((fault) => ({ name, fault })),
  );

  test.for(lasting)(
    '$name, $fault, at each statement: what is told is true',
    async ({ name, fault }, { db, databaseUrl: url }) => {
      const statements = await statementsOf(name, db, url);
      const commit = statements.indexOf('COMMIT');

      for (const [place, statement] of statements.entries()) {
        const scene = await aScene(name, db);
        const { told, times } = await play(scene, {
          url,
          fault: (passing, proxy) =>
            atPlace(place, async (at) => {
              await faults[fault]?.(at);
              proxy.leave();
            })(passing),
        });

        const kept = place > commit || (place === commit && fault === 'cut after it');
        expect({ statement, told, times }).toEqual({
          statement,
          told: place < commit ? 'refused' : place === commit ? 'unknown' : 'done, not shown',
          times: kept ? 1 : 0,
        });

        // The wire is whole again, and the same is asked for once more.
        if (!kept || name === 'checkOut') {
          await scene.run(db);
          expect(await scene.times()).toBe(1);
        }
      }

      expect((await verify(db)).broken).toEqual([]);
    },
  );
});

describe('a COMMIT that the server answers with an error', () => {
  // 1180: an error during COMMIT. 1213 from COMMIT: a cluster's word for a transaction that lost against another one.
  test.for([
    { errno: 1180, done: true, commits: 2 },
    { errno: 1180, done: false, commits: 3 },
    { errno: 1213, done: false, commits: 2 },
  ])(
    '$errno, done: $done: one order, and it is shown',
    async ({ errno, done, commits }, { db, databaseUrl: url }) => {
      const { told, times, statements } = await play(await aScene('checkOut', db), {
        url,
        fault: atFirst('COMMIT', refusal(errno, { done })),
      });

      expect({ told, times }).toEqual({ told: 'done', times: 1 });
      // One more for the look where nobody knew, and one for what had to be done again.
      expect(statements.filter((statement) => statement === 'COMMIT')).toHaveLength(commits);
      expect((await verify(db)).broken).toEqual([]);
    },
  );

  test.for([1205, 1213])(
    '%i each time: nothing is changed, and that is said',
    async (errno, { db, databaseUrl: url }) => {
      const refuse = refusal(errno, { done: false });

      const { told, times } = await play(await aScene('checkOut', db), {
        url,
        fault: (passing) => (passing.text === 'COMMIT' ? refuse(passing) : undefined),
      });

      expect({ told, times }).toEqual({ told: 'refused', times: 0 });
      expect((await verify(db)).broken).toEqual([]);
    },
  );
});
