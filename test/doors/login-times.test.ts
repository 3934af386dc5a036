import { hash } from 'bcryptjs';
import { expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { users } from '#db/schema.ts';
import { hashPassword } from '#domain/passwords.ts';
import { test } from '#test/database.ts';
import { signIn } from '#test/sign-in.ts';

const tries = 30;

const salt = 'A'.repeat(22);
const sum = 'A'.repeat(43);

/** What may be kept for a name that cannot log in with any password. */
async function rubbish(): Promise<Record<string, string | null>> {
  return {
    hashed_pw_1: 'hashed_pw_1',
    'no hash': null,
    'a truncated hash': (await hashPassword('correct horse')).slice(0, 60),
    'absurd parameters': `$argon2id$v=19$m=4294967295,t=999,p=255$${salt}$${sum}`,
    'a hash of an earlier program': await hash('correct horse', 10),
  };
}

/** How long a wrong password takes, and what it is told. */
async function timed(db: Db, username: string) {
  const start = performance.now();
  const told = await signIn(db, { username, password: 'battery staple' }).catch((error) => error);
  return {
    time: performance.now() - start,
    told: `${told.kind}: ${told.message} ${JSON.stringify(told.details)}`,
  };
}

const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;

// Each round asks for a known name, an unknown one and one of the others at the same moment, each first in its turn, so that
// whatever else this machine does is done to all; a leak would be there when it is tried again, noise is not.
test('a wrong password takes as long for a known name as for an unknown one, and for one whose hash is none', {
  retry: 2,
}, async ({ db }) => {
  const hashes = Object.entries(await rubbish());
  const known = await hashPassword('correct horse');
  const account = (username: string, hashedPassword: string | null) => ({
    username,
    hashedPassword,
    isRegistered: true,
  });
  const rounds = Array.from({ length: tries }, (_, round) => {
    const [kind = '', hashedPassword = null] = hashes[round % hashes.length] ?? [];
    // New names each time: after five wrong passwords of one it would have to wait.
    const names = { known: `known-${round}`, unknown: `unknown-${round}`, odd: `odd-${round}` };
    return { kind, names, accounts: [account(names.known, known), account(names.odd, hashedPassword)] };
  });
  await db.insert(users).values(rounds.flatMap(({ accounts }) => accounts));
  const seen: { kind: string; known: number; unknown: number; odd: number }[] = [];
  const words = new Set<string>();

  for (const [round, { kind, names }] of rounds.entries()) {
    const order = Object.entries(names);
    const turned = [...order.slice(round % 3), ...order.slice(0, round % 3)];
    const answers = await Promise.all(
      turned.map(async ([who, name]) => [who, await timed(db, name)] as const),
    );
    for (const [, { told }] of answers) words.add(told);
    const times = Object.fromEntries(answers.map(([who, { time }]) => [who, time]));
    seen.push({ kind, known: times.known ?? 0, unknown: times.unknown ?? 0, odd: times.odd ?? 0 });
  }

  expect(words).toEqual(new Set(['auth: Wrong username or password. {"reason":"credentials"}']));
  expect(Math.abs(median(seen.map(({ known, unknown }) => known - unknown)))).toBeLessThan(20);
  for (const [kind] of hashes) {
    const ratios = seen.filter((one) => one.kind === kind).map(({ known, odd }) => odd / known);
    expect(median(ratios), kind).toBeLessThan(1.9);
  }
});
