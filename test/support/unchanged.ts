import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '#db/connect.ts';
import { allRows, rowsOf } from './given.ts';

const tables = [
  'users',
  'item',
  'orders',
  'order_items',
  'favorite_items',
  'stock_movements',
  'signing_keys',
  'prompts',
  'shop_settings',
];

/**
 * Everything that is kept, in the database and in a person's folder, to be compared. Not when a login was last used, nor how
 * many wrong passwords were counted: what is refused may change these.
 */
export async function unchanged(db: Db, home: string) {
  const logins = await rowsOf(db, 'SELECT id, user_id, expires_at FROM sessions ORDER BY id');
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const texts = await Promise.all(files.sort().map(async (file) => [file, await readFile(file, 'utf8')]));
  return { ...(await allRows(db, tables)), logins, texts };
}
