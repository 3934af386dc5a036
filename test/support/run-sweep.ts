import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type ProcessWatch, watchProcesses } from './process-watch.ts';
import { refuseSecrets, sweepCores } from './sweep.ts';

/** Watches a whole run for secrets that get out. What commands and screens say, their own fixtures look through. */
export function sweepRun(root = process.pid) {
  const since = Date.now();
  // Elsewhere than on Linux command lines are not read so easily.
  const watch: ProcessWatch | undefined = existsSync('/proc/self/cmdline') ? watchProcesses(root) : undefined;
  return {
    /** @throws when a secret got out, or when nothing was looked at */
    async end(serverLog: string) {
      watch?.stop();
      if (watch && watch.seen() < 2) throw new Error('The sweep has seen no process of this run.');
      const told = watch?.told() ?? [];
      if (told.length > 0) throw new Error(told.join('\n'));
      refuseSecrets(serverLog, "The database server's log");
      await sweepCores([process.cwd(), tmpdir()], since);
    },
  };
}
