import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes sure of a folder that only its owner can enter, and of those above it. An existing one stays as it is.
 * @throws the file system's error
 */
export function ensureFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && statSync(path).isDirectory()) return;
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    // Node's own `recursive` never ends below /proc, and says ENOENT where the disk can only be read.
    ensureFolder(dirname(path));
    makeOnce(path);
  }
}

function makeOnce(path: string) {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process was faster.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);
