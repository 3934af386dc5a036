import { isIPv4 } from 'node:net';
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
  /** What a person has to look at when something of this is wrong: the variable or the settings. */
  named?: string;
};

const shape = 'mysql://user:password@host:3306/shop, with ?socket=/path or ?ssl=off|required|verify';
const tlsWays: readonly string[] = ['off', 'required', 'verify'] satisfies Tls[];

/**
 * A URL → where to connect. The driver's own parser takes any of its options from a URL (`multipleStatements`,
 * `flags`, …); here every key that is not listed is refused. `named`: where the URL comes from.
 * @throws ShopError usage, which never repeats the text: it may hold a password
 */
export function parseDatabaseUrl(text: string, named = 'SHOP_DATABASE_URL'): Target {
  try {
    return { ...read(text), named };
  } catch (error) {
    if (!(error instanceof WrongUrl)) throw error;
    throw new ShopError('usage', `${named} cannot be used: ${error.message}.`, {
      next: `It has this form: ${shape}`,
    });
  }
}

/** Whether the way to the database leaves this machine, as far as the URL alone tells. */
export const isElsewhere = ({ socketPath, host = 'localhost' }: Target) =>
  socketPath === undefined && !isThisMachine(host);

class WrongUrl extends Error {}

function read(text: string): Target {
  const url = readUrl(text);
  if (url.protocol !== 'mysql:') throw new WrongUrl('it does not begin with mysql://');

  const database = decode(url.pathname.slice(1));
  if (database === '' || database.includes('/')) throw new WrongUrl('it names no database');
  if (database.length > 64) throw new WrongUrl('its database has a name of more than 64 characters');

  const { socket, ssl } = readKeys(url);
  const host = decode(url.hostname).replace(/^\[|\]$/g, '') || 'localhost';
  // The longest name that DNS has: https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
  if (host.length > 253) throw new WrongUrl('its host has a name of more than 253 characters');
  if (host.split('.').some((label) => label.length > 63)) {
    throw new WrongUrl('its host has more than 63 characters between two dots');
  }
  const target = { user: decode(url.username), password: decode(url.password), database };
  if (socket !== undefined) return { ...target, socketPath: socket, ssl: ssl ?? 'off' };
  return {
    ...target,
    host,
    port: readPort(url),
    ssl: ssl ?? (isThisMachine(host) ? 'off' : 'verify'),
  };
}

function readUrl(text: string): URL {
  // The URL standard wants a host behind a user; a socket has none to name.
  const whole = text.replace(/^(mysql:\/\/[^/?#]*@)(?=\/)/, '$1localhost');
  // The error of `new URL` holds its input, so it is not passed on as a cause.
  if (URL.canParse(whole)) return new URL(whole);
  // A URL but for its port, which may be said: it stands after the password.
  if (URL.canParse(whole.replace(/:\d+(?=[/?#]|$)/, ''))) throw new WrongUrl('its port is above 65535');
  throw new WrongUrl('it is not a URL');
}

function readPort({ port }: URL): number {
  if (port === '') return 3306;
  if (Number(port) === 0) throw new WrongUrl('its port is 0');
  return Number(port);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new WrongUrl('a % in it has to be written as %25');
  }
}

function readKeys(url: URL): { socket?: string; ssl?: Tls } {
  if (url.hash !== '') throw new WrongUrl('a # in it has to be written as %23');
  const keys = [...url.searchParams.keys()];
  const unknown = keys.find((key, at) => !['socket', 'ssl'].includes(key) || keys.indexOf(key) !== at);
  if (unknown !== undefined) throw new WrongUrl('a key after its ? is unknown or stands there twice');

  const socket = url.searchParams.get('socket') ?? undefined;
  const ssl = url.searchParams.get('ssl') ?? undefined;
  // To go to another place than was meant, because a variable in it was empty, would be worse than to go nowhere.
  if (socket === '') throw new WrongUrl('its socket is empty');
  if (ssl !== undefined && !isTls(ssl)) throw new WrongUrl('its ssl is none of off, required, verify');
  return { socket, ssl };
}

const isTls = (word: string): word is Tls => tlsWays.includes(word);

// The host of such a URL is not brought into lower case by the parser.
const isThisMachine = (host: string) =>
  host.toLowerCase() === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
