import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ShopError } from '#domain/errors.ts';
import { ensureFolder } from '#platform/folder.ts';
import { commandOf, waitForEnd } from '#platform/process.ts';
import { serverEnvironment } from './create.ts';
import { isWithoutRoom, serverFailure, waitsForDisk } from './failures.ts';
import type { Server } from './find.ts';
import { createDatabase, serverOptions } from './options.ts';
import { type Places, socketOf } from './places.ts';

// Recovery after a crash replays the log; a server that still works on it is not given up.
const longestStart = 5 * 60_000;
const longestStop = 60_000;
const logLimit = 5_000_000;

/** Starts the server so that it stays when the command ends, and waits until it answers. @throws ShopError unavailable */
export async function launch(server: Server, places: Places): Promise<void> {
  prepareFolder(places);
  const log = openSync(places.log, 'a', 0o600);
  const logStart = statSync(places.log).size;
  const child = spawn(server.program, serverOptions(server.flavor, places), {
    cwd: places.data,
    env: serverEnvironment(),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let end: number | string | null | undefined;
  child.once('error', (error) => (end = error.message));
  child.once('exit', (code, signal) => (end = code ?? signal));
  if (child.pid !== undefined) writeFileSync(places.pid, `${child.pid}\n`, { mode: 0o600 });
  child.unref();

  const isOver = () => end !== undefined || waitsForDisk(places, logStart);
  if (await answers(places.socket, { until: isOver, longest: longestStart })) return;
  if (end === undefined) await endServer(places, 'SIGKILL');
  throw serverFailure('The embedded database could not be started', places, {
    end: end ?? 'no answer',
    logStart,
  });
}

/** Makes what a server needs beside its data folder. */
export function prepareFolder(places: Places) {
  ensureFolder(dirname(places.socket));
  // Asked again now that it exists: it refuses a folder that somebody else made in between.
  socketOf({ database: places.folder });
  ensureFolder(places.temporary);
  writeFileSync(places.initial, createDatabase, { mode: 0o600 });
  rmSync(places.socket, { force: true });
  const size = statSync(places.log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logLimit) renameSync(places.log, `${places.log}.1`);
}

/** Whether a server greets on this socket; with `until`, asks again until it does or that says that it never will. */
export async function answers(
  socket: string,
  { until = () => true, longest = 0 }: { until?: () => boolean; longest?: number } = {},
): Promise<boolean> {
  const last = performance.now() + longest;
  for (;;) {
    if ((await greeting(socket)) === 'greets') return true;
    if (until() || performance.now() > last) return false;
    await sleep(20);
  }
}

/**
 * A MySQL server speaks first: one that only holds the socket open, hung or stopping, is silent.
 */
export function greeting(socket: string): Promise<'greets' | 'silent' | 'nobody'> {
  return new Promise((resolve) => {
    const connection = createConnection(socket);
    const done = (found: 'greets' | 'silent' | 'nobody') => {
      connection.destroy();
      resolve(found);
    };
    connection.setTimeout(5_000, () => done('silent'));
    connection.once('data', () => done('greets'));
    connection.once('error', () => done('nobody'));
    connection.once('close', () => done('nobody'));
  });
}

/** The number of our server's process, if it runs: whatever the note says, its command line names our data folder. */
export function runningPid(places: Places): number | undefined {
  return [places.pid, `${places.pid}.own`].map(readPid).find((pid) => isOurs(pid, places));
}

const isOurs = (pid: number, places: Places) =>
  pid > 0 && (commandOf(pid)?.includes(`--datadir=${places.data}`) ?? false);

function readPid(file: string): number {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || 0;
  } catch {
    return 0;
  }
}

/** Ends our server and waits until it is gone; a process that is not ours is never signalled. False when none ran. */
export async function endServer(places: Places, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<boolean> {
  const pid = runningPid(places);
  if (pid === undefined) return false;
  // One that was stopped (SIGSTOP) hears no signal before it goes on.
  process.kill(pid, 'SIGCONT');
  process.kill(pid, signal);
  if (!(await waitForEnd(pid, longestStop))) {
    throw new ShopError('unavailable', `The embedded database (process ${pid}) does not stop.`, {
      next: `kill -9 ${pid} ends it, and the next start recovers what was written. Its log is ${places.log}`,
    });
  }
  for (const file of [places.pid, places.socket]) sweep(file);
  return true;
}

// A stale note or socket does no harm: the next start passes over them.
function sweep(file: string) {
  try {
    rmSync(file, { force: true });
  } catch (error) {
    if (!isWithoutRoom(error)) throw error;
  }
}
