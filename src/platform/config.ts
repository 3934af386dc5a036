import { ShopError } from '#domain/errors.ts';
import type { SecretName, SettingName } from './settings.ts';
import { checkSetting, settingOf } from './settings.ts';
import { type Kept, readSettings } from './settings-file.ts';

const keychains = ['auto', 'os', 'file', 'none'] as const;

/** What the environment decides, else the settings file; an empty variable counts as an absent one. */
export type Config = {
  /** Absent: the embedded database. A password that is kept apart is not in it (`secret`). */
  databaseUrl: string | undefined;
  /** Where that URL comes from, for a sentence about it. */
  databaseUrlFrom: string;
  /** A login token that is used instead of the stored one. */
  token: string | undefined;
  keychain: (typeof keychains)[number];
  /** Never ask, even on a terminal. */
  noInput: boolean;
  chat: ChatSettings;
  /** A setting of `settings.ts` that is no secret. @throws ShopError usage when its value means nothing */
  setting(name: Exclude<SettingName, SecretName>): string | undefined;
  /** A secret, which may have to be fetched from the keychain. @throws ShopError auth when it cannot be read now */
  secret(name: SecretName): Promise<string | undefined>;
};

/** The assistant's model. Without a key and an address there is none, and the database alone answers. */
type ChatSettings = {
  apiKey: () => Promise<string | undefined>;
  /** Any server that speaks OpenAI's Chat Completions. Absent: OpenAI's own. */
  baseUrl: string | undefined;
  model: string;
  /** Asked when the first is overloaded or unknown. */
  fallbackModel: string | undefined;
};

const usualModel = 'gpt-5.4-mini';

/** @throws ShopError usage when a variable or the file in `folder` holds a value that means nothing */
export function readConfig(env: NodeJS.ProcessEnv, folder: string): Config {
  const kept = readSettings(folder);
  const given = (name: SettingName) => env[settingOf(name).env ?? ''] || undefined;
  const setting: Config['setting'] = (name) => given(name) ?? ofFile(kept, name);
  const keychain = keychainOf(setting('login.keychain') ?? 'auto');
  const secret: Config['secret'] = async (name) => {
    const where = kept.secrets[name];
    // The password belongs to the URL beside it: one that the environment names may lead to another server.
    if (name === 'database.password' && given('database.url')) return undefined;
    if (given(name) || !where) return given(name);
    const { secretStore } = await import('./secrets.ts');
    return secretStore({ folder, env }).read(name, where);
  };
  return {
    databaseUrl: setting('database.url'),
    databaseUrlFrom: given('database.url') ? 'SHOP_DATABASE_URL' : `database.url in ${kept.path}`,
    token: env.SHOP_TOKEN || undefined,
    keychain,
    noInput: isOn(env.SHOP_NO_INPUT),
    chat: {
      apiKey: () => secret('chat.api-key'),
      baseUrl: setting('chat.base-url'),
      model: setting('chat.model') ?? usualModel,
      fallbackModel: setting('chat.fallback-model'),
    },
    setting,
    secret,
  };
}

function ofFile({ plain, path }: Kept, name: SettingName): string | undefined {
  const value = plain[name];
  return value === undefined ? undefined : checkSetting(name, value, `${name} in ${path}`);
}

function keychainOf(value: string): Config['keychain'] {
  const keychain = keychains.find((known) => known === value);
  if (keychain) return keychain;
  throw new ShopError('usage', `SHOP_KEYCHAIN cannot be ${JSON.stringify(value)}.`, {
    next: `One of ${keychains.join(', ')}.`,
  });
}

const isOn = (value = '') => !['', '0', 'false', 'no', 'off'].includes(value.toLowerCase());
