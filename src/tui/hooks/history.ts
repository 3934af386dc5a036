import { ShopError } from '#domain/errors.ts';

/** A change that can be taken back and made again. Both answer what became of it, in a sentence. */
export type Change = { undo: () => Promise<string>; redo: () => Promise<string> };

/** Which of the two is possible now. */
type Reach = { undo: boolean; redo: boolean };

const REMEMBERED = 100;

/** The changes of cart and favorites of this person, the last one uppermost. */
export function createHistory() {
  let done: readonly Change[] = [];
  let undone: readonly Change[] = [];
  let reach: Reach = { undo: false, redo: false };
  const listeners = new Set<() => void>();

  function become(nextDone: readonly Change[], nextUndone: readonly Change[]) {
    done = nextDone.slice(-REMEMBERED);
    undone = nextUndone;
    const next = { undo: done.length > 0, redo: undone.length > 0 };
    if (next.undo === reach.undo && next.redo === reach.redo) return;
    reach = next;
    for (const listener of listeners) listener();
  }

  return {
    remember: (change: Change) => become([...done, change], []),
    /** Takes the last change back. @returns what is said about it; `undefined` when there is none */
    async undo(): Promise<string | undefined> {
      const change = done.at(-1);
      if (!change) return undefined;
      become(done.slice(0, -1), [...undone, change]);
      try {
        return await change.undo();
      } catch (error) {
        become(mayGoBetter(error) ? [...done, change] : done, without(undone, change));
        throw error;
      }
    },
    /** Makes the change that was taken back last once more. */
    async redo(): Promise<string | undefined> {
      const change = undone.at(-1);
      if (!change) return undefined;
      become([...done, change], undone.slice(0, -1));
      try {
        return await change.redo();
      } catch (error) {
        become(without(done, change), mayGoBetter(error) ? [...undone, change] : undone);
        throw error;
      }
    },
    /** After a purchase, a login or a logout there is nothing that could be undone. */
    forget: () => become([], []),
    reach: () => reach,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type History = ReturnType<typeof createHistory>;

const without = (changes: readonly Change[], change: Change) => changes.filter((one) => one !== change);

/** What a lost database has refused can be tried again; what the shop has refused would stand in the way of the rest. */
const mayGoBetter = (error: unknown) => error instanceof ShopError && error.kind === 'unavailable';
