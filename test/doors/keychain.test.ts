import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { sessions } from '#db/schema.ts';
import { register } from '#domain/accounts.ts';
import { type Keyring, missingKeyring, startKeyring } from '#test/keyring.ts';
import { type Shopper, shopBin, test } from '#test/run-shop.ts';
import { openTerminal } from '#test/terminal.ts';

const missing = await missingKeyring();
if (missing) process.stderr.write(`The keychain is not tried: ${missing}.\n`);

const password = 'correct horse';
const login = ['login', 'joe', '--password-stdin'];
const secret = ['config', 'set', 'chat.api-key'];

/** What a keychain has become since it worked; the environment in which it is so. */
type Situation = {
  name: string;
  sentence: string;
  comesAbout(working: Keyring, end: AsyncDisposableStack): Promise<NodeJS.ProcessEnv>;
};

const situations: Situation[] = [
  {
    name: 'no library',
    sentence: 'There is no keychain here: the library libsecret is missing.',
    async comesAbout({ env }, end) {
      // An empty file of its name, found first: the loader takes no other one instead.
      const folder = await mkdtemp(join(tmpdir(), 'shop-library-'));
      end.defer(() => rm(folder, { recursive: true }));
      await writeFile(join(folder, 'libsecret-1.so.0'), '');
      return { ...env, LD_LIBRARY_PATH: folder };
    },
  },
  {
    name: 'no bus',
    sentence: 'There is no keychain here: no session bus (D-Bus) is running.',
    comesAbout: async () => ({}),
  },
  {
    name: 'no service',
    sentence: 'There is no keychain here: no keychain service is running.',
    comesAbout: async (_working, end) => end.use(await startKeyring('without a service')).env,
  },
  {
    name: 'no collection',
    sentence: 'There is no keychain here: the keychain service has no keyring yet.',
    comesAbout: async (_working, end) => end.use(await startKeyring('without a collection')).env,
  },
  {
    name: 'locked',
    sentence: 'The keychain is locked.',
    async comesAbout(working) {
      await working.lock();
      return working.env;
    },
  },
  {
    name: 'deaf',
    sentence: 'The keychain does not answer.',
    async comesAbout(working) {
      working.freeze();
      return working.env;
    },
  },
];

const keychainIn = ({ DBUS_SESSION_BUS_ADDRESS = '', XDG_RUNTIME_DIR = '', LD_LIBRARY_PATH = '' }) => ({
  SHOP_KEYCHAIN: 'auto',
  DBUS_SESSION_BUS_ADDRESS,
  XDG_RUNTIME_DIR,
  LD_LIBRARY_PATH,
});

/** The same, with all that a person reads of it: a sentence of ours, and below it what to do. */
const refusedWith = (sentence: string, next: RegExp) => ({
  exitCode: 4,
  stdout: '',
  stderr: expect.stringMatching(new RegExp(`^shop: ${escaped(sentence)}\n {2}[^\n]*${next.source}[^\n]*\n$`)),
});

const escaped = (text: string) => text.replace(/[().]/g, '\\$&');

async function aCustomer(shopper: Shopper, env: Record<string, string>) {
  expect(await shopper.run(login, { input: password, env })).toMatchObject({ exitCode: 0, stderr: '' });
}

type Diagnosis = { status: string; code: string | null; message: string; next: string | null };

async function diagnosed(shopper: Shopper, env: Record<string, string>): Promise<Record<string, Diagnosis>> {
  const { stdout } = await shopper.run(['doctor', '--json'], { env });
  const findings: (Diagnosis & { check: string })[] = JSON.parse(stdout);
  return Object.fromEntries(findings.map((finding) => [finding.check, finding]));
}

