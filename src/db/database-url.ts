import { isIP } from 'node:net';
import { ShopError } from '#domain/errors.ts';

/** `off`: plain; `required`: encrypted, whoever answers; `verify`: encrypted, and the certificate names the host. */
export type Tls = 'off' | 'required' | 'verify';

/** Where a database is. `socketPath` wins over host and port; without a `database` none is chosen. */
export type Target = {
  socketPath?: string;
  host?: string;
  port?: number;
  user: string;
  password?: string;
  database?: string;
  ssl?: Tls;
};

const shape = 'mysql://user:password@host:3306/shop, with ?socket=/path or ?ssl=off|required|verify';
const tlsWays: readonly string[] = ['off', 'required', 'verify'] satisfies Tls[];

/**
 * `SHOP_DATABASE_URL` → where to connect. The driver's own parser takes any of its options from a URL
 * (`multipleStatements`, `flags`, …); here every key that is not listed is refused.
 * @throws ShopError usage, which never repeats the text: it may hold a password
 */
export function parseDatabaseUrl(text: string): Target {
  const url = readUrl(text);
  if (url.protocol !== 'mysql:') throw wrongUrl('it does not begin with mysql://');

  const database = decode(url.pathname.slice(1));
  if (database === '' || database.includes('/')) throw wrongUrl('it names no database');

  const { socket, ssl } = readKeys(url);
  const host = decode(url.hostname).replace(/^\[|\]$/g, '') || 'localhost';
  const target = { user: decode(url.username), password: decode(url.password), database };
  if (socket !== undefined) return { ...target, socketPath: socket, ssl: ssl ?? 'off' };
  return { ...target, host, port: Number(url.port || 3306), ssl: tlsFor(host, ssl) };
}

function readUrl(text: string): URL {
  // The URL standard wants a host behind a user; a socket has none to name.
  const whole = text.replace(/^(mysql:\/\/[^/?#]*@)(?=\/)/, '$1localhost');
  // The error of `new URL` holds its input, so it is not passed on as a cause.
  if (URL.canParse(whole)) return new URL(whole);
  // A URL but for its port, which may be said: it stands after the password.
  if (URL.canParse(whole.replace(/:\d+(?=[/?#]|$)/, ''))) throw wrongUrl('its port is above 65535');
  throw wrongUrl('it is not a URL');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw wrongUrl('a % in it has to be written as %25');
  }
}

function readKeys(url: URL): { socket?: string; ssl?: Tls } {
  if (url.hash !== '') throw wrongUrl('a # in it has to be written as %23');
  const keys = [...url.searchParams.keys()];
  const unknown = keys.find((key, at) => !['socket', 'ssl'].includes(key) || keys.indexOf(key) !== at);
  if (unknown !== undefined) throw wrongUrl('a key after its ? is unknown or stands there twice');

  const socket = url.searchParams.get('socket') || undefined;
  const ssl = url.searchParams.get('ssl') || undefined;
  if (ssl !== undefined && !isTls(ssl)) throw wrongUrl('its ssl is none of off, required, verify');
  return { socket, ssl };
}

const isTls = (word: string): word is Tls => tlsWays.includes(word);

function tlsFor(host: string, asked: Tls | undefined): Tls {
  const ssl = asked ?? (isThisMachine(host) ? 'off' : 'verify');
  // For an address the driver would compare the certificate with the name `localhost`, which proves nothing.
  if (ssl === 'verify' && isIP(host) !== 0) {
    throw new ShopError(
      'usage',
      'A certificate cannot be checked against the address in SHOP_DATABASE_URL.',
      {
        next: "Write the host's name, or add ?ssl=required (encrypted, but not proven to be the right server).",
      },
    );
  }
  return ssl;
}

const isThisMachine = (host: string) =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

const wrongUrl = (why: string) =>
  new ShopError('usage', `SHOP_DATABASE_URL cannot be used: ${why}.`, { next: `It has this form: ${shape}` });
