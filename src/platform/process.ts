import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The command line of a running process, its words apart; undefined when no such process runs. */
export function commandOf(pid: number): string[] | undefined {
  if (process.platform === 'linux') return readProcess(pid, 'cmdline')?.split('\0').filter(Boolean);
  return ps(pid, 'args')?.split(/\s+(?=--)/);
}

/**
 * What tells this process from a later one with the same number: when it started. Undefined when it does not run.
 * A number alone comes back after a while, and at once after a restart of the machine.
 */
export function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'lstart');
  // The name, in brackets, may hold spaces; field 3 (the process's state) follows it and field 22 is the start (proc_pid_stat(5)).
  const stat = readProcess(pid, 'stat');
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const started = fields[18];
  if (!started || state === 'Z' || state === 'X') return undefined;
  return `${started}@${readBootId()}`;
}

/** Waits until a process is gone; false when it still runs after `milliseconds`. */
export async function waitForEnd(pid: number, milliseconds: number): Promise<boolean> {
  const started = startOf(pid);
  const last = performance.now() + milliseconds;
  while (started !== undefined && startOf(pid) === started) {
    if (performance.now() > last) return false;
    await sleep(20);
  }
  return true;
}

function readProcess(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8') || undefined;
  } catch {
    return undefined;
  }
}

function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

// macOS and the BSDs have no /proc; their ps is always there.
function ps(pid: number, field: string): string | undefined {
  try {
    const environment = { ...process.env, LC_ALL: 'C' };
    return execFileSync('ps', ['-ww', '-o', `${field}=`, '-p', String(pid)], {
      encoding: 'utf8',
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
