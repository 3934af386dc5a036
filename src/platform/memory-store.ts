import type { LoginStore, Where } from './login-store.ts';

/** Where a login and a visitor are kept: their public face, whichever way they are kept. */
export type LoginKeeper = Omit<LoginStore, 'look'>;

/** Keeps nothing beyond this run: no file and no keychain, for people who share a machine that is not theirs. */
export class MemoryStore implements LoginKeeper {
  readonly visitorsIn = 'memory';
  #visitor: string | null = null;

  // Whoever has begun a login in this run remembers it already (see `KeptLogin`).
  read = async () => null;
  sessionInKeychain = async () => null;
  exposed = async () => null;
  prepare = async (): Promise<Where> => 'memory';
  keep = async () => {};
  forget = async () => undefined;

  readVisitor = async () => this.#visitor;

  async createVisitor(token: string): Promise<boolean> {
    this.#visitor = token;
    return true;
  }

  async forgetVisitor(stale?: string): Promise<boolean> {
    if (this.#visitor === null || (stale !== undefined && this.#visitor !== stale)) return false;
    this.#visitor = null;
    return true;
  }
}
