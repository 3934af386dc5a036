import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const shopBin = fileURLToPath(new URL('../bin/shop.js', import.meta.url));

type Program = { env?: NodeJS.ProcessEnv; cwd?: string };

/** Runs a program to its end. @returns milliseconds @throws Error unless it ends with 0 */
export function run(file: string, args: string[], { env = process.env, cwd }: Program = {}): number {
  const started = performance.now();
  const { status, stderr, error } = spawnSync(file, args, { env, cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  const took = performance.now() - started;
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${status}: ${error ?? stderr}`);
  return took;
}

/** Runs a program and looks how much memory it holds at most. Linux alone tells. @returns milliseconds and megabytes */
export async function watched(file: string, args: string[], { env = process.env }: Program = {}) {
  const started = performance.now();
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  // A reader that takes what comes: a pipe, as in `shop items list --all | …`.
  child.stdout.resume();
  const ended = once(child, 'exit');
  let peak = 0;
  while (child.exitCode === null && child.signalCode === null) {
    peak = Math.max(peak, await highWater(child.pid));
    await Promise.race([ended, pause(20)]);
  }
  if (child.exitCode !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${child.exitCode}`);
  return { ms: performance.now() - started, megabytes: peak };
}

async function highWater(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
