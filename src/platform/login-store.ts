import { join } from 'node:path';
import { ShopError } from '#domain/errors.ts';
import { type Keychain, KeychainError, keychain } from './keychain.ts';
import {
  createTokenFile,
  readExposedFile,
  readTokenFile,
  removeTokenFile,
  writeTokenFile,
} from './token-file.ts';

/** Asks a person on a terminal a yes-or-no question. */
export type Ask = (question: string) => Promise<boolean>;

export type Where = 'keychain' | 'file' | 'memory';

/** What is to be done where there is no keychain and no file is agreed to: refuse, or log in for this run alone. */
export type Fallback = { ask?: Ask | undefined; otherwise?: 'refuse' | 'memory' };

/** `holdsLogin`: the keychain has one, whether or not it opens now. */
export type Prospect = {
  place: Where | 'undecided' | 'nowhere';
  trouble?: KeychainError;
  holdsLogin: boolean;
};

type Place = {
  /** SHOP_KEYCHAIN. */
  mode: 'auto' | 'os' | 'file' | 'none';
  /** A folder of this shop's own: another database has another one. */
  folder: string;
  /** One answer for every shop of this person. */
  consentFile: string;
  /** The name of the entry in the keychain, asked for by those who have one: a hash takes Node a while to load. */
  account: () => string;
  env: NodeJS.ProcessEnv;
};

/** Where a login is kept between runs, as SHOP_KEYCHAIN says. Knows nothing of what a token means. */
export class LoginStore {
  readonly #mode: Place['mode'];
  readonly #entry: () => Keychain;
  #opened: Keychain | undefined;
  readonly #tokenFile: string;
  readonly #visitorFile: string;
  readonly #trial: string;
  // A locked keyring reads like an empty one: this file remembers that there is a login, and which session it is.
  readonly #marker: string;
  readonly #consentFile: string;
  /** Where a visitor is kept. */
  readonly visitorsIn: 'file' | 'memory' = 'file';

  constructor({ mode, folder, consentFile, account, env }: Place) {
    this.#mode = mode;
    this.#entry = () => keychain(account(), env);
    this.#tokenFile = join(folder, 'login');
    this.#visitorFile = join(folder, 'visitor');
    this.#trial = join(folder, `trial-${process.pid}`);
    this.#marker = join(folder, 'in-keychain');
    this.#consentFile = consentFile;
  }

