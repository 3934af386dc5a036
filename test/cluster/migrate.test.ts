import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { describe, expect, inject, test } from 'vitest';
import type { Db } from '#db/connect.ts';
import { seedDemo } from '#db/demo.ts';
import { migrate } from '#db/migrate.ts';
import { migrationNames } from '#db/migrations.ts';
import { verify } from '#domain/verify.ts';
import { connectEach, isCluster } from '#test/cluster.ts';
import { createDatabase, databaseUrlFor, dropDatabase } from '#test/database.ts';
import { rowsOf } from '#test/given.ts';

async function inBareDatabase(work: (nodes: [Db, Db, Db]) => Promise<void>) {
  const name = `shop_bare_${randomBytes(6).toString('hex')}`;
  await createDatabase(name);
  const { nodes, close } = connectEach(inject('nodes'), databaseUrlFor(name));
  try {
    await work(nodes);
  } finally {
    await close();
    await dropDatabase(name);
  }
}

describe.runIf(isCluster)('on a cluster', () => {
  test('three shops that migrate on three nodes do it once', () =>
    inBareDatabase(async (nodes) => {
      const all = await Promise.all([...nodes, ...nodes].map((node) => migrate(node)));

      expect(all.flatMap(({ applied }) => applied)).toEqual(migrationNames());
      expect(await rowsOf(nodes[0], 'SELECT * FROM shop_lock')).toEqual([]);
    }));

  test('the turn of one that was killed ends by itself', () =>
    inBareDatabase(async ([killed, next]) => {
      await migrate(killed);
      await killed.execute(sql`DROP TABLE signing_keys`);
      await killed.execute(
        sql`UPDATE shop_migrations SET applied_at = NULL, statements_done = statements_done - 1 WHERE name = '0000_shop'`,
      );
      await killed.execute(
        sql`INSERT INTO shop_lock VALUES ('migrate', 'somebody', UTC_TIMESTAMP() + INTERVAL 1 SECOND)`,
      );

      const { applied } = await migrate(next);

      expect(applied).toEqual(['0000_shop']);
      expect(await rowsOf(killed, 'SELECT * FROM signing_keys')).toEqual([]);
    }));

  test('what three nodes add at once has ids of its own, and its own opening', () =>
    inBareDatabase(async (nodes) => {
      await migrate(nodes[0]);

      await Promise.all(nodes.map((node) => seedDemo(node, { count: 300 })));

      expect(await rowsOf(nodes[1], 'SELECT @@auto_increment_increment AS step')).toEqual([{ step: 3 }]);
      expect(await verify(nodes[2])).toMatchObject({ checked: { items: 900, movements: 900 }, broken: [] });
    }));
});
