import type { Shape } from '#cli/shape.ts';
import { checkSetting, isSecret, isShared, type SettingName, settingOf } from '#platform/settings.ts';
import { readSettings } from '#platform/settings-file.ts';
import { hidePassword } from '#platform/url-password.ts';
import type { Shop } from '#shop.ts';

/** A setting as it holds now. A secret has no `value`, only a `source`; what is not set has neither. */
export type Effective = {
  name: SettingName;
  value: string | null;
  source: 'environment' | 'config' | 'keychain' | 'file' | 'shop' | null;
  about: string;
};

/** What holds for each of the settings: the environment's before the file's. Asks no keychain and no database. */
export function effective({ env, paths }: Shop, names: readonly SettingName[]): Effective[] {
  const { plain, secrets, path } = readSettings(paths.config);
  return names.map((name) => {
    const { env: variable = '', about } = settingOf(name);
    const given = env[variable];
    if (given)
      return { name, value: isSecret(name) ? null : hidePassword(given), source: 'environment', about };
    if (isShared(name)) return { name, value: null, source: 'shop', about };
    if (isSecret(name)) return { name, value: null, source: secrets[name] ?? null, about };
    const value = plain[name];
    if (value === undefined) return { name, value: null, source: null, about };
    return {
      name,
      value: hidePassword(checkSetting(name, value, `${name} in ${path}`)),
      source: 'config',
      about,
    };
  });
}

const SOURCES = {
  environment: 'from the environment',
  config: '',
  keychain: 'kept in the keychain',
  file: 'kept in a file that only you can read',
  shop: 'kept in the database',
} as const;

/** `(kept in the keychain)` */
export const whereKept = ({ source }: Effective) => (source ? `(${SOURCES[source]})` : '');

const valueText = (setting: Effective) => setting.value ?? whereKept(setting);

export const settingShape: Shape<Effective> = {
  fields: {
    name: ({ name }) => name,
    value: ({ value }) => value,
    source: ({ source }) => source,
    about: ({ about }) => about,
  },
  columns: [
    { title: 'name', text: ({ name }) => name },
    { title: 'value', text: valueText, raw: ({ value }) => value ?? '' },
    { title: 'source', text: ({ source }) => source ?? '' },
    { title: 'what it is', text: ({ about }) => about, meaning: () => 'quiet' },
  ],
  text: valueText,
};
