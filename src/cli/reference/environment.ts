/** `shown`: the names as they are written, such as `TERM=dumb`. */
export type Variable = { names: readonly string[]; shown: string; meaning: string };

/** Every variable that `shop` reads, as its help and its README tell of them. */
export const environment: readonly Variable[] = [
  {
    names: ['SHOP_DATABASE_URL'],
    shown: 'SHOP_DATABASE_URL',
    meaning:
      '`mysql://user:password@host:3306/shop`; `?socket=/path` for a Unix socket, `?ssl=off|required|verify` (default `verify` for a host that is not this machine). Absent: the embedded database',
  },
  {
    names: ['SHOP_HOME'],
    shown: 'SHOP_HOME',
    meaning:
      'one folder for everything `shop` keeps. Absent: the XDG folders and their macOS and Windows equivalents',
  },
  { names: ['SHOP_TOKEN'], shown: 'SHOP_TOKEN', meaning: 'a login token to use instead of the stored one' },
  {
    names: ['SHOP_KEYCHAIN'],
    shown: 'SHOP_KEYCHAIN',
    meaning: '`auto` (default), `os`, `file` (a file that only you can read), `none`',
  },
  {
    names: ['OPENAI_API_KEY', 'OPENAI_BASE_URL'],
    shown: 'OPENAI_API_KEY, OPENAI_BASE_URL',
    meaning:
      "the assistant's model: a key, or the address of any server that speaks OpenAI's Chat Completions. Neither: the database alone answers",
  },
  {
    names: ['SHOP_CHAT_MODEL', 'SHOP_CHAT_FALLBACK_MODEL'],
    shown: 'SHOP_CHAT_MODEL, SHOP_CHAT_FALLBACK_MODEL',
    meaning: 'which model, and which one when the first is overloaded or unknown',
  },
  {
    names: ['SHOP_PICTURES'],
    shown: 'SHOP_PICTURES',
    meaning:
      'pictures of items in the full screen: `auto` (default: as the terminal can, none over SSH), `kitty`, `iterm2`, `sixel`, `blocks`, `off`',
  },
  { names: ['SHOP_NO_INPUT'], shown: 'SHOP_NO_INPUT=1', meaning: 'never ask, as `--no-input`' },
  {
    names: ['SHOP_COMPLETION_MS'],
    shown: 'SHOP_COMPLETION_MS',
    meaning: 'for how many milliseconds Tab waits for the database (default 500)',
  },
  {
    names: ['SHOP_PAGER', 'PAGER'],
    shown: 'SHOP_PAGER, PAGER',
    meaning:
      'what a terminal shows results with that are longer than its screen, such as `less`; the first that is set. Empty or `cat`: none',
  },
  {
    names: ['NO_COLOR', 'FORCE_COLOR', 'COLUMNS', 'TERM'],
    shown: 'NO_COLOR, FORCE_COLOR, COLUMNS, TERM=dumb',
    meaning: 'as everywhere',
  },
];
