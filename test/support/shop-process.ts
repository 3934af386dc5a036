import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Db } from '#db/connect.ts';
import { startSession } from '#domain/sessions.ts';
import { shopBin } from './run-shop.ts';

/** Somebody who is logged in on a machine of their own, and the database by the way that their machine takes. */
export type Buyer = { userId: number; token: string; url: string };

/** A login without its password, which would cost more than the purchase. */
export async function aLogin(db: Db, userId: number): Promise<string> {
  return (await startSession(db, { userId, device: 'test' })).token;
}

/** The URL of the same database, by another socket, or by a port of this machine. */
export function redirected(
  url: string,
  { socketPath, port }: { socketPath?: string; port?: number },
): string {
  const { pathname } = new URL(url);
  if (port) return `mysql://root@127.0.0.1:${port}${pathname}`;
  return `mysql://root@localhost${pathname}?socket=${encodeURIComponent(socketPath ?? '')}`;
}

const compileCache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'shop-tests');

/** `shop …words` as a process of its own, with a SHOP_HOME of its own. */
export async function startShop(words: string[], { token, url }: Omit<Buyer, 'userId'>) {
  const home = await mkdtemp(join(tmpdir(), 'shop-'));
  const child = execa(process.execPath, [shopBin, ...words], {
    env: {
      HOME: home,
      SHOP_HOME: home,
      SHOP_DATABASE_URL: url,
      SHOP_KEYCHAIN: 'file',
      SHOP_TOKEN: token,
      // Each has a home of its own, but need not compile the program for itself.
      NODE_COMPILE_CACHE: compileCache,
    },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  });
  const ended = child.finally(() => rm(home, { recursive: true, force: true }));
  return { kill: () => child.kill('SIGKILL'), ended };
}

export async function runShop(words: string[], buyer: Omit<Buyer, 'userId'>) {
  const { exitCode, signal, stdout, stderr } = await (await startShop(words, buyer)).ended;
  return { exitCode, signal, stdout, stderr };
}

export const buying = ['cart', 'checkout', '--yes', '--address', '1 Main St, Berlin', '--json'];
