import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { test as withDatabase } from './database.ts';
import { runInside } from './run-inside.ts';
import { refuseSecrets, sweepFolder } from './sweep.ts';

export const shopBin = join(import.meta.dirname, '..', '..', 'bin', 'shop.js');

export type Answer = { stdout: string; stderr: string; exitCode: number | undefined };
export type Piped = { input?: string | Uint8Array; env?: Record<string, string>; cwd?: string };

/** A person at a machine of their own: `shop` as a process, in an environment that has nothing of the developer's. */
export type Shopper = {
  home: string;
  env: Record<string, string>;
  /** Runs `shop …words` to its end, whatever the end is. */
  run(words: string[], piped?: Piped): Promise<Answer>;
  /** As `run` with `--json`; what it prints, parsed. Fails when the command does. */
  json<Value>(words: string[], piped?: Piped): Promise<Value>;
  [Symbol.asyncDispose](): Promise<void>;
};

type ShopperWish = { databaseUrl?: string; home?: string; start?: typeof runShop };

/** An empty SHOP_HOME, the database of the URL (or the embedded one), logins in a file. */
export async function aShopper({
  databaseUrl = '',
  home,
  start = runShop,
}: ShopperWish = {}): Promise<Shopper> {
  const folder = home ?? (await mkdtemp(join(tmpdir(), 'shop-')));
  const env = {
    PATH: [dirname(process.execPath), process.env.PATH].join(':'),
    HOME: folder,
    SHOP_HOME: folder,
    SHOP_DATABASE_URL: databaseUrl,
    SHOP_KEYCHAIN: 'file',
    // The sample's pictures lie in the internet.
    SHOP_PICTURES: 'off',
  };
  const run = async (words: string[], piped: Piped = {}) => {
    const answer = await start(words, { ...piped, env: { ...env, ...piped.env } });
    // Whoever asks for a token gets it, and nothing else.
    const said = answer.stderr + (words.includes('--print-token') ? '' : answer.stdout);
    refuseSecrets(said, `shop ${words.join(' ').slice(0, 60)}`);
    return answer;
  };
  return {
    home: folder,
    env,
    run,
    async json(words, piped) {
      const { stdout, stderr, exitCode } = await run([...words, '--json'], piped);
      if (exitCode !== 0) throw new Error(`shop ${words.join(' ')} ended with ${exitCode}: ${stderr}`);
      return JSON.parse(stdout);
    },
    async [Symbol.asyncDispose]() {
      if (home) return;
      await sweepFolder(folder).finally(() => rm(folder, { recursive: true, force: true }));
    },
  };
}

async function runShop(words: string[], { input = '', env, cwd }: Piped): Promise<Answer> {
  const { stdout, stderr, exitCode } = await execa(process.execPath, [shopBin, ...words], {
    env,
    extendEnv: false,
    ...(cwd ? { cwd } : {}),
    input,
    reject: false,
    stripFinalNewline: false,
  });
  return { stdout, stderr, exitCode };
}

/** Tests with a shopper on the file's own database, which is empty at the start of each test. */
export const test = withDatabase.extend<{ shopper: Shopper; inside: Shopper }>({
  shopper: async ({ databaseUrl, db: _emptied }, use) => {
    await using shopper = await aShopper({ databaseUrl });
    await use(shopper);
  },
  // A shopper whose commands run in this very process, at a fraction of the cost. What is about processes, signals
  // and terminals belongs to `shopper`.
  inside: async ({ databaseUrl, db: _emptied }, use) => {
    await using shopper = await aShopper({ databaseUrl, start: runInside });
    await use(shopper);
  },
});
