import { setTimeout as pause } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';

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

type Wish = {
  columns?: number;
  rows?: number;
  cwd?: string;
  env?: Record<string, string | undefined>;
};

/** How long anything may take before a test says what it saw instead. It only ends what hangs. */
const DEADLINE = 30_000;

/** A program in a real pseudo-terminal, and the screen that a person would see. */
export type TestTerminal = Awaited<ReturnType<typeof openTerminal>>;

/** Starts `file` in a pseudo-terminal whose bytes are read by a headless xterm. `await using` ends it. */
export async function openTerminal(file: string, args: string[], wish: Wish = {}) {
  const { columns = 80, rows = 24, cwd = process.cwd(), env = {} } = wish;
  const view = new headless.Terminal({ cols: columns, rows, scrollback: 2000, allowProposedApi: true });
  const pty = spawn(file, args, {
    name: env.TERM ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd,
    env: present({ ...process.env, TERM: 'xterm-256color', ...env }),
  });

  let raw = '';
  let ended: { code: number; signal: number | undefined } | undefined;
  const watchers = new Set<() => void>();
  const look = () => {
    // Between the marks of a synchronized update the screen is half drawn; a real terminal does not show it either.
    if (view.modes.synchronizedOutputMode && !ended) return;
    for (const watcher of [...watchers]) watcher();
  };
  pty.onData((data) => {
    raw += data;
    view.write(data, look);
  });
  // What the program asks of its terminal (cursor position, attributes) is answered as a real one would.
  view.onData((answer) => pty.write(answer));
  const exit = new Promise<{ code: number; signal: number | undefined }>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      ended = { code: exitCode, signal: signal || undefined };
      // The last bytes may still be on their way through the parser.
      view.write('', () => {
        look();
        resolve(ended as { code: number; signal: number | undefined });
      });
    });
  });

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
    const size = `${view.cols}x${view.rows}${ended ? `, ended with ${ended.code}` : ''}`;
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
        if (ended) done(() => reject(new Error(describe(`The program ended before: ${named ?? what}`))));
      };
      const timer = setTimeout(
        () => done(() => reject(new Error(describe(`Waited in vain for: ${named ?? what}`)))),
        DEADLINE,
      );
      watchers.add(watcher);
      watcher();
    });
  }

  return {
    pid: pty.pid,
    exit,
    screen,
    scrollback,
    waitFor,
    /** Waits until the text is no longer on the screen. */
    waitForGone: (text: string) => waitFor((seen) => !seen.includes(text), `no "${text}"`),
    /** Sends keys as one burst. A key after Esc belongs into its own call, once the effect of Esc is seen. */
    press: (...keys: Key[]) => pty.write(keys.map((key) => KEYS[key as keyof typeof KEYS] ?? key).join('')),
    /** Sends text as a paste, as terminals do when the program has asked for marks around it. */
    paste: (text: string) => pty.write(view.modes.bracketedPasteMode ? `\x1b[200~${text}\x1b[201~` : text),
    resize(toColumns: number, toRows: number) {
      view.resize(toColumns, toRows);
      pty.resize(toColumns, toRows);
    },
    kill: (signal: NodeJS.Signals) => process.kill(pty.pid, signal),
    raw: () => raw,
    /** Whether the alternate screen is shown. */
    alternate: () => view.buffer.active.type === 'alternate',
    cursor: () => ({
      x: view.buffer.active.cursorX,
      y: view.buffer.active.cursorY,
      visible: raw.lastIndexOf('\x1b[?25h') >= raw.lastIndexOf('\x1b[?25l'),
    }),
    /** Whether the terminal marks pasted text. */
    marksPaste: () => view.modes.bracketedPasteMode,
    /** The style of one cell, for tests on colour and inverse. */
    cell(x: number, y: number) {
      const cell = view.buffer.active.getLine(view.buffer.active.baseY + y)?.getCell(x);
      return {
        text: cell?.getChars() ?? '',
        inverse: Boolean(cell?.isInverse()),
        bold: Boolean(cell?.isBold()),
        coloured: Boolean(cell && (!cell.isFgDefault() || !cell.isBgDefault())),
      };
    },
    async [Symbol.asyncDispose]() {
      if (!ended) {
        try {
          pty.kill('SIGKILL');
        } catch {
          // It has ended between the look and the kill.
        }
        await Promise.race([exit, pause(5_000, undefined, { ref: false })]);
      }
      view.dispose();
    },
  };
}

// node-pty would hand an absent variable on as the text `undefined`.
const present = (env: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));

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
