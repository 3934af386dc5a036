import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ShopError } from '#domain/errors.ts';
import { startOf } from './process.ts';

type Owner = { pid: number; started: string };
type Round = { number: number; owner: Owner | undefined };

// A server may create its files on a slow disk: whoever waits is patient as long as the owner lives.
const longestWait = 5 * 60_000;

/**
 * Runs `work` while no other process does so for the same folder. A lock left by a dead process is taken over.
 *
 * Each owner makes the file with the next number, `lock-7` after `lock-6`, by link(2), which one process alone can do.
 * The file with the highest number is never deleted by anyone, only emptied when it is done, so a process whose look at the folder is old
 * finds that somebody was faster: taking over by deleting could delete the lock of a living one.
 *
 * @throws ShopError unavailable when a living process keeps the lock for five minutes
 */
export async function locked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const number = await acquire(folder);
  try {
    return await work();
  } finally {
    // Emptying needs no room: it works on a full disk too.
    truncateSync(fileOf(folder, number));
  }
}

async function acquire(folder: string): Promise<number> {
  const last = performance.now() + longestWait;
  for (;;) {
    const { number, owner } = newest(folder);
    if (!owner) {
      if (take(folder, number + 1)) return number + 1;
    } else if (performance.now() > last) {
      throw new ShopError('unavailable', `Process ${owner.pid} has kept a lock for five minutes.`, {
        next: `End that process, then try again. The lock is in ${folder}.`,
      });
    }
    await sleep(30);
  }
}

function take(folder: string, number: number): boolean {
  const draft = join(folder, `draft-${randomBytes(6).toString('hex')}`);
  const me: Owner = { pid: process.pid, started: startOf(process.pid) ?? '' };
  writeFileSync(draft, JSON.stringify(me), { mode: 0o600 });
  try {
    // The link appears whole: nobody can read a lock that has no owner in it yet.
    linkSync(draft, fileOf(folder, number));
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const mine = newest(folder).number === number;
  for (const old of mine ? numbers(folder).filter((other) => other < number) : [number]) {
    rmSync(fileOf(folder, old), { force: true });
  }
  return mine;
}

function newest(folder: string): Round {
  const number = Math.max(0, ...numbers(folder));
  return { number, owner: number === 0 ? undefined : livingOwner(fileOf(folder, number)) };
}

function livingOwner(file: string): Owner | undefined {
  try {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8')) as Owner;
    return startOf(pid) === started ? { pid, started } : undefined;
  } catch {
    // Emptied by its owner, or cleared away by a newer owner.
    return undefined;
  }
}

const numbers = (folder: string) =>
  readdirSync(folder)
    .flatMap((name) => /^lock-(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number);

const fileOf = (folder: string, number: number) => join(folder, `lock-${number}`);

const isCode = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code;
