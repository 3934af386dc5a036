import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createConnection } from 'mysql2/promise';

export type Answer = {
  said: string[];
  socketPath?: string;
  created?: boolean;
  kind?: string;
  message?: string;
  next?: string;
};

const script = fileURLToPath(new URL('../../support/ensure-server.ts', import.meta.url));

const stopScript = fileURLToPath(new URL('../../support/stop-server.ts', import.meta.url));

/** The command line of a process that ensures the server of SHOP_HOME. */
const ensureCommand = [process.execPath, script] as const;

export function startEnsuring(home: string): ChildProcess {
  const [node, file] = ensureCommand;
  return spawn(node, [file], {
    env: { ...process.env, SHOP_HOME: home },
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

export async function ensureInProcess(home: string): Promise<Answer> {
  const { stdout } = startEnsuring(home);
  return JSON.parse(stdout ? await text(stdout) : '');
}

/** Runs a line of shell in mounts of its own, which go away with it. `$ENSURE` ensures the server of SHOP_HOME, `$STOP` stops it. */
export async function inOwnMounts(home: string, script: string): Promise<string> {
  const child = spawn('/bin/sh', ['-c', 'exec unshare "$@"', 'sh', ...unshareOptions, 'sh', '-euc', script], {
    env: {
      ...process.env,
      SHOP_HOME: home,
      ENSURE: ensureCommand.join(' '),
      STOP: [process.execPath, stopScript].join(' '),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return text(child.stdout);
}

// Without root, a user namespace gives the right to mount inside it, where the system allows that.
const unshareOptions = process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--mount'];

export const canMount = async (folder: string) =>
  (await inOwnMounts(folder, `mount -t tmpfs tmpfs "$SHOP_HOME" && echo yes`).catch(() => '')) === 'yes\n';

export async function query(socketPath: string, statement: string) {
  const connection = await createConnection({ socketPath, user: 'root', database: 'shop' });
  try {
    const [rows] = await connection.query(statement);
    return rows;
  } finally {
    await connection.end();
  }
}

export async function until(condition: () => boolean) {
  while (!condition()) await sleep(5);
}
