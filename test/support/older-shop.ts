import { sql } from 'drizzle-orm';
import type { Db } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { migrationNames, readMigration } from '#db/migrations.ts';
import { rowsOf } from './given.ts';

/** The tables of the first migration alone. @returns the names of the later ones */
export async function asTheFirstShopMadeIt(db: Db): Promise<string[]> {
  const [first = '', ...later] = migrationNames();
  await migrate(db);
  await db.execute(sql`SET FOREIGN_KEY_CHECKS = 0`);
  await forgetAllBut(db, ['shop_migrations']);
  for (const statement of readMigration(first).statements) await db.execute(sql.raw(statement));
  await db.execute(sql`DELETE FROM shop_migrations WHERE name <> ${first}`);
  return later;
}

export async function forgetAllBut(db: Db, kept: string[]) {
  const tables = await rowsOf<{ name: string }>(
    db,
    'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
  );
  const names = tables.map(({ name }) => name).filter((name) => !kept.includes(name));
  await db.execute(sql.raw(`DROP TABLE ${names.join(', ')}`));
}
