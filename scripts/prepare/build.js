import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, say } from './run.js';

const inputs = [
  'src',
  'scripts/man',
  'scripts/man.ts',
  'rolldown.config.ts',
  'package.json',
  'package-lock.json',
];

/** Builds dist when anything that goes into it is newer. @throws Problem */
export async function buildWhenStale(root) {
  const unfinished = join(root, 'node_modules', '.shop-building');
  const built = changedAt(join(root, 'dist', 'main.cjs'));
  const newest = Math.max(...inputs.map((name) => newestIn(join(root, name))));
  if (built > newest && changedAt(unfinished) === 0) return;

  say('Building …');
  // An interrupted build can leave a new main.cjs beside chunks that are missing: this file says so.
  writeFileSync(unfinished, '');
  await npm(root, ['run', 'build', '--silent']);
  rmSync(unfinished);
}

// Folders count too: one that lost a file is newer than the file was.
function newestIn(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
