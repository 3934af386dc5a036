import { ShopError } from '#domain/errors.ts';

/** One thing that can be set. A room that needs another one adds a row below; nothing else has to know of it. */
type Setting = {
  /** The variable that goes before what is set. */
  env?: string;
  about: string;
  /** Kept by the keychain, and never shown. */
  secret?: true;
  /** Belongs to the shop and not to one machine: kept in its database, for everybody. */
  shared?: true;
  /** What must hold, as the end of the sentence "… must be". */
  rule: string;
  takes(value: string): boolean;
  /** All that it takes, where these are a few words. */
  words?: readonly string[];
};

const choice = (...words: [string, ...string[]]) => ({
  words,
  rule: `one of ${words.join(', ')}`,
  takes: (value: string) => words.includes(value),
});

const text = (longest: number) => ({
  rule: `1 to ${longest} characters`,
  takes: (value: string) => value.trim() !== '' && [...value].length <= longest,
});

const line = (longest: number) => ({
  rule: `one line of 1 to ${longest} characters`,
  takes: (value: string) => text(longest).takes(value) && !/\p{Cc}/u.test(value),
});

const address = (...protocols: string[]) => ({
  rule: `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  takes: (value: string) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
});

/** Everything that can be set. */
const settings = {
  'database.url': {
    env: 'SHOP_DATABASE_URL',
    about: 'the database; its password is a setting of its own',
    // One of a socket may lack the host that a URL has by its standard; whoever keeps it reads it whole.
    rule: 'a URL that begins with mysql://',
    takes: (value: string) => /^mysql:\/\/\P{Cc}+$/u.test(value),
  },
  'database.password': { about: 'the password for database.url', secret: true, ...line(512) },
  'login.keychain': {
    env: 'SHOP_KEYCHAIN',
    about: 'where logins and secrets are kept',
    ...choice('auto', 'os', 'file', 'none'),
  },
  'chat.api-key': {
    env: 'OPENAI_API_KEY',
    about: "the key for the assistant's model",
    secret: true,
    ...line(512),
  },
  'chat.base-url': {
    env: 'OPENAI_BASE_URL',
    about: 'a server that speaks the Chat Completions of OpenAI',
    ...address('https:', 'http:'),
  },
  'chat.model': { env: 'SHOP_CHAT_MODEL', about: 'the model that is asked', ...line(200) },
  'chat.fallback-model': {
    env: 'SHOP_CHAT_FALLBACK_MODEL',
    about: 'the model that is asked when the first fails',
    ...line(200),
  },
  'tui.keys': {
    about: 'own keys of the full screen, such as add=i sort=ctrl+s',
    ...line(2_000),
  },
  'tui.mouse': { about: 'whether the full screen takes the mouse', ...choice('on', 'off') },
  'tui.borders': { about: 'what the boxes are drawn with', ...choice('lines', 'ascii') },
  'tui.pictures': {
    env: 'SHOP_PICTURES',
    about: 'how the full screen shows pictures of items',
    ...choice('auto', 'kitty', 'iterm2', 'sixel', 'blocks', 'off'),
  },
  'shop.about': {
    about: 'what the assistant knows of the shop (operators)',
    shared: true,
    ...text(20_000),
  },
} satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;
export type SecretName = 'database.password' | 'chat.api-key';

export const settingNames = Object.keys(settings) as SettingName[];

/** One setting of the table, all its parts optional as they may be. */
export const settingOf = (name: SettingName): Setting => settings[name];

export const isSecret = (name: SettingName): name is SecretName => settingOf(name).secret === true;

export const isShared = (name: SettingName) => settingOf(name).shared === true;

/** The value as it may be kept. @throws ShopError usage, which never repeats a value: it may be a secret */
export function checkSetting(name: SettingName, value: string, where = name as string): string {
  const { rule, takes } = settingOf(name);
  if (takes(value) && value.isWellFormed()) return value;
  throw new ShopError('usage', `${where} must be ${rule}.`, { details: { setting: name } });
}
