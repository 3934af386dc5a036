import { sql } from 'drizzle-orm';
import type { Db } from './connect.ts';

/**
 * How far apart the ids of the rows of one INSERT are: more than 1 on a cluster, where each node numbers by itself; another
 * number when a node has come or gone.
 */
export async function idStep(db: Db): Promise<number> {
  const [rows] = await db.execute(sql`SELECT @@auto_increment_increment AS step`);
  const [row] = rows as unknown as { step: number }[];
  return row?.step ?? 1;
}
