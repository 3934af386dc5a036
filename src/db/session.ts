import { MySqlDialect } from 'drizzle-orm/mysql-core';
import { MySql2Database, MySql2Session } from 'drizzle-orm/mysql2';
import type { Pool, PoolConnection } from 'mysql2/promise';
import { renamed } from './errors.ts';

/** The database, or an open transaction on one of its connections: every function of the domain takes either. */
export type Db = MySql2Database & { readonly $client: Pool | PoolConnection };

/** Drizzle's builder on a pool or on one connection. Its failures come out renamed (see `errors.ts`). */
export function databaseOn(client: Pool | PoolConnection): Db {
  const dialect = new MySqlDialect();
  const session = new NamingSession(client, dialect, undefined, { mode: 'default' });
  return Object.assign(new MySql2Database(dialect, session, undefined, 'default'), { $client: client });
}

type Prepare = MySql2Session<Record<string, never>, Record<string, never>>['prepareQuery'];

// Every statement of the builder passes through here, so no caller has to think of the driver's errors.
class NamingSession extends MySql2Session<Record<string, never>, Record<string, never>> {
  override prepareQuery: Prepare = (...args) => {
    const query = super.prepareQuery(...args);
    const run = query.execute.bind(query);
    query.execute = (values) =>
      run(values).catch((error: unknown) => {
        throw renamed(error);
      });
    return query;
  };
}
