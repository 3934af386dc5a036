import { setTimeout as pause } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';
import { refuseSecrets } from './sweep.ts';
import { bytesOf, type Key, watch } from './watch.ts';

type Wish = {
  columns?: number;
  rows?: number;
  cwd?: string;
  env?: Record<string, string | undefined>;
};

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
    // A developer's own pager would wait for somebody to leave it.
    env: present({ ...process.env, PAGER: undefined, SHOP_PAGER: undefined, TERM: 'xterm-256color', ...env }),
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

  const { screen, scrollback, cell, cells, waitFor, waitForGone } = watch(view, {
    watchers,
    ended: () => ended?.code,
  });

  return {
    pid: pty.pid,
    exit,
    screen,
    scrollback,
    waitFor,
    waitForGone,
    /** Sends keys as one burst. A key after Esc belongs into its own call, once the effect of Esc is seen. */
    press: (...keys: Key[]) => pty.write(bytesOf(keys)),
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
    cell,
    cells,
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
      refuseSecrets(raw, 'The terminal');
    },
  };
}

// node-pty would hand an absent variable on as the text `undefined`.
const present = (env: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
