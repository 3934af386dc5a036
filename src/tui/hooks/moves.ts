import type { Move } from '#tui/components/list-window.ts';
import type { Actions } from './keyboard.ts';

/** The actions that move through a list. */
export const movesOf = (move: (to: Move) => void): Actions => ({
  up: () => move('up'),
  down: () => move('down'),
  pageUp: () => move('pageUp'),
  pageDown: () => move('pageDown'),
  first: () => move('first'),
  last: () => move('last'),
  pick: (row) => move({ row }),
});
