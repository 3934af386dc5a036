import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test as base, describe, expect } from 'vitest';
import { createTokenFile, readTokenFile, removeTokenFile, writeTokenFile } from '#platform/token-file.ts';

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixture's dependencies from the pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'shop-token-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
});

const run = promisify(execFile);
const asRoot = process.getuid?.() === 0;
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

test('a login file is for its owner alone, in a folder for its owner alone', async ({ folder }) => {
  const path = join(folder, 'deep', 'inside', 'login');

  await writeTokenFile(path, 'a token');

  expect(await readTokenFile(path)).toBe('a token');
  expect(await modeOf(path)).toBe('600');
  expect(await modeOf(join(folder, 'deep', 'inside'))).toBe('700');
  expect(await readdir(join(folder, 'deep', 'inside'))).toEqual(['login']);
});

test('writing again takes the place of the old text', async ({ folder }) => {
  const path = join(folder, 'login');
  await writeTokenFile(path, 'a long old token');

  await writeTokenFile(path, 'new');

  expect(await readTokenFile(path)).toBe('new');
});

test('of two that create it, one is told that it came second', async ({ folder }) => {
  const path = join(folder, 'visitor');
  const tokens = Array.from({ length: 8 }, (_, n) => `token ${n}`);

  const created = await Promise.all(tokens.map((token) => createTokenFile(path, token)));

  expect(created.filter(Boolean)).toHaveLength(1);
  expect(await readTokenFile(path)).toBe(tokens[created.indexOf(true)]);
  expect(await readdir(folder)).toEqual(['visitor']);
});

test('what is not there reads as nothing and is removed without a word', async ({ folder }) => {
  expect(await readTokenFile(join(folder, 'login'))).toBeNull();
  expect(await readTokenFile(join(folder, 'no', 'folder'))).toBeNull();
  expect(await removeTokenFile(join(folder, 'login'))).toBe(false);
});

describe('a file that somebody else could have made or read is refused:', () => {
  test('a link', async ({ folder }) => {
    const path = join(folder, 'login');
    await writeTokenFile(join(folder, 'real'), 'a token');
    await symlink(join(folder, 'real'), path);

    await expect(readTokenFile(path)).rejects.toMatchObject({ kind: 'auth', message: /is a link/ });
  });

  test.for([0o644, 0o640, 0o660, 0o604, 0o602])('the mode %o', async (mode, { folder }) => {
    const path = join(folder, 'login');
    await writeTokenFile(path, 'a token');
    await chmod(path, mode);

    await expect(readTokenFile(path)).rejects.toMatchObject({ kind: 'auth', message: /open to other users/ });
  });

  test.skipIf(!asRoot)('another owner', async ({ folder }) => {
    const path = join(folder, 'login');
    await writeTokenFile(path, 'a token');
    await chown(path, 65_534, 65_534);

    await expect(readTokenFile(path)).rejects.toMatchObject({ kind: 'auth', message: /belongs to another/ });
  });

  test('a folder, a pipe, a file of megabytes', async ({ folder }) => {
    await mkdir(join(folder, 'folder'));
    await run('mkfifo', ['-m', '600', join(folder, 'pipe')]);
    await writeFile(join(folder, 'large'), 'x'.repeat(2_000_000), { mode: 0o600 });

    for (const name of ['folder', 'pipe', 'large']) {
      await expect(readTokenFile(join(folder, name))).rejects.toMatchObject({ kind: 'auth' });
    }
  });
});

test('writing over a link replaces the link and leaves what it points to', async ({ folder }) => {
  const target = join(folder, 'target');
  await writeFile(target, 'untouched', { mode: 0o600 });
  await symlink(target, join(folder, 'login'));

  await writeTokenFile(join(folder, 'login'), 'a token');

  expect(await readTokenFile(join(folder, 'login'))).toBe('a token');
  expect(await readTokenFile(target)).toBe('untouched');
});

test('a place that cannot be written is told, not thrown as a fault', async ({ folder }) => {
  await writeFile(join(folder, 'file'), '');

  const refused = writeTokenFile(join(folder, 'file', 'login'), 'a token');

  await expect(refused).rejects.toMatchObject({ kind: 'unavailable' });
});
