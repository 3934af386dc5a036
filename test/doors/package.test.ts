import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import { execa } from 'execa';
import { test as base, describe, expect } from 'vitest';
import { latestMigration, migrationNames } from '#db/migrations.ts';
import { openRunning } from '#db/open.ts';
import { noteSchema } from '#db/server/server.ts';
import { databaseStatus } from '#db/status.ts';
import { temporaryHome } from '#test/home.ts';
import { asTheFirstShopMadeIt } from '#test/older-shop.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

type Installed = { prefix: string; folder: string; packed: { files: { path: string }[]; size: number } };

// Packed and installed once, as a person does: globally, into an empty prefix. SHOP_TEST_NODE names another Node to run it.
const test = base.extend<{ installed: Installed }>({
  installed: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern.
    async ({}, use) => {
      const prefix = await mkdtemp(join(tmpdir(), 'shop-prefix-'));
      const npm = async (...args: string[]) => (await run('npm', args, { cwd: root })).stdout;
      const packed = JSON.parse(
        await npm('pack', '--json', '--ignore-scripts', '--pack-destination', prefix),
      );
      const [pack] = Array.isArray(packed) ? packed : Object.values(packed);
      const archive = join(prefix, pack.filename);
      await npm(
        'install',
        '--global',
        '--prefix',
        prefix,
        '--prefer-offline',
        '--no-audit',
        '--no-fund',
        archive,
      );
      await use({ prefix, folder: join(prefix, 'lib', 'node_modules', 'shop'), packed: pack });
      await rm(prefix, { recursive: true });
    },
    { scope: 'file' },
  ],
});

const node = process.env.SHOP_TEST_NODE ?? process.execPath;

const shopIn = ({ prefix }: Installed, home: string, words: string[]) =>
  execa(join(prefix, 'bin', 'shop'), words, {
    cwd: home,
    env: {
      PATH: [dirname(node), '/usr/bin', '/bin', '/usr/sbin'].join(delimiter),
      HOME: home,
      SHOP_HOME: home,
    },
    extendEnv: false,
    reject: false,
  });

describe('the package', () => {
  test('carries what it needs, and nothing else', async ({ installed }) => {
    const needed =
      /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|bin\/(?:shop\.js|bundle\.js|package\.json)|completions\/[^/]+|dist\/(?:chunks\/)?[\w-]+\.c?js|dist\/shop\.1|dist\/THIRD-PARTY-LICENSES|drizzle\/\w+\.sql|drizzle\/meta\/_journal\.json)$/;
    const { packed, folder } = installed;

    expect(packed.files.map(({ path }) => path).filter((path) => !needed.test(path))).toEqual([]);
    expect(packed.size).toBeLessThan(2_000_000);
    expect(await readdir(join(folder, 'node_modules'))).toEqual(
      expect.arrayContaining(Object.keys(manifest.dependencies).map((name) => name.split('/')[0])),
    );
  });

  test('has the license of each package that is in it', async ({ installed: { folder } }) => {
    const text = await readFile(join(folder, 'dist', 'THIRD-PARTY-LICENSES'), 'utf8');
    const [, ...entries] = text.split(/^-{80}$/m);
    const names = entries.map((entry) => /^\n(\S+) \S+ \(.+\)\n/.exec(entry)?.[1]);
    const granting =
      /Permission is hereby granted|Permission to use, copy|Redistribution and use|TERMS AND CONDITIONS FOR USE/;

    expect(names).toEqual(
      expect.arrayContaining(['ink', 'mysql2', 'drizzle-orm', 'commander', 'zod', 'yoga-layout']),
    );
    expect(entries.filter((entry) => !granting.test(entry) || !/Copyright/i.test(entry))).toEqual([]);
    expect(existsSync(join(folder, 'LICENSE'))).toBe(true);
  });

  test('imports nothing that is not installed with it', async ({ installed: { folder } }) => {
    const dist = await readdir(join(folder, 'dist'), { recursive: true });
    const texts = await Promise.all(
      dist.filter((name) => name.endsWith('js')).map((name) => readFile(join(folder, 'dist', name), 'utf8')),
    );
    const imports = texts.flatMap((text) =>
      [...text.matchAll(/(?:^|[;}\n])(?:import|export)(?:[\w*{} ,$]*?from)?\s*["']([^."'][^"']*)["']/g)].map(
        ([, name = '']) => name,
      ),
    );
    const foreign = imports.filter((name) => !name.startsWith('node:') && !builtinModules.includes(name));

    expect(imports.length).toBeGreaterThan(0);
    // Ink's developer tools stand in a chunk of their own, which the build leaves nobody to load.
    const installed = [...Object.keys(manifest.dependencies), 'react-devtools-core'];
    expect(foreign.filter((name) => !installed.includes(name))).toEqual([]);
  });

  test('tells its version and its commit, and has its manual', async ({ installed }) => {
    await using home = await temporaryHome();
    const told = await shopIn(installed, home.folder, ['--version']);

    expect(told.stdout).toMatch(
      new RegExp(`^${manifest.version.replaceAll('.', '\\.')}(?: \\([0-9a-f]{7,}\\+?\\))?$`),
    );
    expect(existsSync(join(installed.prefix, 'share/man/man1/shop.1'))).toBe(true);
  });

  test('makes a shop of its own, brings an older one up to date, and refuses a newer one', async ({
    installed,
  }) => {
    await using home = await temporaryHome();
    const shop = (...words: string[]) => shopIn(installed, home.folder, words);
    expect(await shop('items', 'list', '--limit', '1', '--json')).toMatchObject({ exitCode: 0 });
    const { db, close } = openRunning(home.paths);

    await asTheFirstShopMadeIt(db);
    await noteSchema(home.paths, migrationNames()[0] ?? '');
    expect(await shop('items', 'list', '--json')).toMatchObject({ exitCode: 0, stdout: '[]' });
    expect(await databaseStatus(db)).toMatchObject({ schema: latestMigration() });

    await db.execute(
      sql`INSERT INTO shop_migrations (name, applied_at) VALUES ('9999_later', CURRENT_TIMESTAMP)`,
    );
    await noteSchema(home.paths, '9999_later');
    expect(await shop('items', 'list')).toMatchObject({
      exitCode: 5,
      stdout: '',
      stderr: 'shop: A newer shop has migrated this database (9999_later).\n  Update shop to use it.',
    });
    await close();
  });
});
