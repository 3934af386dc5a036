import { ShopError } from '#domain/errors.ts';
import type { Target } from './database-url.ts';
import { accountIn, type DriverError, driverErrorOf } from './errors.ts';
import { untrusted } from './untrusted.ts';

type Words = { message: string; next: string };

/**
 * Why a server did not let anybody in, in words for whoever can mend it. A failure that has nothing to do with who asks
 * and whom comes back as it is.
 */
export function refused(error: Error, target: Target): Error {
  const found = driverErrorOf(error);
  const words = found && (wordsFor(found, target) ?? wordsForCode(found, target));
  return words ? new ShopError('unavailable', words.message, { next: words.next, cause: found }) : error;
}

function wordsFor(error: DriverError, { named = 'its user and password' }: Target): Words | undefined {
  switch (error.errno) {
    case 1044:
      return {
        // The server does not tell somebody without rights whether the database is there.
        message: 'The database is not there, or its user has no right to it.',
        next: `Its administrator makes it, and gives ${accountIn(error)} the rights that the README lists below "Two accounts".`,
      };
    case 1045:
    case 1698:
      return { message: 'The database refuses this user or password.', next: `Check ${named}.` };
    case 1049:
      return {
        message: 'The database does not exist on its server.',
        next: `Create it, or check ${named}.`,
      };
    case 1129:
      return {
        message: 'The database has blocked this machine after many broken connections.',
        next: 'As its administrator: FLUSH HOSTS',
      };
    case 1130:
      return {
        message: 'The database takes no connections from this machine.',
        next: "Its administrator allows them, by the host in the user's name: CREATE USER 'shop'@'host'.",
      };
    case 1820:
    case 1862:
      return {
        message: "The password of the database's user has expired.",
        next: `Its administrator sets a new one; then change ${named}.`,
      };
    case 3118:
    case 4151:
      return {
        message: "The database's user is locked.",
        next: 'As its administrator: ALTER USER … ACCOUNT UNLOCK',
      };
    case 3159:
      return {
        message: 'The database takes encrypted connections alone.',
        next: `Add ?ssl=verify to ${named}.`,
      };
    default:
      return undefined;
  }
}

function wordsForCode(error: DriverError, target: Target): Words | undefined {
  const place = target.socketPath ?? target.host ?? 'localhost';
  if (error.code === 'HANDSHAKE_NO_SSL_SUPPORT') {
    return {
      message: `The database on ${place} offers no encryption, so it was told nothing.`,
      next: 'Set it up there. On a network that is all yours, ?ssl=off in the URL goes without.',
    };
  }
  if (error.code === 'HANDSHAKE_SSL_ERROR') return untrusted(error, place);
  // The driver has no code for this one.
  const [, plugin] = /unknown plugin (\w+)/.exec(error.message) ?? [];
  if (plugin || error.code === 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED') {
    return {
      message: `The database wants its user to log in by ${plugin ?? 'mysql_clear_password'}, which shop does not do.`,
      next: 'Its administrator gives the user another way: caching_sha2_password or mysql_native_password.',
    };
  }
  return undefined;
}
