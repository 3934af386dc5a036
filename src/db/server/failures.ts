import { closeSync, fstatSync, openSync, readSync, statfsSync } from 'node:fs';
import { ShopError } from '#domain/errors.ts';
import { isOlder, type Server } from './find.ts';
import type { Places } from './places.ts';
import type { Flavor, ServerState } from './state.ts';

const names: Record<Flavor, string> = { mariadb: 'MariaDB', mysql: 'MySQL' };

export const nameOf = ({ flavor, version }: { flavor: Flavor; version: string }) =>
  `${names[flavor]} ${version}`;

export const noServer = () =>
  new ShopError('unavailable', 'No database server is installed.', {
    next:
      'Install MariaDB or MySQL with your package manager (apt install mariadb-server-core mariadb-client-core, ' +
      'dnf install mariadb-server, pacman -S mariadb, brew install mariadb), or run `docker compose up -d` ' +
      'and set SHOP_DATABASE_URL as the README says.',
  });

export const noWindows = () =>
  new ShopError('unavailable', 'The embedded database does not run on Windows.', {
    // There every account of the machine may open a server's named pipe: no folder is a lock for it.
    next: 'Run `docker compose up -d`, or use any MySQL or MariaDB, and set SHOP_DATABASE_URL as the README says.',
  });

/** Servers are installed, but none that may open this data folder. */
export function wrongServer(state: ServerState, installed: Server[], places: Places): ShopError {
  const here = installed.map(nameOf).join(', ') || 'no database server at all';
  const same = installed.some(
    ({ flavor, version }) => flavor === state.flavor && isOlder(version, state.version),
  );
  return new ShopError(
    'unavailable',
    `The database in ${places.folder} was made by ${nameOf(state)}, but this machine has ${here}.`,
    {
      next: same
        ? `An older server cannot read it: install ${nameOf(state)} or newer, or choose another SHOP_HOME.`
        : `Install ${names[state.flavor]} ${state.version} or newer, or choose another SHOP_HOME.`,
    },
  );
}

export const unknownData = (places: Places) =>
  new ShopError('unavailable', `The folder ${places.data} is not a database that a known server made.`, {
    next: 'Move it away, or choose another SHOP_HOME.',
  });

export const foreignFolder = (folder: string, owner: number) =>
  new ShopError('unavailable', `The folder ${folder} belongs to another user (uid ${owner}).`, {
    next: 'Run shop as that user, or choose another SHOP_HOME.',
  });

/** It runs and takes connections, but says nothing: stopped, or stuck. */
export const silent = (pid: number | undefined) =>
  new ShopError(
    'unavailable',
    `The embedded database${pid === undefined ? '' : ` (process ${pid})`} runs, but does not answer.`,
    { next: 'shop db stop ends it; the next command starts it again.' },
  );

type End = {
  /** Its exit code or signal. */ end: number | string | null /** What it wrote begins here in its log. */;
  logStart: number;
};

/** A server that did not do what it was started for; its log knows why. */
export function serverFailure(sentence: string, places: Places, { end, logStart }: End): ShopError {
  const log = tail(places.log, logStart);
  const reason =
    knownReason(log) ?? fullDisk(places.folder) ?? firstError(log) ?? `the server ended with ${end}`;
  return new ShopError('unavailable', `${sentence}: ${reason}.`, {
    next: `What the server said is in ${places.log}`,
    details: { log: places.log },
  });
}

/** True when a server waits for room on the disk instead of ending. */
export const waitsForDisk = (places: Places, logStart: number) =>
  /disk is full|no space left/i.test(tail(places.log, logStart));

function knownReason(log: string): string | undefined {
  const failedWith = (errno: number) => `\\b(?:errno|errcode|error|error number):? ${errno}\\b`;
  const reasons: [RegExp, string][] = [
    [new RegExp(`no space left|disk is full|out of disk space|${failedWith(28)}`, 'i'), 'the disk is full'],
    [new RegExp(`read-only file system|${failedWith(30)}`, 'i'), 'the disk can only be read'],
    [
      new RegExp(`permission denied|${failedWith(13)}`, 'i'),
      'the system does not let the server write there (permissions, AppArmor or SELinux)',
    ],
  ];
  return reasons.find(([pattern]) => pattern.test(log))?.[1];
}

// A full disk may have kept the log itself short.
function fullDisk(folder: string): string | undefined {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < 1_000_000 ? 'the disk is full' : undefined;
}

// The first one is the cause, the others follow from it.
function firstError(log: string): string | undefined {
  const line = log.split('\n').find((text) => text.includes('[ERROR]'));
  return line?.replace(/^.*\[ERROR\]\s*(\[[^\]]*\]\s*)*/, '').replace(/\.?\s*$/, '');
}

const noRoom = ['ENOSPC', 'EDQUOT', 'EROFS'];

/** Nothing can be written there, whoever tries. */
export const isWithoutRoom = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && noRoom.includes(String(error.code))) || isWithoutRoom(error.cause));

/** A file that could not be written, in words; undefined for what is no such failure. */
export function diskFailure(error: unknown, folder: string): ShopError | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Record<string, string> = {
    ENOSPC: 'the disk is full',
    EDQUOT: 'your share of the disk is used up',
    EROFS: 'the disk can only be read',
    EACCES: 'you may not write there',
    EPERM: 'you may not write there',
    ENOENT: 'no folder can be made there',
    ENOTDIR: 'a part of that path is a file',
    EEXIST: 'there is a file of that name',
  };
  const reason = reasons[code];
  if (!reason) return undefined;
  return new ShopError('unavailable', `The database's folder ${folder} cannot be used: ${reason}.`, {
    next: 'Mend that, or choose another SHOP_HOME.',
    cause: error,
  });
}

/** What a log holds after `since` bytes; of much only the end. */
function tail(path: string, since: number): string {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const size = fstatSync(file).size;
    const start = Math.max(since, size - 65_536);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, start));
  } catch {
    return '';
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
