import type { Db } from '#db/connect.ts';
import { inTransaction } from '#db/retry.ts';
import { type Brought, takeOverVisitor, type User } from '#domain/accounts.ts';
import { ShopError } from '#domain/errors.ts';
import {
  endAllSessions,
  endSession,
  resumeSession,
  type Session,
  sessionOwner,
  startSession,
} from '#domain/sessions.ts';
import { endedLogin, invalidToken } from '#domain/tokens.ts';
import type { Fallback } from '#platform/login-store.ts';
import type { LoginKeeper } from '#platform/memory-store.ts';
import { isAuth, KeptLogin, type Login, type Standing, type TokenSource } from './identity/kept-login.ts';
import { type Change, type Shopped, Visitors } from './identity/visitors.ts';

/** Who is here, as the database says now. */
export type Person = { user: User; session: Session; tokenSource: TokenSource };

/** A login that has just begun, and what the visitor before it had in the cart. */
export type Arrival = Brought & { person: Person; token: string };

/** Checks what can be checked before the transaction, and answers with what finds or makes the account inside it. */
export type Check = (db: Db) => Promise<(tx: Db) => Promise<User>>;

/** `keep: false` stores the login nowhere and leaves it to the caller, who is given its token. */
export type Arriving = Fallback & { keep?: boolean };

type Surroundings = {
  /** SHOP_TOKEN. */
  given: string | undefined;
  store: LoginKeeper;
  openDb: () => Promise<Db>;
  /** What a session calls the machine that it began on. */
  device: string;
  /** Tells the person one line. */
  say: (line: string) => void;
};

