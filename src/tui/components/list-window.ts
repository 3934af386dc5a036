/** Which row is marked and which one is the uppermost on the screen, counted from the list's first row. */
export type ListWindow = { cursor: number; top: number };

type Step = 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

/** `row`: to the one that stands there on the screen, from 0. */
export type Move = Step | { row: number };

type Room = { count: number; height: number };

export const AT_THE_START: ListWindow = { cursor: 0, top: 0 };

/** The window after a move. A page keeps one row in sight, so that the eye finds its place again. */
export function moved(window: ListWindow, move: Move, room: Room): ListWindow {
  if (typeof move === 'object') return settled({ ...window, cursor: window.top + move.row }, room);
  const page = Math.max(1, room.height - 1);
  const steps: Record<Step, number> = {
    up: -1,
    down: 1,
    pageUp: -page,
    pageDown: page,
    first: -window.cursor,
    last: room.count,
  };
  return settled({ ...window, cursor: window.cursor + steps[move] }, room);
}

/** The window brought back into a list that has changed its length or a screen that has changed its height. */
export function settled({ cursor, top }: ListWindow, { count, height }: Room): ListWindow {
  const at = Math.min(Math.max(0, cursor), Math.max(0, count - 1));
  const lowest = Math.max(0, count - height);
  const seen = Math.min(Math.max(top, at - height + 1), at);
  return { cursor: at, top: Math.min(Math.max(0, seen), lowest) };
}
