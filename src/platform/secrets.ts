import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ShopError } from '#domain/errors.ts';
import { KeychainError, keychain } from './keychain.ts';
import { type SecretName, settingOf } from './settings.ts';
import type { SecretPlace } from './settings-file.ts';
import { readTokenFile, removeTokenFile, writeTokenFile } from './token-file.ts';

type Where = { folder: string; env: NodeJS.ProcessEnv };

/** The secrets of one folder of settings: in the keychain, else each in a file that its owner alone can read. */
export function secretStore({ folder, env }: Where) {
  // Two folders of one person must not share their secrets.
  const place = () => createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const entry = (name: SecretName) => keychain(`${place()} ${name}`, env);
  const file = (name: SecretName) => join(folder, 'secrets', name);
  return {
    /** @throws ShopError auth when it is kept there and cannot be read now */
    async read(name: SecretName, where: SecretPlace): Promise<string> {
      const value =
        where === 'file'
          ? await readTokenFile(file(name), 'secret')
          : await told(() => entry(name).get(), isKept(name));
      if (value) return value;
      throw gone(name);
    },
    /** Keeps it as SHOP_KEYCHAIN says. @throws ShopError auth where there is no keychain and no file was asked for */
    async keep(name: SecretName, value: string, mode: 'auto' | 'os' | 'file' | 'none'): Promise<SecretPlace> {
      if (mode === 'none') throw nowhere(name);
      if (mode === 'file') {
        await writeTokenFile(file(name), value, 'secret');
        return 'file';
      }
      await told(() => entry(name).set(value), {
        absent: `Set SHOP_KEYCHAIN=file to keep it in a file that only you can read, or give it in ${variableOf(name)}.`,
        closed: 'Unlock it, or start it anew, and try again, or set SHOP_KEYCHAIN=file.',
      });
      return 'keychain';
    },
    async forget(name: SecretName, where: SecretPlace): Promise<void> {
      if (where === 'file') await removeTokenFile(file(name));
      else await told(() => entry(name).delete(), isKept(name));
    },
  };
}

type Advice = { absent: string; closed: string };

const isKept = (name: SecretName): Advice => ({
  absent: `${name} is kept there. Give it in ${variableOf(name)}, or keep it in a file: SHOP_KEYCHAIN=file shop config set ${name}`,
  closed: `${name} is kept there. Unlock it, or start it anew, and try again.`,
});

// A password has no variable of its own: it is part of the URL's.
const variableOf = (name: SecretName) => settingOf(name).env ?? 'SHOP_DATABASE_URL';

async function told<Result>(work: () => Promise<Result>, { absent, closed }: Advice): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
    throw new ShopError('auth', error.message, {
      details: { reason: 'keychain', trouble: error.trouble },
      next: error.isAbsent ? absent : closed,
      cause: error,
    });
  }
}

const gone = (name: SecretName) =>
  new ShopError('auth', `${name} is no longer where it was kept.`, { next: `shop config set ${name}` });

const nowhere = (name: SecretName) =>
  new ShopError('auth', `SHOP_KEYCHAIN is none, so ${name} cannot be kept.`, {
    next: `Set SHOP_KEYCHAIN=file, or give it in ${variableOf(name)} at each run.`,
  });
