/** A change that can be taken back, and what is said when it has been. */
export type Change = { undone: string; back: () => Promise<unknown> };

const REMEMBERED = 100;

/** The changes of cart and favorites of this person, the last one uppermost. */
export function createHistory() {
  let changes: readonly Change[] = [];
  return {
    remember(change: Change) {
      changes = [...changes, change].slice(-REMEMBERED);
    },
    /** Takes the last change off the pile; `undefined` when there is none. */
    take(): Change | undefined {
      const last = changes.at(-1);
      changes = changes.slice(0, -1);
      return last;
    },
    /** After a purchase, a login or a logout there is nothing that could be undone. */
    forget() {
      changes = [];
    },
  };
}

export type History = ReturnType<typeof createHistory>;
