import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { test as base, describe, expect } from 'vitest';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { latestMigration } from '#db/migrations.ts';
import { openDatabase } from '#db/open.ts';
import { stopServer } from '#db/server/server.ts';
import { readState, writeState } from '#db/server/state.ts';
import { type Paths, shopPaths } from '#platform/paths.ts';
import { createDatabase, databaseUrlFor, dropDatabase } from '#test/database.ts';
import { rowsOf } from '#test/given.ts';

const run = promisify(execFile);
const openOnce = fileURLToPath(new URL('../support/open-once.ts', import.meta.url));

// A SHOP_HOME of its own; the embedded server that comes to life in it ends with the test.
const test = base.extend<{ home: string; paths: Paths }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern.
  home: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), 'shop-open-'));
    await use(home);
    await stopServer(shopPaths({ SHOP_HOME: home }));
    await rm(home, { recursive: true, force: true });
  },
  paths: async ({ home }, use) => use(shopPaths({ SHOP_HOME: home })),
});

const silent = () => {};
const itemsIn = (rows: { items: number }[]) => rows[0]?.items;

describe('the embedded database', () => {
  test('is created, migrated and filled once by processes that come at the same moment', async ({
    home,
    paths,
  }) => {
    const env = { ...process.env, SHOP_HOME: home };
    const opened = await Promise.all(
      [1, 2, 3].map(async () => JSON.parse((await run(process.execPath, [openOnce], { env })).stdout)),
    );

    expect(opened.map(({ rows }) => itemsIn(rows))).toEqual([10, 10, 10]);
    const said: string[] = opened.flatMap((one) => one.said);
    expect(said.filter((line) => line.includes('shop-demo'))).toHaveLength(1);
    expect(said.filter((line) => line.startsWith('Creating'))).toHaveLength(1);
    expect(readState(paths)?.schema).toBe(latestMigration());
  });

  test('is started again when it does not run, without a word about its tables', async ({ paths }) => {
    const first = await openDatabase({ target: undefined, paths, say: silent, poolSize: 1 });
    await first.db.execute('DELETE FROM favorite_items');
    await first.close();
    const note = await readFile(join(paths.database, 'server.json'), 'utf8');
    await stopServer(paths);
    const said: string[] = [];

    const second = await openDatabase({
      target: undefined,
      paths,
      say: (line) => said.push(line),
      poolSize: 1,
    });

    expect(await rowsOf(second.db, 'SELECT * FROM favorite_items')).toEqual([]);
    await second.close();
    expect(said).toEqual([expect.stringMatching(/^Starting/)]);
    expect(JSON.parse(await readFile(join(paths.database, 'server.json'), 'utf8'))).toMatchObject({
      schema: JSON.parse(note).schema,
    });
  });

  test('whose preparation was interrupted is prepared to the end, and nothing twice', async ({ paths }) => {
    const first = await openDatabase({ target: undefined, paths, say: silent, poolSize: 1 });
    await first.close();
    writeState(paths, { schema: undefined });

    const second = await openDatabase({ target: undefined, paths, say: silent, poolSize: 1 });

    expect(itemsIn(await rowsOf(second.db, 'SELECT COUNT(*) AS items FROM item'))).toBe(10);
    await second.close();
    expect(readState(paths)?.schema).toBe(latestMigration());
  });

  test('whose note is lost gets a whole one again', async ({ paths }) => {
    const first = await openDatabase({ target: undefined, paths, say: silent, poolSize: 1 });
    await first.close();
    const made = readState(paths);
    await rm(join(paths.database, 'server.json'));

    const second = await openDatabase({ target: undefined, paths, say: silent, poolSize: 1 });
    await second.close();

    expect(readState(paths)).toMatchObject({ flavor: made?.flavor, schema: latestMigration() });
  });
});

test('a home that is a file, or below one, is named', async ({ home }) => {
  await writeFile(join(home, 'file'), '');
  const paths = shopPaths({ SHOP_HOME: join(home, 'file') });

  const opening = openDatabase({ target: undefined, paths, say: silent, poolSize: 1 });

  await expect(opening).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('a part of that path is a file'),
  });
});

describe('a database by its URL', () => {
  test('is used as it is: missing tables name the command that makes them', async ({ paths }) => {
    await createDatabase('shop_untouched');
    const { db, close } = await openDatabase({
      target: parseDatabaseUrl(databaseUrlFor('shop_untouched')),
      paths,
      say: silent,
      poolSize: 1,
    });

    await expect(db.execute('SELECT * FROM item')).rejects.toMatchObject({
      kind: 'unavailable',
      next: 'shop db migrate',
    });

    await close();
    await dropDatabase('shop_untouched');
  });
});
