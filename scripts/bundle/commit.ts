import { execFileSync } from 'node:child_process';

/**
 * The commit that a checkout stands at, with a `+` where its files differ. Empty without git, and for a folder that only lies
 * inside somebody's checkout, such as an unpacked archive.
 */
export function commitOf(root: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    if (git('rev-parse', '--show-prefix') !== '') return '';
    return git('describe', '--always', '--exclude=*', '--abbrev=7', '--dirty=+');
  } catch {
    return '';
  }
}
