import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Why the operating system's keychain did not do what it was asked. `none`: there is none here. */
export type KeychainTrouble = 'library' | 'bus' | 'service' | 'collection' | 'locked' | 'deaf' | 'broken';

export class KeychainError extends Error {
  readonly trouble: KeychainTrouble;

  /** `words` is what the system said; told only where none of our sentences fits. */
  constructor(trouble: KeychainTrouble, words = '') {
    super(trouble === 'broken' && words ? `The keychain could not be used: ${words}` : SENTENCES[trouble]);
    this.name = 'KeychainError';
    this.trouble = trouble;
  }

  /** There is no keychain, as opposed to one that will not open now. */
  get isAbsent(): boolean {
    return ['library', 'bus', 'service', 'collection'].includes(this.trouble);
  }
}

const SENTENCES: Record<KeychainTrouble, string> = {
  library: 'There is no keychain here: the library libsecret is missing.',
  bus: 'There is no keychain here: no session bus (D-Bus) is running.',
  service: 'There is no keychain here: no keychain service is running.',
  collection: 'There is no keychain here: the keychain service has no keyring yet.',
  locked: 'The keychain is locked.',
  deaf: 'The keychain does not answer.',
  broken: 'The keychain could not be used.',
};

// What GLib and libsecret say in the C locale, which the child is started in.
const WORDS: [RegExp, KeychainTrouble][] = [
  [/native addon|libsecret|cannot open shared object|Cannot find (?:module|package)/i, 'library'],
  [/locked collection|is locked|dismissed|user interaction is not allowed/i, 'locked'],
  [/not exist at path|no such (?:object|collection)/i, 'collection'],
  [/autolaunch|could not connect|connection refused|address|\$DISPLAY|socket/i, 'bus'],
  [
    /was not provided by any|activat|ServiceUnknown|NameHasNoOwner|Spawn|exited|failed to execute/i,
    'service',
  ],
  [/timeout|timed out|no reply/i, 'deaf'],
];

const SERVICE = 'shop';
// A whole command ends within six seconds, with what it does besides.
const PATIENCE_MS = 4000;
// A command asks more than once (who is here, then forget it), and must not wait each time for a service that is deaf.
const DEAF_FOR_MS = 10_000;

type Answer = { value?: unknown; error?: string };

/** One entry of the OS keychain. Each call is a child process of 45 to 90 ms, killed when it waits for more than four seconds. */
export type Keychain = {
  /** Null: it is not there. A keychain that is locked, and answers so too, is found out by a trial. */
  get(): Promise<string | null>;
  set(secret: string): Promise<void>;
  /** @returns whether it was there */
  delete(): Promise<boolean>;
  /** Writes and removes a trial entry. */
  probe(): Promise<void>;
};

/** The entry of `account` under the service name `shop`. Every function may throw a `KeychainError`. */
export function keychain(account: string, env: NodeJS.ProcessEnv): Keychain {
  let deafUntil = 0;
  const ask = async (op: string, secret?: string) => {
    if (performance.now() < deafUntil) throw new KeychainError('deaf');
    try {
      return await askChild({ op, service: SERVICE, account, secret }, env);
    } catch (error) {
      if (error instanceof KeychainError && error.trouble === 'deaf') {
        deafUntil = performance.now() + DEAF_FOR_MS;
      }
      throw error;
    }
  };
  return {
    get: async () => {
      const value = await ask('get');
      return typeof value === 'string' ? value : null;
    },
    set: async (secret) => {
      await ask('set', secret);
    },
    delete: async () => (await ask('delete')) === true,
    probe: async () => {
      await ask('probe');
    },
  };
}

async function askChild(request: Record<string, unknown>, env: NodeJS.ProcessEnv): Promise<unknown> {
  const child = spawn(process.execPath, [childFile()], {
    // What libsecret and the keyring write on stderr is nothing that a shopper should see.
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...env, LC_ALL: 'C', LANGUAGE: '', NODE_OPTIONS: '' },
    windowsHide: true,
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, PATIENCE_MS);
  try {
    const failed = new Promise<never>((_, reject) => child.once('error', reject));
    // A child that died before it read its question closes the pipe: the missing answer says enough.
    child.stdin.on('error', () => {});
    child.stdin.end(JSON.stringify(request));
    const started = () => timer.refresh();
    return readAnswer(await Promise.race([answerOf(child.stdout, started), failed]), late);
  } finally {
    clearTimeout(timer);
    // The answer is here; what libsecret still does at its exit can take half a minute.
    child.kill('SIGKILL');
  }
}

function readAnswer(line: string, late: boolean): unknown {
  if (line === '') throw new KeychainError(late ? 'deaf' : 'broken');
  const { value, error } = JSON.parse(line) as Answer;
  if (error === undefined) return value;
  throw new KeychainError(WORDS.find(([words]) => words.test(error))?.[1] ?? 'broken', error);
}

// The child says first that it is there, so that a busy machine is not taken for a deaf keychain.
async function answerOf(stream: NodeJS.ReadableStream, started: () => void): Promise<string> {
  for await (const line of createInterface({ input: stream })) {
    if (line !== 'started') return line;
    started();
  }
  return '';
}

// Beside this file in the sources; in the bundle this file is part of dist/main.cjs or of a chunk in dist/chunks.
function childFile(): string {
  const places = ['./keychain-child.ts', './keychain-child.js', '../keychain-child.js'];
  const files = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const file = files.find((candidate) => existsSync(candidate));
  if (file === undefined) throw new KeychainError('broken');
  return file;
}
