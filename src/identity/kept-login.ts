import type { Db } from '#db/connect.ts';
import { ShopError } from '#domain/errors.ts';
import { endSession } from '#domain/sessions.ts';
import { readClaim } from '#domain/tokens.ts';
import type { Where } from '#platform/login-store.ts';
import type { LoginKeeper } from '#platform/memory-store.ts';

export type TokenSource = 'environment' | Where;

export type Login = { token: string; source: TokenSource };

/** A login whose token may be unreadable (null). Its session is known even then, from beside it; null: not even that. */
export type Standing = { token: string | null; sessionId: string | null; source: TokenSource };

type Surroundings = { given: string | undefined; store: LoginKeeper; openDb: () => Promise<Db> };

/** The login of this run: SHOP_TOKEN, else the one that is kept, else the one that has begun in this run. */
export class KeptLogin {
  readonly #given: string | undefined;
  readonly #store: LoginKeeper;
  readonly #openDb: () => Promise<Db>;
  // The keychain costs up to a tenth of a second, so a program that stays asks it once.
  #login: Promise<Login | null> | undefined;

  constructor({ given, store, openDb }: Surroundings) {
    this.#given = given;
    this.#store = store;
    this.#openDb = openDb;
  }

  /** @throws ShopError auth when there is one that cannot be read now */
  read(): Promise<Login | null> {
    this.#login ??= this.#readKept();
    // What could not be read now, a locked keychain, may be readable at the next try.
    this.#login.catch(() => {
      this.#login = undefined;
    });
    return this.#login;
  }

  /** The login that another terminal has begun since `old` was read; null when there is none. */
  async readAfter(old: Login): Promise<Login | null> {
    if (old.source === 'environment' || old.source === 'memory') return null;
    this.#login = undefined;
    const login = await this.read();
    return login && login.token !== old.token ? login : null;
  }

  /** The login that stands, even when the keychain does not open or the token is no token. */
  async standing(): Promise<Standing | null> {
    try {
      const login = await this.read();
      return login && { ...login, sessionId: claimedSession(login.token) };
    } catch (error) {
      if (!isAuth(error)) throw error;
      const sessionId = await this.#store.sessionInKeychain();
      if (sessionId) return { token: null, sessionId, source: 'keychain' };
      const token = await this.#store.exposed();
      return { token, sessionId: token && claimedSession(token), source: 'file' };
    }
  }

  /** Keeps a login that has begun. One that cannot be kept ends. */
  async keep(db: Db, where: Where, login: { token: string; sessionId: string }): Promise<void> {
    try {
      await this.#store.keep(where, login);
    } catch (error) {
      await endSession(db, login);
      throw error;
    }
    this.#login = Promise.resolve({ token: login.token, source: where });
  }

  /** @returns what the person should know about it, if anything */
  async forget({ source }: Standing): Promise<string | undefined> {
    this.#login = undefined;
    if (source === 'environment') return 'SHOP_TOKEN is still set, but its login has ended: unset it.';
    if (source === 'memory') return undefined;
    const trouble = await this.#store.forget();
    return trouble && `${trouble.message} The ended login stays in it; nobody can use it any more.`;
  }

  /** The session that nobody will find again after this run, since its token was in memory alone. */
  async fleeting(): Promise<string | null> {
    const login = await this.#login?.catch(() => null);
    return login?.source === 'memory' ? claimedSession(login.token) : null;
  }

  async #readKept(): Promise<Login | null> {
    if (this.#given) return { token: this.#given, source: 'environment' };
    // While a child process asks the keychain, the database can be opened.
    const kept = await this.#store.read(() => void this.#openDb().catch(() => {}));
    return kept && { token: kept.token, source: kept.where };
  }
}

export const isAuth = (error: unknown): error is ShopError =>
  error instanceof ShopError && error.kind === 'auth';

function claimedSession(token: string): string | null {
  try {
    return readClaim(token).sessionId;
  } catch {
    return null;
  }
}
