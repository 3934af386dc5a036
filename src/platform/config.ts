import { ShopError } from '#domain/errors.ts';

const keychains = ['auto', 'os', 'file', 'none'] as const;

/** What the environment decides; an empty value counts as an absent one. */
export type Config = {
  /** Absent: the embedded database. */
  databaseUrl: string | undefined;
  /** A login token that is used instead of the stored one. */
  token: string | undefined;
  keychain: (typeof keychains)[number];
  /** Never ask, even on a terminal. */
  noInput: boolean;
};

/** @throws ShopError usage when a variable holds a value that means nothing */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  return {
    databaseUrl: env.SHOP_DATABASE_URL || undefined,
    token: env.SHOP_TOKEN || undefined,
    keychain: keychainOf(env.SHOP_KEYCHAIN || 'auto'),
    noInput: isOn(env.SHOP_NO_INPUT),
  };
}

function keychainOf(value: string): Config['keychain'] {
  const keychain = keychains.find((known) => known === value);
  if (keychain) return keychain;
  throw new ShopError('usage', `SHOP_KEYCHAIN cannot be ${JSON.stringify(value)}.`, {
    next: `One of ${keychains.join(', ')}.`,
  });
}

const isOn = (value = '') => !['', '0', 'false', 'no', 'off'].includes(value.toLowerCase());
