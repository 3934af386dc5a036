import type { Config } from '#platform/config.ts';
import { parseDatabaseUrl, type Target } from './database-url.ts';

/**
 * Where the database of these settings is, with the password that is kept apart from its URL, unless that has one of its
 * own. Undefined: the embedded one. @throws ShopError usage for a URL that means nothing, auth for a password that cannot be read now
 */
export async function targetOf({
  databaseUrl,
  databaseUrlFrom,
  secret,
}: Pick<Config, 'databaseUrl' | 'databaseUrlFrom' | 'secret'>): Promise<Target | undefined> {
  if (databaseUrl === undefined) return undefined;
  const target = parseDatabaseUrl(databaseUrl, databaseUrlFrom);
  if (target.password) return target;
  const password = await secret('database.password');
  if (password === undefined) return target;
  return { ...target, password, named: `${databaseUrlFrom}, and database.password` };
}
