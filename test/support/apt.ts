import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const lock = join(tmpdir(), 'shop-tests-apt.lock');

/** Why these parts of a system are not here and cannot be had, or null. Root gets their packages on Debian. */
export async function missingParts(
  packages: string[],
  areHere: () => Promise<boolean>,
): Promise<string | null> {
  if (await areHere()) return null;
  const names = packages.join(', ');
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return `${names} are not installed, and only root may install them`;
  }
  try {
    await apt('update');
    await apt('install', ...packages);
  } catch {
    return `${names} could not be installed with apt-get`;
  }
  return (await areHere()) ? null : `${names} do not run here`;
}

/** Runs apt-get, one at a time: another test file may be at it, and apt waits for its lock when it installs, not when it updates. */
export const apt = (...words: string[]) =>
  run('flock', [lock, 'apt-get', '-qq', '-y', '-o', 'DPkg::Lock::Timeout=120', ...words], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });

/** As `missingParts`, for programs that are called as their packages are. */
export const missingPrograms = (...programs: string[]) =>
  missingParts(programs, () => succeeds('for name; do command -v "$name" || exit 1; done', ...programs));

/** Whether a line of sh comes to a good end. */
export const succeeds = (line: string, ...args: string[]) =>
  run('sh', ['-c', line, 'sh', ...args]).then(
    () => true,
    () => false,
  );
