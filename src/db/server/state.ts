import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Paths } from '#platform/paths.ts';
import { placesOf } from './places.ts';

export type Flavor = 'mariadb' | 'mysql';

/** What is remembered about an embedded database between two commands. */
export type ServerState = {
  /** Which kind of server made the data folder, and the newest version that has written in it. */
  flavor: Flavor;
  version: string;
  /** The program that ran last. */
  program?: string;
  /** The last migration that was applied; absent until the tables are there. */
  schema?: string;
};

/** One small file is read. Undefined when there is no embedded database yet, or the note cannot be read. */
export function readState(paths: Pick<Paths, 'database'>): ServerState | undefined {
  try {
    const state: unknown = JSON.parse(readFileSync(placesOf(paths).state, 'utf8'));
    return isState(state) ? state : undefined;
  } catch {
    // Absent, cut short or not ours: the data folder itself tells what made it (see `create.ts`).
    return undefined;
  }
}

/** Changes what is given and keeps the rest. The file is replaced at once, so nobody reads half of it. */
export function writeState(paths: Pick<Paths, 'database'>, change: ServerState | Partial<ServerState>) {
  const { state } = placesOf(paths);
  const draft = `${state}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify({ ...readState(paths), ...change }, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, state);
}

function isState(value: unknown): value is ServerState {
  if (typeof value !== 'object' || value === null) return false;
  const { flavor, version } = value as Partial<ServerState>;
  return (flavor === 'mariadb' || flavor === 'mysql') && typeof version === 'string';
}