describe.skipIf(missing)('a keychain', () => {
  test('that works keeps the login and a secret, and nothing of them in a file', async ({ db, shopper }) => {
    await using keyring = await startKeyring();
    const env = keychainIn(keyring.env);
    await register(db, { username: 'joe', password });

    await aCustomer(shopper, env);
    const who = await shopper.json(['whoami'], { env });
    const set = await shopper.run(secret, { input: 'sk-marked', env });

    expect(who).toMatchObject({ user: { username: 'joe' }, tokenSource: 'keychain' });
    expect((await diagnosed(shopper, env)).keychain).toMatchObject({
      status: 'ok',
      message: "The system's keychain works.",
    });
    expect(set).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await keyring.entries()).toBe(2);
    expect(await shopper.run(['config', 'unset', 'chat.api-key'], { env })).toMatchObject({ exitCode: 0 });
    expect(await shopper.run(['logout'], { env })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await keyring.entries()).toBe(0);
    expect(await db.$count(sessions)).toBe(0);
  });

  test.for(situations)(
    'with $name: one sentence, exit 4, and nobody was logged out by it',
    async (situation, { db, shopper }) => {
      await using end = new AsyncDisposableStack();
      const working = end.use(await startKeyring());
      await register(db, { username: 'joe', password });
      await aCustomer(shopper, keychainIn(working.env));
      const env = keychainIn(await situation.comesAbout(working, end));
      const { sentence } = situation;

      const whoami = await shopper.run(['whoami'], { env });
      const again = await shopper.run(login, { input: password, env });
      const set = await shopper.run(secret, { input: 'sk-marked', env });
      const browse = await shopper.run(['items', 'list'], { env });

      const found = await diagnosed(shopper, env);
      expect(found.keychain).toMatchObject({
        status: 'problem',
        code: 'auth',
        message: `${sentence} It keeps your login.`,
        next: expect.stringContaining('SHOP_KEYCHAIN=file'),
      });
      expect(found.login).toMatchObject({ status: 'problem', message: sentence });

      expect(whoami).toMatchObject(refusedWith(sentence, /SHOP_KEYCHAIN=file.* SHOP_TOKEN/));
      expect(again).toMatchObject(refusedWith(sentence, /SHOP_KEYCHAIN=file.* SHOP_TOKEN/));
      expect(set).toMatchObject(refusedWith(sentence, /SHOP_KEYCHAIN=file/));
      expect(browse).toMatchObject({ exitCode: 0, stdout: '' });
      expect(browse.stderr).toMatch(new RegExp(`^${escaped(sentence)}[^\n]*\n$`));
      expect(await db.$count(sessions)).toBe(1);

      const left = await shopper.run(['logout'], { env });
      expect(left).toMatchObject({ exitCode: 0, stdout: 'loggedOut\ttrue\n' });
      expect(left.stderr).toMatch(new RegExp(`^${escaped(sentence)} The ended login stays in it[^\n]*\n$`));
      expect(await db.$count(sessions)).toBe(0);
    },
  );

  test('that does not answer holds up a command once, not at each of its questions', async ({
    db,
    shopper,
  }) => {
    await using keyring = await startKeyring();
    const env = keychainIn(keyring.env);
    await register(db, { username: 'joe', password });
    await aCustomer(shopper, env);
    keyring.freeze();
    const timed = async (words: string[]) => {
      const start = performance.now();
      await shopper.run(words, { env });
      return performance.now() - start;
    };

    const once = await timed(['whoami']);
    // It reads the login, and then has it forgotten: two waits would be twice as long.
    const twice = await timed(['logout']);

    expect(twice / once).toBeLessThan(1.6);
  });

  test('that is missing is asked about once on a terminal, and then a file keeps the login', async ({
    db,
    shopper,
  }) => {
    const env = { ...shopper.env, ...keychainIn({}) };
    await register(db, { username: 'joe', password });
    const logIn = () => openTerminal(process.execPath, [shopBin, 'login', 'joe'], { env, columns: 120 });

    await using first = await logIn();
    await first.waitFor('Password:');
    first.press(password, 'Enter');
    await first.waitFor(
      'no session bus (D-Bus) is running. Keep the login in a file that only you can read?',
    );
    first.press('y', 'Enter');
    expect((await first.exit).code).toBe(0);
    await using second = await logIn();
    await second.waitFor('Password:');
    second.press(password, 'Enter');
    expect((await second.exit).code).toBe(0);

    expect(second.scrollback()).not.toContain('Keep the login');
    expect(await shopper.json(['whoami'], { env: { SHOP_KEYCHAIN: 'auto' } })).toMatchObject({
      tokenSource: 'file',
    });
  });
});
