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
  chat: ChatSettings;
};

/** The assistant's model. Without a key and an address there is none, and the database alone answers. */
type ChatSettings = {
  apiKey: string | undefined;
  /** Any server that speaks OpenAI's Chat Completions. Absent: OpenAI's own. */
  baseUrl: string | undefined;
  model: string;
  /** Asked when the first is overloaded or unknown. */
  fallbackModel: string | undefined;
};

const usualModel = 'gpt-5.4-mini';

/** @throws ShopError usage when a variable holds a value that means nothing */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  return {
    databaseUrl: env.SHOP_DATABASE_URL || undefined,
    token: env.SHOP_TOKEN || undefined,
    keychain: keychainOf(env.SHOP_KEYCHAIN || 'auto'),
    noInput: isOn(env.SHOP_NO_INPUT),
    chat: {
      apiKey: env.OPENAI_API_KEY || undefined,
      baseUrl: env.OPENAI_BASE_URL || undefined,
      model: env.SHOP_CHAT_MODEL || usualModel,
      fallbackModel: env.SHOP_CHAT_FALLBACK_MODEL || undefined,
    },
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
