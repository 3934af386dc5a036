import type { Db } from '#db/connect.ts';
import { inTransaction } from '#db/retry.ts';
import { createVisitor, removePerson, type User } from '#domain/accounts.ts';
import { ShopError } from '#domain/errors.ts';
import { PASSING_HOURS, resumeSession, type Session, startSession, VISIT_HOURS } from '#domain/sessions.ts';
import { sweepVisitors } from '#domain/visitors.ts';
import type { LoginKeeper } from '#platform/memory-store.ts';
import { isAuth } from './kept-login.ts';

/** What somebody does to their cart. It may run in a transaction, and then more than once. */
export type Change<Result> = (db: Db, userId: number) => Promise<Result>;

export type Shopped<Result, Who = Visitor> = { person: Who; result: Result };

export type Visitor = { user: User; session: Session; tokenSource: 'file' | 'memory' };

type Surroundings = { store: LoginKeeper; openDb: () => Promise<Db>; device: string };

/** The visitor of this machine: somebody with a cart and without a login. */
export class Visitors {
  readonly #store: LoginKeeper;
  readonly #openDb: () => Promise<Db>;
  readonly #device: string;
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ store, openDb, device }: Surroundings) {
    this.#store = store;
    this.#openDb = openDb;
    this.#device = device;
  }

  async find(opened?: Db): Promise<Visitor | null> {
    const token = await this.#store.readVisitor();
    if (!token) return null;
    try {
      const found = await resumeSession(opened ?? (await this.#openDb()), token);
      return { ...found, tokenSource: this.#store.visitorsIn };
    } catch (error) {
      if (!isAuth(error)) throw error;
      // A visitor has nothing to log in to again: a token that no longer holds is nobody's.
      await this.#store.forgetVisitor(token);
      return null;
    }
  }

  /**
   * Does `change` as a new visitor, for whom `find` did not find. Both happen or neither: nobody is left behind by what
   * is refused. Calls of one program that come at once share a visitor.
   */
  become<Result>(change: Change<Result>): Promise<Shopped<Result>> {
    const next = this.#queue.then(() => this.#become(change));
    // A change that is refused is told to whoever asked for it; the next one comes all the same.
    this.#queue = next.catch(() => {});
    return next;
  }

  /** Comes back when nobody is about to become a visitor any more. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  /** Removes the visitor whom nobody could find again after this run. */
  async close(db: Db): Promise<void> {
    if (this.#store.visitorsIn !== 'memory') return;
    const visitor = await this.find(db);
    if (!visitor) return;
    await inTransaction(db, (tx) => removePerson(tx, visitor.user.id));
    await this.#store.forgetVisitor();
  }

  async #become<Result>(change: Change<Result>): Promise<Shopped<Result>> {
    const db = await this.#openDb();
    const earlier = await this.#changeAsFound(db, change);
    if (earlier) return earlier;
    await sweepVisitors(db);
    const { token, ...shopped } = await inTransaction(db, async (tx) => {
      const user = await createVisitor(tx);
      const hours = this.#store.visitorsIn === 'file' ? VISIT_HOURS : PASSING_HOURS;
      const { session, token } = await startSession(tx, { userId: user.id, device: this.#device, hours });
      return {
        person: { user, session, tokenSource: this.#store.visitorsIn },
        token,
        result: await change(tx, user.id),
      };
    });
    if (await this.#keep(db, shopped.person.user.id, token)) return shopped;
    // Another program was first: its visitor is this one's too.
    const first = await this.#changeAsFound(db, change);
    if (first) return first;
    throw new ShopError('conflict', 'Two programs began here at once.', { next: 'Try again.' });
  }

  async #changeAsFound<Result>(db: Db, change: Change<Result>): Promise<Shopped<Result> | null> {
    const person = await this.find();
    return person && { person, result: await change(db, person.user.id) };
  }

  /** @returns false when another program kept a visitor first. One that is not kept would never be found again. */
  async #keep(db: Db, userId: number, token: string): Promise<boolean> {
    let kept = false;
    try {
      kept = await this.#store.createVisitor(token);
      return kept;
    } finally {
      if (!kept) await inTransaction(db, (tx) => removePerson(tx, userId));
    }
  }
}
