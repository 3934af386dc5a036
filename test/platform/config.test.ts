import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, describe, expect } from 'vitest';
import { readConfig } from '#platform/config.ts';
import { secretStore } from '#platform/secrets.ts';
import { readSettings, settingsPath, writeSetting } from '#platform/settings-file.ts';

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'shop-config-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
});

describe('the environment', () => {
  test('empty, or full of empty values, is the usual one', ({ folder }) => {
    const usual = { databaseUrl: undefined, token: undefined, keychain: 'auto', noInput: false };
    const empty = { SHOP_DATABASE_URL: '', SHOP_TOKEN: '', SHOP_KEYCHAIN: '', SHOP_NO_INPUT: '' };

    for (const env of [{}, empty]) expect(readConfig(env, folder)).toMatchObject(usual);
  });

  test('decides', ({ folder }) => {
    const env = {
      SHOP_DATABASE_URL: 'mysql://here/shop',
      SHOP_TOKEN: 't',
      SHOP_KEYCHAIN: 'file',
      SHOP_NO_INPUT: '1',
    };

    expect(readConfig(env, folder)).toMatchObject({
      databaseUrl: 'mysql://here/shop',
      token: 't',
      keychain: 'file',
      noInput: true,
    });
  });

  test('cannot name a keychain that there is not', ({ folder }) => {
    expect(() => readConfig({ SHOP_KEYCHAIN: 'wallet' }, folder)).toThrow(
      expect.objectContaining({ kind: 'usage', message: 'SHOP_KEYCHAIN cannot be "wallet".' }),
    );
  });
});

describe('the file of settings', () => {
  test('is used where no variable is set', async ({ folder }) => {
    await writeSetting(folder, 'chat.model', 'kept');
    await writeSetting(folder, 'login.keychain', 'file');

    expect(readConfig({}, folder)).toMatchObject({ keychain: 'file', chat: { model: 'kept' } });
    expect(readConfig({ SHOP_CHAT_MODEL: 'given' }, folder).chat.model).toBe('given');
    await writeSetting(folder, 'chat.model', undefined);
    expect(readConfig({}, folder).chat.model).toBe('gpt-5.4-mini');
  });

  test('keeps what this program does not know of', async ({ folder }) => {
    await writeFile(settingsPath(folder), '{"future":{"x":1},"chat":{"y":2}}', { mode: 0o600 });

    await writeSetting(folder, 'chat.model', 'kept');

    expect(JSON.parse(await textOf(folder))).toEqual({ future: { x: 1 }, chat: { y: 2, model: 'kept' } });
  });

  test.for([
    ['no JSON', '{', 0o600],
    ['a list', '[]', 0o600],
    ['a secret in it', '{"chat":{"api-key":"sk-secret"}}', 0o600],
    ['a value that means nothing', '{"login":{"keychain":"wallet"}}', 0o600],
    ['others may write', '{}', 0o622],
    ['too large', ' '.repeat(70_000), 0o600],
  ] as const)('is refused, and not repeated: %s', async ([, text, mode], { folder }) => {
    await writeFile(settingsPath(folder), text);
    await chmod(settingsPath(folder), mode);

    const refusal = caught(() => readConfig({}, folder));

    expect(refusal).toMatchObject({ kind: 'usage' });
    expect(refusal.message).toContain(settingsPath(folder));
    expect(refusal.message).not.toContain('sk-secret');
  });
});

describe('a secret', () => {
  test('is in a file of its own, which only its owner can read, when that is asked for', async ({
    folder,
  }) => {
    await keepKey(folder, 'sk-secret');

    expect(await readConfig({}, folder).secret('chat.api-key')).toBe('sk-secret');
    expect(await readConfig({ OPENAI_API_KEY: 'sk-env' }, folder).chat.apiKey()).toBe('sk-env');
    expect(await textOf(folder)).not.toContain('sk-secret');
    await chmod(join(folder, 'secrets', 'chat.api-key'), 0o644);
    await expect(readConfig({}, folder).secret('chat.api-key')).rejects.toMatchObject({ kind: 'auth' });
  });

  test('that is a link, or gone, is refused', async ({ folder }) => {
    await keepKey(folder, 'sk-secret');
    const file = join(folder, 'secrets', 'chat.api-key');

    await rm(file);
    await expect(readConfig({}, folder).secret('chat.api-key')).rejects.toThrow(
      'no longer where it was kept',
    );
    await symlink('/etc/hostname', file);
    await expect(readConfig({}, folder).secret('chat.api-key')).rejects.toThrow('is a link');
  });

  test('without a keychain and without leave for a file is kept nowhere', async ({ folder }) => {
    const env = { PATH: process.env.PATH, HOME: '/nowhere', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
    const store = secretStore({ folder, env });

    for (const mode of ['auto', 'none'] as const) {
      const refused = store.keep('chat.api-key', 'sk-secret', mode);
      await expect(refused).rejects.toMatchObject({ kind: 'auth', next: /SHOP_KEYCHAIN=file/ });
    }
    expect(readSettings(folder).secrets).toEqual({});
  });

  test('the password of a kept URL goes to no server that the environment names', async ({ folder }) => {
    const place = await secretStore({ folder, env: {} }).keep('database.password', 'pw', 'file');
    await writeSetting(folder, 'database.password', place);
    await writeSetting(folder, 'database.url', 'mysql://joe@here/shop');

    expect(await readConfig({}, folder).secret('database.password')).toBe('pw');
    const other = readConfig({ SHOP_DATABASE_URL: 'mysql://joe@elsewhere/shop' }, folder);
    expect(await other.secret('database.password')).toBeUndefined();
  });
});

async function keepKey(folder: string, key: string) {
  const place = await secretStore({ folder, env: {} }).keep('chat.api-key', key, 'file');
  await writeSetting(folder, 'chat.api-key', place);
}

const textOf = (folder: string) => readFile(settingsPath(folder), 'utf8');

function caught(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
