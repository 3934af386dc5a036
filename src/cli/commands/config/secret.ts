import type { SecretName } from '#platform/settings.ts';
import { readSettings, writeSetting } from '#platform/settings-file.ts';
import type { Shop } from '#shop.ts';

/** Keeps a secret where SHOP_KEYCHAIN says; the file of settings notes that it is there. */
export async function keepSecret({ env, paths, config }: Shop, name: SecretName, value: string) {
  const { secretStore } = await import('#platform/secrets.ts');
  const before = readSettings(paths.config).secrets[name];
  const store = secretStore({ folder: paths.config, env });
  const place = await store.keep(name, value, config.keychain);
  await writeSetting(paths.config, name, place);
  if (before && before !== place) await store.forget(name, before);
}

/** @returns whether it was kept */
export async function forgetSecret({ env, paths }: Shop, name: SecretName): Promise<boolean> {
  const place = readSettings(paths.config).secrets[name];
  if (!place) return false;
  const { secretStore } = await import('#platform/secrets.ts');
  await secretStore({ folder: paths.config, env }).forget(name, place);
  await writeSetting(paths.config, name, undefined);
  return true;
}
