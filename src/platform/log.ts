import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureFolder } from './folder.ts';
import type { Paths } from './paths.ts';

const maxBytes = 1_000_000;

/** Appends one fault with its time and stack to `shop.log`, which its owner alone can read. Never throws. Returns the log's path, if it could be written. */
export function logFault(paths: Pick<Paths, 'state'>, error: unknown): string | undefined {
  const path = join(paths.state, 'shop.log');
  try {
    ensureFolder(paths.state);
    keepSmall(path);
    appendFileSync(path, `${new Date().toISOString()} ${describe(error)}\n\n`, { mode: 0o600 });
    return path;
  } catch {
    // Whoever reports a fault must not be stopped by a full disk: the fault itself is told on stderr.
    return undefined;
  }
}

function keepSmall(path: string) {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > maxBytes) renameSync(path, `${path}.1`);
}

function describe(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return withoutValues(String(error));
  const own = withoutValues(error.stack ?? `${error.name}: ${error.message}`);
  // A chain of causes is short; the bound only ends one that goes round.
  return error.cause === undefined || depth > 8
    ? own
    : `${own}\ncaused by ${describe(error.cause, depth + 1)}`;
}

// A failed query names its parameters in its message: they can hold a password's hash or an address.
const withoutValues = (text: string) =>
  text.replace(/^params: [\s\S]*?(?=\n\s+at |$(?![\s\S]))/gm, 'params: (left out)');
