import type { Db } from '#db/connect.ts';
import { inTransaction } from '#db/retry.ts';
import { createVisitor, removePerson, type User } from '#domain/accounts.ts';
import { ShopError } from '#domain/errors.ts';
import { resumeSession, type Session, startSession } from '#domain/sessions.ts';
import type { LoginStore } from '#platform/login-store.ts';
import { isAuth } from './kept-login.ts';

const HOURS = 30 * 24;

export type Visitor = { user: User; session: Session; tokenSource: 'file' };

type Surroundings = { store: LoginStore; openDb: () => Promise<Db>; device: string };

/** The visitor of this machine: somebody with a cart and without a login. */
export class Visitors {
  readonly #store: LoginStore;
  readonly #openDb: () => Promise<Db>;
  readonly #device: string;
  #arriving: Promise<Visitor> | undefined;

  constructor({ store, openDb, device }: Surroundings) {
    this.#store = store;
    this.#openDb = openDb;
    this.#device = device;
  }

  async find(): Promise<Visitor | null> {
    const token = await this.#store.readVisitor();
    if (!token) return null;
    try {
      return { ...(await resumeSession(await this.#openDb(), token)), tokenSource: 'file' };
    } catch (error) {
      if (!isAuth(error)) throw error;
      // A visitor has nothing to log in to again: a token that no longer holds is nobody's.
      await this.#store.forgetVisitor(token);
      return null;
    }
  }

  /** A new one, for whom `find` did not find. Two calls of one program that come at once share theirs. */
  create(): Promise<Visitor> {
    this.#arriving ??= this.#create().finally(() => {
      this.#arriving = undefined;
    });
    return this.#arriving;
  }

  async #create(): Promise<Visitor> {
    const db = await this.#openDb();
    const { user, session, token } = await inTransaction(db, async (tx) => {
      const visitor = await createVisitor(tx);
      const wish = { userId: visitor.id, device: this.#device, hours: HOURS };
      return { user: visitor, ...(await startSession(tx, wish)) };
    });
    if (await this.#store.createVisitor(token)) return { user, session, tokenSource: 'file' };
    // Another program was first: its visitor is this one's too.
    await inTransaction(db, (tx) => removePerson(tx, user.id));
    const first = await this.find();
    if (first) return first;
    throw new ShopError('conflict', 'Two programs began here at once.', { next: 'Try again.' });
  }
}
