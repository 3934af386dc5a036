import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

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
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another test file may be at it: apt waits for its own lock.
  const apt = (...words: string[]) =>
    run('apt-get', ['-qq', '-y', '-o', 'DPkg::Lock::Timeout=120', ...words], { env });
  try {
    await apt('update');
    await apt('install', ...packages);
  } catch {
    return `${names} could not be installed with apt-get`;
  }
  return (await areHere()) ? null : `${names} do not run here`;
}

/** As `missingParts`, for programs that are called as their packages are. */
export const missingPrograms = (...programs: string[]) =>
  missingParts(programs, () => succeeds('for name; do command -v "$name" || exit 1; done', ...programs));

/** Whether a line of sh comes to a good end. */
export const succeeds = (line: string, ...args: string[]) =>
  run('sh', ['-c', line, 'sh', ...args]).then(
    () => true,
    () => false,
  );
