import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ShopError } from '#domain/errors.ts';
import { KeychainError, keychain } from './keychain.ts';
import type { SecretName } from './settings.ts';
import type { SecretPlace } from './settings-file.ts';
import { readTokenFile, removeTokenFile, writeTokenFile } from './token-file.ts';

type Where = { folder: string; env: NodeJS.ProcessEnv };

/** The secrets of one folder of settings: in the keychain, else each in a file that its owner alone can read. */
export function secretStore({ folder, env }: Where) {
  // Two folders of one person must not share their secrets.
  const place = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const entry = (name: SecretName) => keychain(`${place} ${name}`, env);
  const file = (name: SecretName) => join(folder, 'secrets', name);
  return {
    /** @throws ShopError auth when it is kept there and cannot be read now */
    async read(name: SecretName, where: SecretPlace): Promise<string> {
      const value =
        where === 'file'
          ? await readTokenFile(file(name), 'secret')
          : await told(name, () => entry(name).get());
      if (value) return value;
      // A locked keychain reads like an empty one; the trial tells them apart.
      if (where === 'keychain') await told(name, () => entry(name).probe());
      throw gone(name);
    },
    /** Keeps it as SHOP_KEYCHAIN says. @throws ShopError auth where there is no keychain and no file was asked for */
    async keep(name: SecretName, value: string, mode: 'auto' | 'os' | 'file' | 'none'): Promise<SecretPlace> {
      if (mode === 'none') throw nowhere(name);
      if (mode === 'file') {
        await writeTokenFile(file(name), value, 'secret');
        return 'file';
      }
      await told(name, () => entry(name).set(value));
      return 'keychain';
    },
    async forget(name: SecretName, where: SecretPlace): Promise<void> {
      if (where === 'file') await removeTokenFile(file(name));
      else if (!(await told(name, () => entry(name).delete()))) await told(name, () => entry(name).probe());
    },
  };
}

async function told<Result>(name: SecretName, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
    throw new ShopError('auth', `${error.message} ${name} is kept there.`, {
      details: { reason: 'keychain', trouble: error.trouble },
      next: error.isAbsent
        ? 'Set SHOP_KEYCHAIN=file to keep it in a file that only you can read, or give it in its variable.'
        : 'Unlock it and try again.',
      cause: error,
    });
  }
}

const gone = (name: SecretName) =>
  new ShopError('auth', `${name} is no longer where it was kept.`, { next: `shop config set ${name}` });

const nowhere = (name: SecretName) =>
  new ShopError('auth', `SHOP_KEYCHAIN is none, so ${name} cannot be kept.`, {
    next: 'Set SHOP_KEYCHAIN=file, or give it in its variable at each run.',
  });
