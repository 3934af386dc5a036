import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Migration = { name: string; statements: string[] };

type Journal = { entries: { tag: string }[] };

/** The migrations' names, oldest first. One small file is read. */
export function migrationNames(): string[] {
  // The file is drizzle-kit's and part of this package: its shape is known.
  const journal = JSON.parse(readFileSync(journalIn(folder()), 'utf8')) as Journal;
  return journal.entries.map((entry) => entry.tag);
}

/** The name of the newest migration: a database that has it needs nothing. */
export function latestMigration(): string {
  const latest = migrationNames().at(-1);
  if (latest === undefined) throw new Error('drizzle/meta/_journal.json lists no migration');
  return latest;
}

/** One migration's statements, in the order in which they are to run. */
export function readMigration(name: string): Migration {
  const text = readFileSync(join(folder(), `${name}.sql`), 'utf8');
  return { name, statements: text.split('--> statement-breakpoint').map((statement) => statement.trim()) };
}

const journalIn = (drizzle: string) => join(drizzle, 'meta', '_journal.json');

// The package's root is one floor up from dist, two from dist/chunks and from src/db: so it is looked for.
function folder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    const drizzle = join(at, 'drizzle');
    if (existsSync(journalIn(drizzle))) return drizzle;
  }
  throw new Error('The folder drizzle with the migrations is missing beside the program.');
}
