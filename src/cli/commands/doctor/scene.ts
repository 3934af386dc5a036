import type { Connection, Db } from '#db/connect.ts';
import { connect } from '#db/connect.ts';
import { renamed } from '#db/errors.ts';
import { openRunning } from '#db/open.ts';
import { serverStatus } from '#db/server/server.ts';
import { targetOf } from '#db/target.ts';
import { ShopError } from '#domain/errors.ts';
import type { Config } from '#platform/config.ts';
import type { Paths } from '#platform/paths.ts';
import type { Shop } from '#shop.ts';
import { orSkip, Skipped } from './finding.ts';

/** What the checks look at together: each part is fetched once, by whoever needs it first. */
export type Scene = AsyncDisposable & {
  env: NodeJS.ProcessEnv;
  paths: Paths;
  stdout: NodeJS.WriteStream;
  /** @throws ShopError usage */
  config(): Config;
  /** A connection to the database if it runs: none is started. @throws ShopError; Skipped; Silence */
  connect(): Promise<Db>;
  /** For the checks that need the database for something else. @throws Skipped while it cannot be asked */
  database(): Promise<Db>;
  /** What `work` brings in the time that a check has. @throws Silence */
  inTime<Value>(work: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
  /** Whether something was left to itself because it took too long. */
  readonly overdue: boolean;
};

/** Nothing came in the time that there was. */
export class Silence extends Error {
  readonly seconds: number;

  constructor(seconds: number) {
    super(`Nothing came within ${seconds} seconds.`);
    this.seconds = seconds;
  }
}

const connections = 4;

export function setScene(shop: Shop, stdout: NodeJS.WriteStream, patience: number): Scene {
  let connection: Promise<Connection> | undefined;
  let connected: Promise<Db> | undefined;
  let overdue = false;

  const inTime = async <Value>(work: (signal: AbortSignal) => Promise<Value>): Promise<Value> => {
    const end = new AbortController();
    const { promise: over, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      overdue = true;
      reject(new Silence(patience / 1000));
      end.abort();
    }, patience);
    try {
      return await Promise.race([work(end.signal), over]);
    } finally {
      clearTimeout(timer);
    }
  };

  const open = async () => {
    const config = await orSkip('The settings come first.', () => shop.config);
    const target = await targetOf(config);
    if (target) return connect(target, { poolSize: connections, patience });
    const { state } = await orSkip('The embedded database comes first.', () => serverStatus(shop.paths));
    if (state === 'running') return openRunning(shop.paths, { poolSize: connections });
    throw new Skipped('The embedded database does not run.');
  };

  const firstConnection = async () => {
    connection = open();
    const { db } = await connection;
    try {
      // The pool connects with the first query.
      (await db.$lend?.())?.release();
    } catch (error) {
      throw renamed(error);
    }
    return db;
  };

  return {
    env: shop.env,
    paths: shop.paths,
    stdout,
    config: () => shop.config,
    connect() {
      connected ??= inTime(firstConnection);
      return connected;
    },
    async database() {
      try {
        return await this.connect();
      } catch (error) {
        if (error instanceof ShopError || error instanceof Silence)
          throw new Skipped('The database cannot be asked.');
        throw error;
      }
    },
    inTime,
    get overdue() {
      return overdue;
    },
    async [Symbol.asyncDispose]() {
      await (await connection?.catch(() => undefined))?.close();
    },
  };
}
