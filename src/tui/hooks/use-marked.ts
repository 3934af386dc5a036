import { useReducer } from 'react';
import { AT_THE_START, type ListWindow, type Move, moved, settled } from '#tui/components/list-window.ts';

type Marked<T> = {
  /** What is in sight. */
  rows: readonly T[];
  /** Index of the marked one in `rows`. */
  marked: number;
  item: T | undefined;
  /** Place of the marked one in the list, from 1; 0 in an empty one. */
  position: number;
  move: (to: Move) => void;
};

/** A cursor and a window over a list that is there as a whole. */
export function useMarked<T>(list: readonly T[], height: number): Marked<T> {
  const room = { count: list.length, height: Math.max(1, height) };
  const [window, act] = useReducer(windowReducer, AT_THE_START);
  const { cursor, top } = settled(window, room);
  return {
    rows: list.slice(top, top + room.height),
    marked: cursor - top,
    item: list[cursor],
    position: list.length > 0 ? cursor + 1 : 0,
    move: (to) => act({ to, room }),
  };
}

type Step = { to: Move; room: { count: number; height: number } };

const windowReducer = (window: ListWindow, { to, room }: Step): ListWindow =>
  moved(settled(window, room), to, room);
