import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { MySqlDialect } from 'drizzle-orm/mysql-core';
import { MySql2Database, MySql2Session } from 'drizzle-orm/mysql2';
import type { Pool, PoolConnection } from 'mysql2/promise';
import { errnoOf, renamed } from './errors.ts';

/** The database, or an open transaction on one of its connections: every function of the domain takes either. */
export type Db = MySql2Database & {
  readonly $client: Pool | PoolConnection;
  /** How long a transaction waits for a sign of the server, in milliseconds. */
  readonly $patience: number;
};

// A statement gives up its wait for a lock after five seconds: a server that is silent for so long is out of reach.
const usualPatience = 60_000;

/** Sends a statement, and sees to its answer in its own way. */
export type Ask = <T>(statement: () => Promise<T>) => Promise<T>;

type Manner = { patience?: number; ask?: Ask };

/** Drizzle's builder on a pool or on one connection. Its failures come out renamed (see `errors.ts`). */
export function databaseOn(
  client: Pool | PoolConnection,
  { patience = usualPatience, ask = 'getConnection' in client ? insistently : plainly }: Manner = {},
): Db {
  const dialect = new MySqlDialect();
  const session = new NamingSession(client, dialect, undefined, { mode: 'default' });
  session.ask = ask;
  return Object.assign(new MySql2Database(dialect, session, undefined, 'default'), {
    $client: client,
    $patience: patience,
  });
}

const plainly: Ask = (statement) => statement();

/** Outside a transaction a statement is one by itself: when the server takes it back as a deadlock, it is sent again. */
const insistently: Ask = async (statement) => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await statement();
    } catch (error) {
      if (errnoOf(error) !== 1213 || attempt === 12) throw error;
    }
    await pause(2 ** Math.min(attempt, 6) * 4 * Math.random());
  }
};

/**
 * Asks on this connection, and breaks it when nothing comes back for so many milliseconds: where a firewall has forgotten
 * a connection, TCP would wait for a quarter of an hour, and nobody would know what became of a COMMIT.
 */
export const patiently = (connection: PoolConnection, patience = usualPatience): Ask => {
  const stream = streamOf(connection);
  const giveUp = () =>
    stream.destroy(Object.assign(new Error('The database does not answer.'), { code: 'ETIMEDOUT' }));
  return async (statement) => {
    stream.setTimeout(patience, giveUp);
    try {
      return await statement();
    } finally {
      stream.setTimeout(0, giveUp);
    }
  };
};

/** The driver's types leave out the stream, which it replaces when TLS begins. */
export const streamOf = ({ connection }: PoolConnection) =>
  (connection as unknown as { stream: Socket }).stream;

type Prepare = MySql2Session<Record<string, never>, Record<string, never>>['prepareQuery'];

// Every statement of the builder passes through here, so no caller has to think of the driver's errors.
class NamingSession extends MySql2Session<Record<string, never>, Record<string, never>> {
  ask: Ask = plainly;

  override prepareQuery: Prepare = (...args) => {
    const query = super.prepareQuery(...args);
    const run = query.execute.bind(query);
    query.execute = (values) =>
      this.ask(() => run(values)).catch((error: unknown) => {
        throw renamed(error);
      });
    return query;
  };
}
