import { readdirSync, readFileSync } from 'node:fs';
import { secretsIn } from './secrets.ts';

/** Short enough to see the helpers of a command, which live for some fifty milliseconds. */
const every = 25;

export type ProcessWatch = {
  /** How many processes were seen. */
  seen(): number;
  /** What their command lines have told so far. */
  told(): string[];
  stop(): void;
};

/** Reads again and again what anybody on this machine can: the command lines of a process and of all that come from it. */
export function watchProcesses(root: number, find = secretsIn): ProcessWatch {
  const ours = new Set([root]);
  const strangers = new Set<number>();
  const told = new Set<string>();

  const look = () => {
    const running = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
    for (const pid of strangers) if (!running.includes(pid)) strangers.delete(pid);
    for (const pid of running) {
      if (strangers.has(pid)) continue;
      if (!ours.has(pid) && !ours.has(parentOf(pid))) {
        strangers.add(pid);
        continue;
      }
      ours.add(pid);
      // Read each time: a process becomes another program after it was started.
      const line = read(pid, 'cmdline').replaceAll('\0', ' ');
      const found = find(line);
      if (found.length > 0) told.add(`The command line of ${line.slice(0, 60)}… tells ${found.join(', ')}.`);
    }
  };

  look();
  const timer = setInterval(look, every);
  timer.unref();
  return { seen: () => ours.size, told: () => [...told], stop: () => clearInterval(timer) };
}

/** The file of a process; empty when it has ended meanwhile. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

// The name of the program stands in brackets, and may hold some itself.
const parentOf = (pid: number) => Number(/.*\) \S (\d+)/s.exec(read(pid, 'stat'))?.[1]);
