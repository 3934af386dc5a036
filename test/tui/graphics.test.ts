import { expect, test } from 'vitest';
import { fitted } from '#tui/pictures/draw.ts';
import { graphicsFor } from '#tui/pictures/graphics.ts';

test.for<[NodeJS.ProcessEnv, string | undefined, string | undefined]>([
  [{ TERM: 'xterm-kitty', KITTY_WINDOW_ID: '1' }, undefined, 'kitty'],
  [{ TERM: 'xterm-ghostty' }, undefined, 'kitty'],
  [{ TERM_PROGRAM: 'iTerm.app', COLORTERM: 'truecolor' }, 'auto', 'iterm2'],
  [{ TERM: 'foot' }, undefined, 'sixel'],
  [{ WT_SESSION: 'x' }, undefined, 'sixel'],
  [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, undefined, 'blocks'],
  [{ TERM: 'xterm-256color' }, undefined, undefined],
  // Inside of tmux, the variables of the terminal around it still stand.
  [{ TERM: 'tmux-256color', TMUX: '/tmp/x', KITTY_WINDOW_ID: '1', COLORTERM: '24bit' }, undefined, 'blocks'],
  [{ TERM: 'xterm-kitty', SSH_CONNECTION: '1 2 3 4' }, undefined, undefined],
  [{ TERM: 'xterm-kitty', SSH_CONNECTION: '1 2 3 4' }, 'kitty', 'kitty'],
  [{ TERM: 'xterm-kitty', NO_COLOR: '1' }, undefined, undefined],
  [{ TERM: 'xterm-kitty' }, 'off', undefined],
  [{ TERM: 'dumb', COLORTERM: 'truecolor' }, 'blocks', undefined],
  [{ TERM: 'xterm-kitty', INK_SCREEN_READER: 'true' }, 'kitty', undefined],
])('%o with %s shows pictures as %s', ([env, setting, graphics]) => {
  expect(graphicsFor(env, setting)).toBe(graphics);
});

test.for<[{ width: number; height: number }, { columns: number; rows: number }]>([
  [
    { width: 80, height: 40 },
    { columns: 40, rows: 10 },
  ],
  [
    { width: 40, height: 400 },
    { columns: 2, rows: 10 },
  ],
  [
    { width: 4000, height: 4 },
    { columns: 40, rows: 1 },
  ],
  [
    { width: 1, height: 1 },
    { columns: 20, rows: 10 },
  ],
])('a picture of %o keeps its proportions in 40 by 10 cells: %o', ([picture, cells]) => {
  expect(fitted(picture, { columns: 40, rows: 10 })).toEqual(cells);
});
