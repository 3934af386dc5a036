import { ShopError } from '#domain/errors.ts';

/** What both drivers' errors and Node's socket errors have in common. */
export type DriverError = Error & {
  sql?: string;
  errno?: number;
  code?: string;
  sqlMessage?: string;
  fatal?: boolean;
  syscall?: string;
};

/** The error of the driver itself, found below whatever was wrapped around it. */
export function driverErrorOf(error: unknown): DriverError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (isDriverError(at)) return at;
  }
  return undefined;
}

const isDriverError = (error: Error): error is DriverError =>
  'errno' in error || 'code' in error || 'fatal' in error;

/** MySQL's and MariaDB's error number; `undefined` when the server did not say one. */
export const errnoOf = (error: unknown): number | undefined => driverErrorOf(error)?.errno;

/** A unique key said no. With `key`, that key: both servers name it in the message. */
export function isDuplicate(error: unknown, key?: string): boolean {
  const found = driverErrorOf(error);
  if (found?.errno !== 1062) return false;
  return key === undefined || (found.sqlMessage ?? found.message).includes(key);
}

/** A number does not fit into its column, or left its range while it was computed. */
export const isOutOfRange = (error: unknown) => [1264, 1690].includes(errnoOf(error) ?? 0);

/** The foreign key's other end is not there. */
export const isMissingReference = (error: unknown) => errnoOf(error) === 1452;

// 1053 shutdown in progress, 1927 and 3169 killed, 4031 idle for too long, 1047 a cluster's node that is not ready,
// 1156 to 1161 the server's own trouble with the wire, 2006 and 2013 the same told by a proxy before the server.
const lostErrnos = [1047, 1053, 1156, 1157, 1158, 1159, 1160, 1161, 1927, 2006, 2013, 3169, 4031];
const unreachable = [
  'ENOENT',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EACCES',
];
const lostCodes = ['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED'];

/** An open connection is gone; whether its last statement ran is unknown. */
export function isConnectionLost(error: unknown): boolean {
  const found = driverErrorOf(error);
  if (!found || isUnreachable(found)) return false;
  if ((found.errno ?? 0) > 0) return lostErrnos.includes(found.errno ?? 0);
  return found.fatal === true || lostCodes.includes(found.code ?? '');
}

// The connection never stood: asking once more would only take as long again.
const isUnreachable = ({ code = '', syscall }: DriverError) =>
  unreachable.includes(code) || code.startsWith('HANDSHAKE_') || syscall === 'connect';

/**
 * Nobody listens there: what an embedded server looks like that was not started yet, or whose folder cannot be one or
 * be entered.
 */
export const isNobodyThere = (error: unknown) =>
  ['ENOENT', 'ECONNREFUSED', 'ENOTDIR', 'EACCES'].includes(driverErrorOf(error)?.code ?? '');

/** Somebody took the connection and said nothing. */
export const isSilent = (error: unknown) => driverErrorOf(error)?.code === 'ETIMEDOUT';

/** No connection came to stand; `code` says why, in the words of the system. */
export function unreachableCode(error: unknown): string | undefined {
  const found = driverErrorOf(error);
  return found && isUnreachable(found) ? found.code : undefined;
}

/**
 * What went wrong, in the program's words. A driver error that tells nothing to a person comes back as it is, without
 * Drizzle's wrapper, whose message repeats every parameter: a log must not hold password hashes and addresses.
 */
export function renamed(error: unknown): unknown {
  if (error instanceof ShopError) return error;
  // No connection came to stand, and why is told already (see `refused.ts`).
  if (error instanceof Error && error.cause instanceof ShopError) return error.cause;
  const found = driverErrorOf(error);
  if (!found) return error;
  // The driver keeps the whole statement there, with everything that was put into it.
  delete found.sql;
  // It was made where the answer was read; from here the stack leads to whoever sent the statement.
  Error.captureStackTrace(found, renamed);
  const words = wordsFor(found);
  return words ? new ShopError('unavailable', words.message, { next: words.next, cause: found }) : found;
}

function wordsFor(error: DriverError): { message: string; next: string } | undefined {
  switch (error.errno) {
    case 1142:
    case 1143:
    case 1227:
      return fewRights(error);
    case 1054:
    case 1146:
      return { message: 'The tables of the shop are missing or old.', next: 'shop db migrate' };
    case 1040:
    case 1203:
    case 1226:
      return { message: 'The database has no connection left.', next: 'Try again in a moment.' };
    case 1290:
    case 1836:
      return {
        message: 'The database takes no changes: it can only be read.',
        next: 'Name the server that takes them as the database.',
      };
    case 1047:
      return {
        message:
          'This node of the database cluster takes no statements: it is cut off from most of the others.',
        next: 'Try again in a moment, or name another node as the database.',
      };
    case 1205:
    case 1213:
      return {
        message: 'Others hold what this needs in the database; nothing was changed.',
        next: 'Try again in a moment.',
      };
    case 1114:
    case 1021:
      return { message: 'The database has no room left.', next: 'Make room on its disk.' };
    default:
      return wordsForCode(error);
  }
}

/** `'joe'@'localhost'`, as a server names whom it refuses. */
export const accountIn = ({ sqlMessage = '' }: DriverError) =>
  /'[^']*'@'[^']*'/.exec(sqlMessage)?.[0] ?? 'the user';

// What changes tables belongs to their owner; whatever else is missing was forgotten when the account was made.
const ownersRights = ['CREATE', 'ALTER', 'DROP', 'INDEX', 'REFERENCES'];

function fewRights(error: DriverError) {
  // MySQL leaves the database out.
  const [, right = '', database = '', table = ''] =
    /^(.+) command denied .* (?:for|in) table [`'](?:([^`']+)`\.`)?([^`']+)[`']/.exec(
      error.sqlMessage ?? '',
    ) ?? [];
  if (right === '' || ownersRights.includes(right)) {
    return {
      message: "The database's user may not do this: only its owner may.",
      next: 'Do it with the account that owns the database (README, "Two accounts").',
    };
  }
  return {
    message: `The database's user may not ${right} in ${table}.`,
    next: `As its administrator: GRANT ${right} ON ${database && `${database}.`}${table} TO ${accountIn(error)} (README, "Two accounts").`,
  };
}

function wordsForCode(error: DriverError): { message: string; next: string } | undefined {
  if (isUnreachable(error)) {
    return {
      message: `The database cannot be reached (${error.code}).`,
      next: 'Is it running? See shop db status.',
    };
  }
  if (isConnectionLost(error)) {
    return { message: 'The connection to the database was lost.', next: 'Try again.' };
  }
  return undefined;
}
