import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { connectToServer, onOneNode } from './database.ts';

/** The same database for an account of the server that people share: it reads and writes rows, and no more. */
export async function sharedAccount(databaseUrl: string): Promise<AsyncDisposable & { url: string }> {
  const name = `shared_${randomBytes(6).toString('hex')}`;
  const { pathname } = new URL(databaseUrl);
  const admin = connectToServer();
  await admin.db.execute(sql.raw(`CREATE USER ${name}@localhost`));
  await admin.db.execute(
    sql.raw(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${pathname.slice(1)}.* TO ${name}@localhost`),
  );
  return {
    url: onOneNode(databaseUrl.replace('root@', `${name}@`)),
    [Symbol.asyncDispose]: async () => {
      await admin.db.execute(sql.raw(`DROP USER ${name}@localhost`));
      await admin.close();
    },
  };
}
