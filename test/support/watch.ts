import type headless from '@xterm/headless';

/** Bytes that a terminal sends for keys that are no letters. */
const KEYS = {
  Enter: '\r',
  Esc: '\x1b',
  Tab: '\t',
  'Shift-Tab': '\x1b[Z',
  Backspace: '\x7f',
  Delete: '\x1b[3~',
  Up: '\x1b[A',
  Down: '\x1b[B',
  Right: '\x1b[C',
  Left: '\x1b[D',
  Home: '\x1b[H',
  End: '\x1b[F',
  PgUp: '\x1b[5~',
  PgDn: '\x1b[6~',
  Space: ' ',
  'Ctrl-A': '\x01',
  'Ctrl-C': '\x03',
  'Ctrl-D': '\x04',
  'Ctrl-E': '\x05',
  'Ctrl-K': '\x0b',
  'Ctrl-U': '\x15',
  'Ctrl-W': '\x17',
  'Ctrl-Z': '\x1a',
} as const;

/** A named key, or one character as it is typed. */
export type Key = keyof typeof KEYS | (string & {});

/** What these keys send, one after the other. */
export const bytesOf = (keys: readonly Key[]): string =>
  keys.map((key) => KEYS[key as keyof typeof KEYS] ?? key).join('');

/** How long anything may take before a test says what it saw instead. It only ends what hangs. */
const DEADLINE = 30_000;

type Watched = {
  /** Called after each change of the view. */
  watchers: Set<() => void>;
  /** How the program that draws has ended, if it has. */
  ended: () => number | undefined;
};

/** One cell as it looks. `width` is 2 for a wide sign and 0 for the cell that it covers; colours are numbers of the palette. */
export type Cell = {
  text: string;
  width: number;
  bold: boolean;
  dim: boolean;
  inverse: boolean;
  color: number | undefined;
  background: number | undefined;
};

/** Reads what a terminal shows, and waits for it. */
export function watch(view: headless.Terminal, { watchers, ended }: Watched) {
  const lines = (from: number, count: number) => {
    const buffer = view.buffer.active;
    return Array.from(
      { length: count },
      (_, row) => buffer.getLine(from + row)?.translateToString(true) ?? '',
    );
  };
  /** What stands on the screen now, line by line, without trailing blanks. */
  const screen = () => lines(view.buffer.active.baseY, view.rows).join('\n').trimEnd();
  /** Everything in the buffer, scrolled off lines included. */
  const scrollback = () => lines(0, view.buffer.active.length).join('\n').trimEnd();

  const describe = (what: string) => {
    const size = `${view.cols}x${view.rows}${ended() === undefined ? '' : `, ended with ${ended()}`}`;
    return `${what}\nThe screen (${size}):\n${shortened(screen())}`;
  };

  /** Waits until the screen has the text (or the answer is true), and gives the screen back. */
  function waitFor(what: string | RegExp | ((screen: string) => boolean), named?: string): Promise<string> {
    const holds = (text: string) =>
      typeof what === 'string' ? text.includes(what) : what instanceof RegExp ? what.test(text) : what(text);
    return new Promise((resolve, reject) => {
      const done = (settle: () => void) => {
        watchers.delete(watcher);
        clearTimeout(timer);
        settle();
      };
      const watcher = () => {
        const text = screen();
        if (holds(text)) return done(() => resolve(text));
        if (ended() !== undefined)
          done(() => reject(new Error(describe(`The program ended before: ${named ?? what}`))));
      };
      const timer = setTimeout(
        () => done(() => reject(new Error(describe(`Waited in vain for: ${named ?? what}`)))),
        DEADLINE,
      );
      watchers.add(watcher);
      watcher();
    });
  }

  /** Waits until the text is no longer on the screen. */
  const waitForGone = (text: string) => waitFor((seen) => !seen.includes(text), `no "${text}"`);

  /** The style of one cell, for tests on colour and inverse. */
  function cell(x: number, y: number) {
    const cell = view.buffer.active.getLine(view.buffer.active.baseY + y)?.getCell(x);
    return {
      text: cell?.getChars() ?? '',
      inverse: Boolean(cell?.isInverse()),
      bold: Boolean(cell?.isBold()),
      coloured: Boolean(cell && (!cell.isFgDefault() || !cell.isBgDefault())),
    };
  }

  /** The whole screen, as it looks. */
  const cells = (): Cell[][] =>
    Array.from({ length: view.rows }, (_, y) => {
      const line = view.buffer.active.getLine(view.buffer.active.baseY + y);
      return Array.from({ length: view.cols }, (_, x) => lookOf(line?.getCell(x)));
    });

  return { screen, scrollback, cell, cells, waitFor, waitForGone };
}

function lookOf(cell: headless.IBufferCell | undefined): Cell {
  return {
    text: cell?.getChars() ?? '',
    width: cell?.getWidth() ?? 1,
    bold: Boolean(cell?.isBold()),
    dim: Boolean(cell?.isDim()),
    inverse: Boolean(cell?.isInverse()),
    color: cell && !cell.isFgDefault() ? cell.getFgColor() : undefined,
    background: cell && !cell.isBgDefault() ? cell.getBgColor() : undefined,
  };
}

/** A screen as it stands in a message: a run of equal lines once, with how many they are. */
function shortened(screen: string): string {
  const runs: { line: string; count: number }[] = [];
  for (const line of screen.split('\n')) {
    const last = runs.at(-1);
    if (last?.line === line) last.count += 1;
    else runs.push({ line, count: 1 });
  }
  return runs.map(({ line, count }) => `  | ${line}${count > 1 ? `  (${count} times)` : ''}`).join('\n');
}