  get #keychain(): Keychain {
    this.#opened ??= this.#entry();
    return this.#opened;
  }

  /**
   * The login that is kept. `meanwhile` is called when it will take long.
   * @throws ShopError auth when there is one that cannot be read now
   */
  async read(meanwhile = () => {}): Promise<{ token: string; where: Where } | null> {
    if (await this.#isInKeychain()) {
      meanwhile();
      return this.#readKeychain();
    }
    if (this.#mode !== 'auto' && this.#mode !== 'file') return null;
    const token = await readTokenFile(this.#tokenFile);
    return token ? { token, where: 'file' } : null;
  }

  /** The session of a login in the keychain, whether or not the keychain opens. */
  async sessionInKeychain(): Promise<string | null> {
    return (await this.#isInKeychain()) ? readTokenFile(this.#marker) : null;
  }

  /** The token in a file that is refused because of its rights: others may have it, so it has to end. */
  async exposed(): Promise<string | null> {
    return this.#mode === 'os' ? null : readExposedFile(this.#tokenFile);
  }

  /** Finds out where a login can be kept, before anything is changed. @throws ShopError auth */
  async prepare({ ask, otherwise = 'refuse' }: Fallback): Promise<Where> {
    if (this.#mode === 'none') return 'memory';
    // A full or read-only disk shows now, not when the account is there and its login has nowhere to go.
    await writeTokenFile(this.#trial, 'trial');
    await removeTokenFile(this.#trial);
    if (this.#mode === 'file') return 'file';
    try {
      await this.#keychain.probe();
      return 'keychain';
    } catch (error) {
      if (!(error instanceof KeychainError)) throw error;
      if (this.#mode === 'os' || !error.isAbsent) throw keychainTrouble(error);
      if (await this.#mayUseFile(error, ask)) return 'file';
      if (otherwise === 'memory') return 'memory';
      throw keychainTrouble(error);
    }
  }

  /** Keeps a login where `prepare` found room, and nowhere else. */
  async keep(where: Where, { token, sessionId }: { token: string; sessionId: string }): Promise<void> {
    if (where === 'memory') return;
    if (where === 'file') {
      await writeTokenFile(this.#tokenFile, token);
      await this.#forgetKeychain();
      return;
    }
    await renamed(() => this.#keychain.set(token));
    await writeTokenFile(this.#marker, sessionId);
    await removeTokenFile(this.#tokenFile);
  }

  /** Forgets the login. @returns why the keychain did not let go of it, if it did not */
  async forget(): Promise<KeychainError | undefined> {
    if (this.#mode !== 'os') await removeTokenFile(this.#tokenFile);
    return this.#mode === 'file' ? undefined : this.#forgetKeychain();
  }

  /**
   * Where a login would be kept, and why not in the keychain. Makes nothing, but for the entry that tries out a keychain
   * and goes away again. `undecided`: a person would be asked.
   */
  async look(): Promise<Prospect> {
    const holdsLogin = await this.#isInKeychain();
    if (this.#mode === 'none') return { place: 'memory', holdsLogin };
    if (this.#mode === 'file') return { place: 'file', holdsLogin };
    try {
      await this.#keychain.probe();
      return { place: 'keychain', holdsLogin };
    } catch (trouble) {
      if (!(trouble instanceof KeychainError)) throw trouble;
      const answered = trouble.isAbsent && this.#mode === 'auto' && (await readTokenFile(this.#consentFile));
      const place = answered === 'yes' ? 'file' : answered === null ? 'undecided' : 'nowhere';
      return { place, trouble, holdsLogin };
    }
  }

  readVisitor(): Promise<string | null> {
    return readTokenFile(this.#visitorFile);
  }

  /** @returns false when another process kept a visitor first */
  createVisitor(token: string): Promise<boolean> {
    return createTokenFile(this.#visitorFile, token);
  }

  /** With `stale`, only while that is the token: another process may have put a new one in its place. */
  async forgetVisitor(stale?: string): Promise<boolean> {
    if (stale !== undefined && (await this.readVisitor()) !== stale) return false;
    return removeTokenFile(this.#visitorFile);
  }

  async #isInKeychain(): Promise<boolean> {
    if (this.#mode !== 'auto' && this.#mode !== 'os') return false;
    return (await readTokenFile(this.#marker)) !== null;
  }

  #readKeychain(): Promise<{ token: string; where: Where } | null> {
    return renamed(async () => {
      const token = await this.#keychain.get();
      if (token) return { token, where: 'keychain' };
      // Nothing there, although there was a login: someone has removed it.
      await removeTokenFile(this.#marker);
      return null;
    });
  }

  async #forgetKeychain(): Promise<KeychainError | undefined> {
    if (!(await removeTokenFile(this.#marker))) return undefined;
    try {
      await this.#keychain.delete();
      return undefined;
    } catch (error) {
      if (error instanceof KeychainError) return error;
      throw error;
    }
  }

  async #mayUseFile(why: KeychainError, ask: Ask | undefined): Promise<boolean> {
    const answered = await readTokenFile(this.#consentFile);
    if (answered !== null) return answered === 'yes';
    if (!ask) return false;
    const agreed = await ask(`${why.message} Keep the login in a file that only you can read?`);
    await writeTokenFile(this.#consentFile, agreed ? 'yes' : 'no');
    return agreed;
  }
}

async function renamed<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof KeychainError ? keychainTrouble(error) : error;
  }
}

const keychainTrouble = (error: KeychainError) =>
  new ShopError('auth', error.message, {
    details: { reason: 'keychain', trouble: error.trouble },
    next: error.isAbsent
      ? 'Set SHOP_KEYCHAIN=file to keep the login in a file that only you can read, or SHOP_TOKEN to a login token.'
      : 'Unlock it, or start it anew, and try again, or set SHOP_KEYCHAIN=file or SHOP_TOKEN.',
    cause: error,
  });
