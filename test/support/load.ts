import { spawn } from 'node:child_process';
import { EventEmitter, on, once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Db } from '#db/connect.ts';
import { aPerson, someItems } from './given.ts';

/** What a client wrote down about a purchase: `nothing` before it asked; `refused`: not bought, for certain. */
export type Told =
  | { purchaseKey: string; told: 'nothing' | 'refused' }
  | { purchaseKey: string; told: 'bought'; orderId: number | null; totalCents?: number; lines?: number };

type Shopping = { record: string; userIds: number[]; itemIds: number[] };

type Client = {
  start(): void;
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>;
  told(): Told[];
};

const script = fileURLToPath(new URL('load-client.ts', import.meta.url));

/** Processes that buy without end, three people each, from the embedded database of a home. */
export async function startLoad(db: Db, home: string, count: number) {
  const itemIds = await someItems(db, Array(6).fill({ stock: 1_000_000 }));
  const events = new EventEmitter();
  const clients: Client[] = [];
  for (let at = 0; at < count; at += 1) {
    const people = [await aPerson(db), await aPerson(db), await aPerson(db)];
    const userIds = people.map(({ userId }) => userId);
    clients.push(aClient(home, { record: join(home, `client-${at}.ndjson`), userIds, itemIds }, events));
  }
  for (const client of clients) client.start();
  return {
    clients,
    /** Everything that was written down so far. */
    told: () => clients.flatMap((client) => client.told()),
    /** Waits until so many more purchases were acknowledged, by whichever client. */
    async more(wanted: number) {
      let seen = 0;
      for await (const [dots] of on(events, 'bought')) {
        seen += String(dots).length;
        if (seen >= wanted) return;
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client.kill()));
    },
  };
}

function aClient(home: string, order: Shopping, events: EventEmitter): Client {
  writeFileSync(order.record, '');
  let kill = async () => {};
  return {
    start() {
      const child = spawn(process.execPath, [script, JSON.stringify(order)], {
        env: { PATH: process.env.PATH, SHOP_HOME: home },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout.on('data', (dots) => events.emit('bought', dots));
      const ended = once(child, 'exit');
      kill = async () => {
        child.kill('SIGKILL');
        await ended;
      };
      // It never ends by itself: whatever it could not cope with fails the test that waits for its purchases.
      const complaint = text(child.stderr);
      void ended.then(async ([, signal]) => {
        if (signal !== 'SIGKILL') events.emit('error', new Error(await complaint));
      });
    },
    kill: () => kill(),
    told: () =>
      readFileSync(order.record, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
  };
}
