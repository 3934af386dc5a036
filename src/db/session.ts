import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Query, SQL } from 'drizzle-orm';
import { MySqlDialect } from 'drizzle-orm/mysql-core';
import { MySql2Database, MySql2Session } from 'drizzle-orm/mysql2';
import type { FieldPacket, Pool, PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { errnoOf, renamed } from './errors.ts';

/** The database, or an open transaction on one of its connections: every function of the domain takes either. */
export type Db = MySql2Database & {
  /**
   * Takes a connection out of the pool, which breaks when the server is silent for longer than `patience` (in
   * milliseconds; usually that of the pool). Absent where this already is one, inside a transaction.
   */
  readonly $lend?: (how?: { patience: number }) => Promise<Lent>;
  /** Builds a change of its own text, to be run with the values of its placeholders. */
  $prepare(statement: SQL): Prepared<Change['execute']>;
  /**
   * Runs a query of the builder for its rows as the driver reads them, columns in their order. Several times as quick as
   * the builder's own objects; what the columns are is the caller's word.
   */
  $rows<Row extends unknown[]>(query: { toSQL(): Query }): Promise<Row[]>;
};

type Change = { execute: [ResultSetHeader, FieldPacket[]]; iterator: never };

export type Prepared<Answer> = { execute(values: Record<string, unknown>): Promise<Answer> };

/** A connection that is in one pair of hands until `release`. */
export type Lent = {
  db: Db;
  /** Sends a statement as it is. */
  say(statement: string): Promise<unknown>;
  release(): void;
  /** Instead of `release`, for a connection whose state nobody knows. */
  destroy(): void;
};

// A statement gives up its wait for a lock after five seconds: a server that is silent for so long is out of reach.
const usualPatience = 60_000;

/** Sends a statement, and sees to its answer in its own way. */
type Ask = <T>(statement: () => Promise<T>) => Promise<T>;

/**
 * Drizzle's builder on a pool. Its failures come out renamed (see `errors.ts`). `patience`: for how many milliseconds
 * a transaction waits for a sign of the server.
 */
export function databaseOn(pool: Pool, patience = usualPatience): Db {
  // A connection comes back with its database, and so with the statements that were built for it.
  const known = new WeakMap<object, Lent>();
  return databaseWith(pool, insistently, async (how) => {
    const connection = await pool.getConnection();
    if (how) return lentOf(connection, how.patience);
    const lent = known.get(connection.connection) ?? lentOf(connection, patience);
    known.set(connection.connection, lent);
    return lent;
  });
}

function lentOf(connection: PoolConnection, patience: number): Lent {
  const ask = patiently(connection, patience);
  return {
    db: databaseWith(connection, ask),
    say: (statement) => ask(() => connection.query(statement)),
    release: () => connection.release(),
    destroy: () => connection.destroy(),
  };
}

function databaseWith(client: Pool | PoolConnection, ask: Ask, lend?: Db['$lend']): Db {
  const dialect = new MySqlDialect();
  const session = new NamingSession(client, dialect, undefined, { mode: 'default' });
  session.ask = ask;
  return Object.assign(new MySql2Database(dialect, session, undefined, 'default'), {
    ...(lend && { $lend: lend }),
    $prepare: (statement: SQL) => session.prepareQuery<Change>(dialect.sqlToQuery(statement), undefined),
    $rows: <Row extends unknown[]>(query: { toSQL(): Query }) => session.rows<Row>(client, query.toSQL()),
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
export function patiently(connection: PoolConnection, patience = usualPatience): Ask {
  const stream = streamOf(connection);
  // Stays on the stream, and is heard only while an answer is awaited.
  stream.on('timeout', () => {
    stream.destroy(Object.assign(new Error('The database does not answer.'), { code: 'ETIMEDOUT' }));
  });
  return async (statement) => {
    if (patience !== Infinity) stream.setTimeout(patience);
    try {
      return await statement();
    } finally {
      stream.setTimeout(0);
    }
  };
}

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
    query.execute = (values) => this.naming(() => run(values));
    return query;
  };

  async rows<Row extends unknown[]>(client: Pool | PoolConnection, { sql, params }: Query): Promise<Row[]> {
    const [rows] = await this.naming(() =>
      client.query<(RowDataPacket & Row)[]>({ sql, values: params, rowsAsArray: true }),
    );
    return rows;
  }

  private async naming<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await this.ask(run);
    } catch (error) {
      throw renamed(error);
    }
  }
}
