import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What a shell is told once, so that it asks `shop __complete` at each Tab. */
export const scriptOf = (shell: Shell): string => readFileSync(join(folder(), `shop.${shell}`), 'utf8');

// The package's root is two floors up from dist/chunks and three from here: so it is looked for.
function folder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    const completions = join(at, 'completions');
    if (existsSync(join(completions, 'shop.bash'))) return completions;
  }
  throw new Error('The folder completions is missing beside the program.');
}
