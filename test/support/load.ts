import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
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

const source = fileURLToPath(new URL('load-client.ts', import.meta.url));

/** Processes that buy without end, three people each, from the embedded database of a home. */
export async function startLoad(db: Db, home: string, count: number) {
  const script = join(home, 'load-client.mjs');
  // Dozens are started: from its sources each would take a second, most of it to find files.
  await build({
    input: source,
    platform: 'node',
    logLevel: 'warn',
    output: { file: script, codeSplitting: false },
  });
  const itemIds = await someItems(db, Array(6).fill({ stock: 1_000_000 }));
  const events = new EventEmitter();
  const clients: Client[] = [];
  for (let at = 0; at < count; at += 1) {
    const people = [await aPerson(db), await aPerson(db), await aPerson(db)];
    const userIds = people.map(({ userId }) => userId);
    const shopping = { record: join(home, `client-${at}.ndjson`), userIds, itemIds };
    clients.push(aClient(shopping, { script, home, events }));
  }
  let broken: Error | undefined;
  events.on('broken', (error) => {
    broken = error;
  });
  for (const client of clients) client.start();
  return {
    clients,
    /** Everything that was written down so far. */
    told: () => clients.flatMap((client) => client.told()),
    /** Waits until so many more purchases were acknowledged, by whichever client. */
    async more(wanted: number) {
      const { promise: enough, resolve, reject } = Promise.withResolvers<void>();
      let missing = wanted;
      const count = (dots: Buffer) => {
        missing -= dots.length;
        if (missing <= 0) resolve();
      };
      events.on('bought', count).on('broken', reject);
      if (broken) reject(broken);
      await enough.finally(() => events.off('bought', count).off('broken', reject));
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client.kill()));
    },
  };
}

type Place = { script: string; home: string; events: EventEmitter };

function aClient(shopping: Shopping, { script, home, events }: Place): Client {
  writeFileSync(shopping.record, '');
  let kill = async () => {};
  return {
    start() {
      const child = spawn(process.execPath, [script, JSON.stringify(shopping)], {
        env: { PATH: process.env.PATH, SHOP_HOME: home },
        stdio: 'pipe',
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
        if (signal !== 'SIGKILL') events.emit('broken', new Error(await complaint));
      });
    },
    kill: () => kill(),
    told: () =>
      readFileSync(shopping.record, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
  };
}
