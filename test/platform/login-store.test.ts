import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, describe, expect } from 'vitest';
import { type Ask, LoginStore } from '#platform/login-store.ts';
import { missingKeyring, startKeyring } from '#test/keyring.ts';

const missing = await missingKeyring();
if (missing) process.stderr.write(`The keychain is not tried: ${missing}.\n`);

type Mode = 'auto' | 'os' | 'file' | 'none';
type OpenStore = (mode: Mode, env?: NodeJS.ProcessEnv) => LoginStore;

const nowhere = { PATH: process.env.PATH, HOME: '/nowhere' };

const test = base.extend<{ folder: string; open: OpenStore }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixture's dependencies from the pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'shop-logins-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
  open: async ({ folder }, use) => {
    await use(
      (mode, env = nowhere) =>
        new LoginStore({
          mode,
          folder: join(folder, 'place'),
          consentFile: join(folder, 'keep-in-file'),
          account: () => 'place',
          env,
        }),
    );
  },
});

const login = { token: 'a token', sessionId: 'a session' };

describe('where there is no keychain', () => {
  test('SHOP_KEYCHAIN=file keeps the login in a file', async ({ open }) => {
    const where = await open('file').prepare({});
    await open('file').keep(where, login);

    expect(await open('file').read()).toEqual({ token: 'a token', where: 'file' });
    expect(await open('os').read()).toBeNull();
    expect(await open('none').read()).toBeNull();
    await open('file').forget();
    expect(await open('file').read()).toBeNull();
  });

  test('a script is told the two ways, and nothing is written for it', async ({ open, folder }) => {
    for (const mode of ['auto', 'os'] as const) {
      await expect(open(mode).prepare({})).rejects.toMatchObject({
        kind: 'auth',
        message: 'There is no keychain here: no session bus (D-Bus) is running.',
        next: expect.stringMatching(/SHOP_KEYCHAIN=file.*SHOP_TOKEN/),
      });
    }
    expect(await readdir(join(folder, 'place'))).toEqual([]);
  });

  test('a person is asked once', async ({ open }) => {
    const { ask, questions } = answering(true);

    const first = await open('auto').prepare({ ask });
    const second = await open('auto').prepare({ ask });

    expect([first, second]).toEqual(['file', 'file']);
    expect(questions).toHaveLength(1);
    expect(questions[0]).toMatch(/no session bus.*Keep the login in a file that only you can read\?/);
    await open('auto').keep('file', login);
    expect(await open('auto').read()).toEqual({ token: 'a token', where: 'file' });
  });

  test('a person who said no is not asked again', async ({ open }) => {
    const { ask, questions } = answering(false);

    await expect(open('auto').prepare({ ask })).rejects.toMatchObject({ kind: 'auth' });
    await expect(open('auto').prepare({ ask })).rejects.toMatchObject({ kind: 'auth' });

    expect(questions).toHaveLength(1);
    expect(await open('auto').prepare({ ask, otherwise: 'memory' })).toBe('memory');
  });

  test('SHOP_KEYCHAIN=none keeps nothing', async ({ open, folder }) => {
    const where = await open('none').prepare({});
    await open('none').keep(where, login);

    expect(where).toBe('memory');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe.skipIf(missing)('where there is a keychain', () => {
  test('it is used without a question, and no file holds the token', async ({ open, folder }) => {
    await using keyring = await startKeyring();
    const { ask, questions } = answering(true);
    const store = open('auto', keyring.env);

    const where = await store.prepare({ ask });
    await store.keep(where, login);

    expect(where).toBe('keychain');
    expect(await open('auto', keyring.env).read()).toEqual({ token: 'a token', where: 'keychain' });
    expect(await open('file', keyring.env).read()).toBeNull();
    expect(await readdir(join(folder, 'place'))).toEqual(['in-keychain']);
    expect(questions).toEqual([]);
    expect(await store.forget()).toBeUndefined();
    expect(await keyring.entries()).toBe(0);
    expect(await readdir(join(folder, 'place'))).toEqual([]);
  });

  test('a locked one is never read as logged out', async ({ open }) => {
    await using keyring = await startKeyring();
    const store = open('auto', keyring.env);
    await store.keep('keychain', login);

    await keyring.lock();

    const locked = { kind: 'auth', message: 'The keychain is locked.' };
    await expect(store.read()).rejects.toMatchObject(locked);
    await expect(store.prepare({ ask: answering(true).ask })).rejects.toMatchObject(locked);
    expect(await store.sessionInKeychain()).toBe('a session');
    expect(await store.forget()).toMatchObject({ trouble: 'locked' });
    expect(await store.read()).toBeNull();
  });

  test('an entry that was removed by hand is logged out', async ({ open }) => {
    await using keyring = await startKeyring();
    const store = open('auto', keyring.env);
    await store.keep('keychain', login);
    const { keychain } = await import('#platform/keychain.ts');

    await keychain('place', keyring.env).delete();

    expect(await store.read()).toBeNull();
    expect(await store.sessionInKeychain()).toBeNull();
  });

  test('a login that is there while the keychain is not says so', async ({ open }) => {
    await using keyring = await startKeyring();
    await open('auto', keyring.env).keep('keychain', login);

    await expect(open('auto').read()).rejects.toMatchObject({ kind: 'auth', message: /no session bus/ });
  });

  test('a login in a file takes the place of the one in the keychain', async ({ open }) => {
    await using keyring = await startKeyring();
    await open('auto', keyring.env).keep('keychain', login);

    await open('file', keyring.env).keep('file', { token: 'newer', sessionId: 'newer' });

    expect(await open('auto', keyring.env).read()).toEqual({ token: 'newer', where: 'file' });
    expect(await keyring.entries()).toBe(0);
  });
});

test("a visitor's token is in a file whatever SHOP_KEYCHAIN says", async ({ open, folder }) => {
  for (const mode of ['auto', 'os', 'file', 'none'] as const) {
    const store = open(mode);

    expect(await store.createVisitor('a visitor')).toBe(true);
    expect(await store.createVisitor('a second one')).toBe(false);
    expect(await store.readVisitor()).toBe('a visitor');
    await chmod(join(folder, 'place', 'visitor'), 0o644);
    await expect(store.readVisitor()).rejects.toMatchObject({ kind: 'auth' });
    expect(await store.forgetVisitor()).toBe(true);
  }
});

function answering(answer: boolean) {
  const questions: string[] = [];
  const ask: Ask = async (question) => {
    questions.push(question);
    return answer;
  };
  return { ask, questions };
}
