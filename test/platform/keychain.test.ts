import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KeychainError, type KeychainTrouble, keychain } from '#platform/keychain.ts';
import { missingKeyring, startKeyring } from '#test/keyring.ts';

const missing = await missingKeyring();
if (missing) process.stderr.write(`The keychain is not tried: ${missing}.\n`);

const trouble = (expected: KeychainTrouble) =>
  expect.objectContaining({ name: 'KeychainError', trouble: expected });

describe.skipIf(missing)('the keychain of the system', () => {
  test('keeps, gives and forgets a secret, each time for another process', async () => {
    await using keyring = await startKeyring();
    const entry = keychain('one shop', keyring.env);

    await entry.set('a secret');

    expect(await keychain('one shop', keyring.env).get()).toBe('a secret');
    expect(await keychain('another shop', keyring.env).get()).toBeNull();
    expect(await entry.delete()).toBe(true);
    expect(await entry.get()).toBeNull();
    expect(await keyring.entries()).toBe(0);
  });

  test('leaves nothing of a trial behind', async () => {
    await using keyring = await startKeyring();

    await keychain('one shop', keyring.env).probe();

    expect(await keyring.entries()).toBe(0);
  });

  test('says that it is locked, whatever it is asked', async () => {
    await using keyring = await startKeyring();
    const entry = keychain('one shop', keyring.env);
    await entry.set('a secret');

    await keyring.lock();

    for (const asked of [entry.get, entry.delete, entry.probe, () => entry.set('another')]) {
      await expect(asked()).rejects.toEqual(trouble('locked'));
    }
  });

  test('gives up on a service that does not answer, and does not wait for it again', async () => {
    await using keyring = await startKeyring();
    const entry = keychain('one shop', keyring.env);

    keyring.freeze();
    await expect(entry.get()).rejects.toEqual(trouble('deaf'));
    keyring.thaw();

    // It would answer by now: that it is called deaf shows that it was not asked.
    await expect(entry.delete()).rejects.toEqual(trouble('deaf'));
    expect(await keychain('one shop', keyring.env).get()).toBeNull();
  });

  test.each([
    ['without a collection', 'collection'],
    ['without a service', 'service'],
  ] as const)('tells that it is %s', async (kind, expected) => {
    await using keyring = await startKeyring(kind);

    const refused = keychain('one shop', keyring.env).probe();

    await expect(refused).rejects.toEqual(trouble(expected));
  });

  test('tells that the library is missing', async () => {
    await using keyring = await startKeyring();
    // An empty file of its name, found first: the loader takes no other one instead.
    const folder = await mkdtemp(join(tmpdir(), 'shop-library-'));
    await writeFile(join(folder, 'libsecret-1.so.0'), '');

    const refused = keychain('one shop', { ...keyring.env, LD_LIBRARY_PATH: folder }).get();

    await expect(refused).rejects.toEqual(trouble('library'));
    await rm(folder, { recursive: true });
  });

  test.each([
    ['no bus at all', {}],
    ['a bus that is gone', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }],
    ['an address that is none', { DBUS_SESSION_BUS_ADDRESS: 'undefined' }],
  ])('tells that there is no bus: %s', async (_name, env) => {
    const refused = keychain('one shop', { PATH: process.env.PATH, HOME: '/nowhere', ...env }).probe();

    await expect(refused).rejects.toEqual(trouble('bus'));
  });
});

test('every trouble is one sentence', () => {
  for (const kind of ['library', 'bus', 'service', 'collection', 'locked', 'deaf', 'broken'] as const) {
    expect(new KeychainError(kind).message).toMatch(/^[^.]*\.$/);
  }
});
