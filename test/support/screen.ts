import { PassThrough, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReadStream, WriteStream } from 'node:tty';
import headless from '@xterm/headless';
import { openKiosk } from '#kiosk.ts';
import { openShop } from '#shop.ts';
import { runTui, type Wish as TuiWish } from '#tui/main.tsx';
import { refuseSecrets } from './sweep.ts';
import { bytesOf, type Key, watch } from './watch.ts';

type Wish = {
  databaseUrl: string;
  columns?: number;
  rows?: number;
  env?: Record<string, string>;
  /** Logs in before the first frame. */
  login?: { username: string; password: string };
  /** Whether a stranger is in front of it. */
  kiosk?: boolean;
} & Pick<TuiWish, 'screen' | 'search' | 'idle'>;

/** The full screen, and the terminal that it is drawn into. */
export type TestScreen = Awaited<ReturnType<typeof openScreen>>;

/**
 * The full screen in this very process, drawn into a terminal that is read as a person would. It costs a tenth of
 * `openTui`; what is about processes, signals and the real terminal belongs there. `await using` leaves the shop.
 */
export async function openScreen(given: Wish) {
  const { databaseUrl, columns = 80, rows = 24, env = {}, login, kiosk = false, ...wish } = given;
  // What a real terminal's driver does: a line feed also returns to the first column.
  const view = new headless.Terminal({
    cols: columns,
    rows,
    scrollback: 100,
    convertEol: true,
    allowProposedApi: true,
  });
  const watchers = new Set<() => void>();
  let ended: number | undefined;
  const look = () => {
    if (view.modes.synchronizedOutputMode && ended === undefined) return;
    for (const watcher of [...watchers]) watcher();
  };
  let raw = '';
  const write = (text: string, done: () => void) => {
    raw += text;
    view.write(text, () => {
      look();
      done();
    });
  };
  const stdin = terminalInput();
  const stdout = terminalOutput(write, columns, rows);
  const surroundings = {
    SHOP_HOME: '/nowhere',
    SHOP_DATABASE_URL: databaseUrl,
    SHOP_KEYCHAIN: 'none',
    ...env,
  };
  const shop = kiosk ? openKiosk(surroundings) : openShop(surroundings, { say: () => {} });
  if (login) await shop.signIn(login);
  const left = runTui(shop, { ...wish, stdin, stdout }).then(
    ({ lines }) => {
      ended = 0;
      return lines;
    },
    (error: unknown) => {
      ended = 1;
      look();
      throw error;
    },
  );
  // Whoever waits for the end hears of it; nobody has to.
  left.catch(() => {});

  const press = (...keys: Key[]) => stdin.write(bytesOf(keys));
  return {
    ...watch(view, { watchers, ended: () => ended }),
    press,
    /** Waits until the input is read and what it has changed at once is drawn. */
    async settled() {
      while (stdin.readableLength > 0) await pause(5);
      // Ink waits this long for what may follow an Esc, and draws at most every 16 milliseconds.
      await pause(60);
    },
    /** Sends bytes as they are, for example what a mouse sends. */
    send: (text: string) => stdin.write(text),
    raw: () => raw,
    left,
    resize(toColumns: number, toRows: number) {
      view.resize(toColumns, toRows);
      Object.assign(stdout, { columns: toColumns, rows: toRows });
      stdout.emit('resize');
    },
    async [Symbol.asyncDispose]() {
      if (ended === undefined) press('Ctrl-C');
      await left.catch(() => {});
      await shop[Symbol.asyncDispose]();
      view.dispose();
      refuseSecrets(raw, 'The screen');
    },
  };
}

// What Ink and the shop ask of a terminal, and no more. The streams are no files, which their types cannot know.
function terminalInput(): ReadStream & PassThrough {
  const stream = new PassThrough();
  const own = { isTTY: true, setRawMode: () => stream, ref: () => stream, unref: () => stream };
  return Object.assign(stream, own) as unknown as ReadStream & PassThrough;
}

function terminalOutput(
  write: (text: string, done: () => void) => void,
  columns: number,
  rows: number,
): WriteStream {
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk, _encoding, done) => write(String(chunk), done),
  });
  return Object.assign(stream, { isTTY: true, columns, rows }) as unknown as WriteStream;
}
