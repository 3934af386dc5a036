import { sql } from 'drizzle-orm';
import type { Db } from './session.ts';

/**
 * Whether this account of the server owns the database: it may change the tables themselves, in all of the database. The
 * embedded database is always its user's own. Whoever may do that could write any role past this program anyhow; an
 * account that people share has no more than SELECT, INSERT, UPDATE and DELETE.
 */
export async function ownsDatabase(db: Db): Promise<boolean> {
  const [rows] = await db.execute(sql`
    SELECT 1 FROM information_schema.USER_PRIVILEGES
    WHERE PRIVILEGE_TYPE = 'ALTER' AND GRANTEE = ${me}
    UNION ALL
    SELECT 1 FROM information_schema.SCHEMA_PRIVILEGES
    WHERE PRIVILEGE_TYPE = 'ALTER' AND GRANTEE = ${me} AND DATABASE() LIKE TABLE_SCHEMA
    LIMIT 1`);
  return (rows as unknown as unknown[]).length > 0;
}

/** Rights that this account has on the whole server, and not on its database alone. */
export async function serverRights(db: Db): Promise<string[]> {
  const [rows] = await db.execute(sql`
    SELECT PRIVILEGE_TYPE AS name FROM information_schema.USER_PRIVILEGES
    WHERE PRIVILEGE_TYPE <> 'USAGE' AND GRANTEE = ${me} ORDER BY name`);
  return (rows as unknown as { name: string }[]).map(({ name }) => name);
}

// 'joe'@'localhost', as these tables write the account that the server took this connection for.
const me = sql`CONCAT('''', SUBSTRING_INDEX(CURRENT_USER(), '@', 1), '''@''', SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '''')`;
