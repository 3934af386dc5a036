import { randomBytes } from 'node:crypto';
import { connect, type Db } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { createDatabase, databaseUrlFor, dropDatabase } from './database.ts';

/** A bare database without a table, with latin1 by default as on a bare server. */
export async function inBareDatabase(work: (db: Db, url: string) => Promise<void>) {
  const name = `shop_bare_${randomBytes(6).toString('hex')}`;
  await createDatabase(name, 'latin1');
  const url = databaseUrlFor(name);
  const { db, close } = connect(parseDatabaseUrl(url), { poolSize: 4 });
  try {
    await work(db, url);
  } finally {
    await close();
    await dropDatabase(name);
  }
}
