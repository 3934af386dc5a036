import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitOf } from '../../scripts/bundle/commit.ts';

test('a build is told by its commit, and by a mark where its files differ', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shop-commit-'));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Joe', '-c', 'user.email=joe@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();

  expect(commitOf(folder)).toBe('');
  git('init', '--quiet');
  expect(commitOf(folder)).toBe('');
  await writeFile(join(folder, 'file'), 'one');
  git('add', 'file');
  git('commit', '--quiet', '--message', 'One');
  git('tag', '--annotate', '--message', 'A release', 'v1');
  const head = git('rev-parse', '--short=7', 'HEAD');

  expect(commitOf(folder)).toBe(head);
  await mkdir(join(folder, 'unpacked'));
  expect(commitOf(join(folder, 'unpacked'))).toBe('');
  await writeFile(join(folder, 'file'), 'two');
  expect(commitOf(folder)).toBe(`${head}+`);
  await rm(folder, { recursive: true });
});
