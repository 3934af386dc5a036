// Run as a process of its own by the tests of crashes: several people who buy without end, and write down what they were
// told before they go on. It is killed; what it has written down stays.
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { connect } from '#db/connect.ts';
import { CommitUnknown } from '#db/retry.ts';
import { ensureServer } from '#db/server/server.ts';
import { addToCart } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import { checkOut } from '#domain/orders.ts';
import { shopPaths } from '#platform/paths.ts';
import type { Told } from './load.ts';

type Orders = { record: string; userIds: number[]; itemIds: number[] };

const { record, userIds, itemIds }: Orders = JSON.parse(process.argv[2] ?? '');
const paths = shopPaths(process.env);
const { socketPath } = await ensureServer(paths, () => {});
const { db } = connect({ socketPath, user: 'root', database: 'shop' }, { poolSize: userIds.length });

// The test that started it holds the other end: when that is killed, nobody else would end this.
process.stdin.resume().on('end', () => process.kill(process.pid, 'SIGKILL'));

await Promise.all(userIds.map(buyWithoutEnd));

async function buyWithoutEnd(userId: number) {
  for (;;) {
    for (const itemId of someItems()) await insist(() => addToCart(db, { userId, itemId }));
    await buy(userId, randomUUID());
  }
}

async function buy(userId: number, purchaseKey: string) {
  note({ purchaseKey, told: 'nothing' });
  try {
    const { id, totalCents, items } = await checkOut(db, { userId, address: 'Here', purchaseKey });
    note({ purchaseKey, told: 'bought', orderId: id, totalCents, lines: items.length });
  } catch (error) {
    if (isEmptyCart(error)) return note({ purchaseKey, told: 'refused' });
    if (!isUnavailable(error)) throw error;
    await ensureServer(paths, () => {});
    // Nobody knows: the same key again tells, and never buys twice.
    if (error.cause instanceof CommitUnknown) return buy(userId, purchaseKey);
    const orderId = error.details?.orderId;
    note(
      typeof orderId === 'number'
        ? { purchaseKey, told: 'bought', orderId }
        : { purchaseKey, told: 'refused' },
    );
  }
}

async function insist(work: () => Promise<unknown>) {
  try {
    await work();
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    await ensureServer(paths, () => {});
  }
}

// Nothing came to be in it, because the server was not there at that moment.
function isEmptyCart(error: unknown): boolean {
  return error instanceof ShopError && error.kind === 'conflict' && error.details === undefined;
}

function isUnavailable(error: unknown): error is ShopError {
  return error instanceof ShopError && error.kind === 'unavailable';
}

function note(told: Told) {
  appendFileSync(record, `${JSON.stringify(told)}\n`);
  if (told.told === 'bought') process.stdout.write('.');
}

/** One to three different ones. */
function someItems(): number[] {
  const first = Math.floor(Math.random() * itemIds.length);
  const count = 1 + Math.floor(Math.random() * 3);
  return [...itemIds, ...itemIds].slice(first, first + count);
}
