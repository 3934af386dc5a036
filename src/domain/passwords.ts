import { setTimeout as pause } from 'node:timers/promises';
import { ShopError } from './errors.ts';

// OWASP's smallest recommended argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane.
// They are the package's defaults too, but what a hash costs must not change with an update.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const SHORTEST = 8;
const LONGEST = 128;

// A stored hash is foreign text: the verifier throws on rubbish, and would follow `m=4000000` into four gigabytes.
const ENCODED =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}$/;
const MOST = { memory: 131_072, passes: 8, lanes: 8, work: 262_144 } as const;

// bcrypt as the shop's earlier programs wrote it. Cost 12 takes a third of a second, and each step more twice as long.
const BCRYPT = /^\$2[aby]\$(0[4-9]|1[0-2])\$[./A-Za-z0-9]{53}$/;

// A wrong password is told at the next of these beats, so that the time does not tell what kind of hash was compared.
const BEAT_MS = 500;

// The hash of a random password that nobody kept: a name that does not exist costs as much as one that does.
const NOBODYS =
  '$argon2id$v=19$m=19456,t=2,p=1$Ppkrqlfkl82IsW6ExCIFmQ$PfXnOR+oosaQdGvy+MA7mXOHETo8VOly0jNajh0Tjxg';

/**
 * A password as it is compared: Unicode NFKC, so that the same word from two keyboards is the same password.
 * @throws ShopError usage unless it has 8 to 128 characters, none of them NUL
 */
export function checkPassword(password: string): string {
  const plain = password.normalize('NFKC');
  const length = [...plain].length;
  if (length < SHORTEST || length > LONGEST) {
    throw badPassword(`A password has ${SHORTEST} to ${LONGEST} characters.`);
  }
  if (plain.includes('\0')) throw badPassword('A password cannot contain the character NUL.');
  return plain;
}

/** The argon2id hash to store, in PHC form. @throws ShopError usage, as `checkPassword` */
export async function hashPassword(password: string): Promise<string> {
  return argon2(checkPassword(password));
}

/** As `hashPassword`, for a password that has just proved right: an old one may be shorter than is asked for today. */
export const renewedHash = (password: string) => argon2(comparable(password));

async function argon2(plain: string): Promise<string> {
  const { hash } = await import('@node-rs/argon2');
  return hash(plain, COST);
}

/** Whether a stored hash can still be compared, but is not what is stored today. */
export const isOldHash = (stored: string) => BCRYPT.test(stored);

/** Taken before a comparison; holds what it is given back until the next beat. */
export function refusals() {
  const start = performance.now();
  return async <Refusal>(refusal: Refusal): Promise<Refusal> => {
    const past = (performance.now() - start) % BEAT_MS;
    return pause(BEAT_MS - past, refusal);
  };
}

/**
 * Whether the password fits the stored hash. What is neither an affordable argon2id hash nor bcrypt (`hashed_pw_1`,
 * NULL, a hash with absurd parameters) fits nothing, and is refused in the time that a wrong password takes.
 */
export async function passwordFits(stored: string | null | undefined, password: string): Promise<boolean> {
  if (stored && BCRYPT.test(stored)) {
    const { compare } = await import('bcryptjs');
    // The program that made it knew nothing of normal forms: the text as it was typed is compared.
    return compare(password.slice(0, LONGEST * 4), stored);
  }
  const { verify } = await import('@node-rs/argon2');
  const known = stored !== null && stored !== undefined && isAffordable(stored);
  const plain = comparable(password);
  try {
    const fits = await verify(known ? stored : NOBODYS, plain);
    return known && fits;
  } catch {
    // The pattern lets parameters through that contradict each other, such as less memory than the lanes need.
    return false;
  }
}

const comparable = (password: string) => password.normalize('NFKC').slice(0, LONGEST * 4);

function isAffordable(stored: string): boolean {
  const match = ENCODED.exec(stored);
  if (!match) return false;
  const [memory, passes, lanes] = match.slice(1).map(Number) as [number, number, number];
  if (memory < 8 * lanes || passes < 1 || lanes < 1) return false;
  return (
    memory <= MOST.memory && passes <= MOST.passes && lanes <= MOST.lanes && memory * passes <= MOST.work
  );
}

const badPassword = (message: string) => new ShopError('usage', message, { details: { field: 'password' } });