/** Knows who is here: SHOP_TOKEN, else the login that is kept, else the visitor, whose token is always in a file, or, in a kiosk, nowhere. */
export class Identity {
  readonly #surroundings: Surroundings;
  readonly #login: KeptLogin;
  readonly #visitors: Visitors;
  #told = false;
  readonly #arriving = new Set<Promise<unknown>>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#login = new KeptLogin(surroundings);
    this.#visitors = new Visitors(surroundings);
  }

  /** The person who is logged in. @throws ShopError auth */
  async person(): Promise<Person> {
    const person = await this.#loggedIn();
    if (person?.user.isRegistered) return person;
    throw notLoggedIn();
  }

  /**
   * Logged in, else the visitor if there is one, else null. A kept login that no longer holds is told in one line and
   * passed over, since anybody may browse; not so SHOP_TOKEN, which somebody has set on purpose, nor when `strict`.
   * @throws ShopError auth
   */
  async whoever({ strict = false } = {}): Promise<Person | null> {
    try {
      return (await this.#loggedIn()) ?? (await this.#visitors.find());
    } catch (error) {
      if (strict || this.#surroundings.given || !isAuth(error)) throw error;
      this.#tell(error);
      return this.#visitors.find();
    }
  }

  /**
   * Does `change` as whoever is here. Who is nobody yet becomes a visitor by it, unless it is refused.
   * @throws ShopError auth for a login that no longer holds; whatever `change` throws
   */
  async shopping<Result>(change: Change<Result>): Promise<Shopped<Result, Person>> {
    const person = await this.whoever({ strict: true });
    if (!person) return this.#visitors.become(change);
    return { person, result: await change(await this.#surroundings.openDb(), person.user.id) };
  }

  /**
   * Logs in whom `check` lets in, in one transaction with the merging of the visitor's cart. First it is found out
   * whether the login can be kept: if not, nothing has changed.
   */
  async arrive(check: Check, how: Arriving): Promise<Arrival> {
    const arrival = this.#arrive(check, how);
    this.#arriving.add(arrival);
    try {
      return await arrival;
    } finally {
      this.#arriving.delete(arrival);
    }
  }

  async #arrive(check: Check, { keep = true, ...fallback }: Arriving): Promise<Arrival> {
    const { given, store, openDb, device } = this.#surroundings;
    if (keep && given) throw tokenIsGiven();
    const where = keep ? await store.prepare(fallback) : 'memory';
    const db = await openDb();
    const account = await check(db);
    const visitor = await this.#visitors.find();
    const before = keep ? await this.#login.standing() : null;
    const { user, session, token, pieces, capped } = await inTransaction(db, async (tx) => {
      const user = await account(tx);
      const brought = visitor
        ? await takeOverVisitor(tx, { visitorId: visitor.user.id, userId: user.id })
        : { pieces: 0, capped: [] };
      return { user, ...brought, ...(await startSession(tx, { userId: user.id, device })) };
    });
    if (keep) await this.#login.keep(db, where, { token, sessionId: session.id });
    await store.forgetVisitor();
    // The login that this one takes the place of; one that is kept outlives a login for this run alone.
    const replaced = before?.source === 'memory' || where !== 'memory' ? before?.sessionId : null;
    if (replaced) await endSession(db, { sessionId: replaced });
    return { person: { user, session, tokenSource: where }, pieces, capped, token };
  }

  /** Ends the session, then forgets the token. @returns whether anybody was logged in */
  async leave({ everywhere = false } = {}): Promise<boolean> {
    const login = await this.#login.standing();
    if (!login) return false;
    const ended = await this.#end(login, everywhere);
    // Nothing is kept that could be forgotten: it is what it was before.
    if (login.source === 'environment' && !ended)
      throw wrongGiven(login.sessionId ? endedLogin() : invalidToken());
    await this.#forget(login);
    const unread = login.token === null && login.sessionId === null ? unreadBefore() : undefined;
    if (everywhere && !ended) throw unread ?? endedBefore();
    if (unread) this.#surroundings.say([unread.message, unread.next].join(' '));
    return true;
  }

  /** Forgets the login of an account that is deleted: its sessions went with it. */
  async forget(): Promise<void> {
    const login = await this.#login.standing();
    if (login) await this.#forget(login);
  }

  async #forget(login: Standing): Promise<void> {
    const words = await this.#login.forget(login);
    if (words) this.#surroundings.say(words);
  }

  /** Comes back when nobody is about to come in any more. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#arriving, this.#visitors.settled()]);
  }

  /** Ends what would otherwise be left behind by this run. */
  async close(db: Db): Promise<void> {
    const sessionId = await this.#login.fleeting();
    if (sessionId) await endSession(db, { sessionId });
    await this.#visitors.close(db);
  }

  async #loggedIn(): Promise<Person | null> {
    const login = await this.#login.read();
    if (!login) return null;
    try {
      return await this.#resume(login);
    } catch (error) {
      const newer = isAuth(error) ? await this.#login.readAfter(login) : null;
      if (newer) return this.#resume(newer);
      throw error;
    }
  }

  async #resume({ token, source }: Login): Promise<Person> {
    try {
      return { ...(await resumeSession(await this.#surroundings.openDb(), token)), tokenSource: source };
    } catch (error) {
      throw isAuth(error) && source === 'environment' ? wrongGiven(error) : error;
    }
  }

  /** @returns whether that which was to end has ended */
  async #end(login: Standing, everywhere: boolean): Promise<boolean> {
    const { sessionId } = login;
    if (!sessionId) return false;
    const db = await this.#surroundings.openDb();
    const owner = everywhere ? await ownerOf(db, login, sessionId) : null;
    const ended = await endSession(db, { sessionId });
    if (owner !== null) await endAllSessions(db, { userId: owner });
    return everywhere ? owner !== null : ended;
  }

  #tell(error: ShopError): void {
    if (!this.#told) this.#surroundings.say([error.message, error.next].filter(Boolean).join(' '));
    this.#told = true;
  }
}

// A token is looked at whole before it ends the logins of others. Where a keychain does not open, what stands beside
// it names the session, and that is in a file of the person's own.
async function ownerOf(db: Db, { token }: Standing, sessionId: string): Promise<number | null> {
  if (token === null) return sessionOwner(db, { sessionId });
  try {
    return (await resumeSession(db, token)).user.id;
  } catch (error) {
    if (isAuth(error)) return null;
    throw error;
  }
}

const notLoggedIn = () =>
  new ShopError('auth', 'You are not logged in.', {
    details: { reason: 'nobody' },
    next: 'Log in: shop login',
  });

const tokenIsGiven = () =>
  new ShopError('usage', 'SHOP_TOKEN is set, and goes before any login.', { next: 'Unset it to log in.' });

// Logging in again would not help: what is set goes before it.
const wrongGiven = ({ message, details, cause }: ShopError) =>
  new ShopError('auth', message, {
    details,
    cause,
    next: 'It is the one in SHOP_TOKEN: unset it, or set it to a new one (shop login <username> --print-token).',
  });

const unreadBefore = () =>
  new ShopError(
    'auth',
    'The login that was kept here could not be read, so it was forgotten, but not ended.',
    {
      details: { reason: 'file' },
      next: 'Log in, and then: shop logout --everywhere',
    },
  );

const endedBefore = () =>
  new ShopError('auth', 'This login had ended already, so the others could not be ended.', {
    details: { reason: 'revoked' },
    next: 'Log in, and then: shop logout --everywhere',
  });
