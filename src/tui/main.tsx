import type { ReadStream, WriteStream } from 'node:tty';
import { render } from 'ink';
import { ShopError } from '#domain/errors.ts';
import type { Shop } from '#shop.ts';
import { App } from './app.tsx';
import { createHistory } from './hooks/history.ts';
import { createKeyboard } from './hooks/keyboard.ts';
import { createLive } from './hooks/live.ts';
import { createMouse } from './hooks/mouse.ts';
import { createReceipts } from './hooks/receipts.ts';
import { forStrangers, sentenceOf } from './hooks/refusal.ts';
import type { Services } from './hooks/services.ts';
import { createStatus } from './hooks/status.ts';
import type { Screen } from './hooks/use-navigation.tsx';
import { createIdle } from './idle.ts';
import { BINDINGS, WITHOUT_SHELL } from './keys.ts';
import { layoutEngine } from './layout-engine.ts';
import { withOwnKeys } from './own-keys.ts';
import { createCanvas } from './pictures/canvas.ts';
import { graphicsFor } from './pictures/graphics.ts';
import { plainStdout } from './plain-stdout.ts';
import { type Ending, untilEnded } from './terminal.ts';
import { themeFor } from './theme.ts';
import { whileShown } from './while-shown.ts';

export type Wish = {
  /** The screen that is shown first. */
  screen?: Screen;
  /** What the items are searched for at first. */
  search?: string;
  /** Whether the chat is open at first. */
  chat?: boolean;
  /** After so many minutes without a key the shop closes by itself. */
  idle?: number | undefined;
  /** Called when the end has come: from then on the process may not be ended by a signal, until it has tidied up. */
  ending?: () => void;
  stdin: ReadStream;
  stdout: WriteStream;
};

/** How the person left: lines for the shell's own screen, such as the number of an order, or the signal that ended it. */
export type Left = { lines?: string | undefined; signal?: NodeJS.Signals };

/**
 * The whole-screen shop, until the person leaves it. The terminal is as it was afterwards, whatever happened.
 * @throws ShopError interrupted after Ctrl-C; whatever else went wrong inside
 */
export async function runTui(opened: Shop, wish: Wish): Promise<Left> {
  const {
    screen = 'items',
    search = '',
    chat = false,
    idle: minutes,
    ending: atTheEnd,
    stdin,
    stdout,
  } = wish;
  await layoutEngine;
  const { kiosk } = opened;
  const { setting } = opened.config;
  const bindings = withOwnKeys(setting('tui.keys'), kiosk ? WITHOUT_SHELL : BINDINGS);
  const ended = untilEnded({ stdin, stdout, said: (line) => kiosk || status.say(line, 'plain') });
  const status = createStatus();
  const { shop, close } = whileShown(opened);
  const live = createLive({
    caught,
    starting: () => shop.starting,
    revive: shop.revive,
    ...(kiosk ? { shownAs: toldToStrangers } : {}),
  });
  const graphics = kiosk ? undefined : graphicsFor(opened.env, setting('tui.pictures'));
  const canvas = createCanvas(stdout);
  const services: Services = {
    shop,
    live,
    status,
    history: createHistory(),
    receipts: createReceipts({ forShell: !kiosk }),
    pictures: graphics && { graphics, canvas },
    caught,
    sentenceOf: kiosk ? (error) => sentenceOf(toldToStrangers(error)) : sentenceOf,
    leave: (how) => ended.end({ how }),
  };

  // What they are not told is for whoever runs the shop.
  function toldToStrangers(error: ShopError): ShopError {
    const told = forStrangers(error);
    if (told.message !== error.message) opened.log(error);
    return told;
  }

  function caught(error: unknown) {
    if (!(error instanceof ShopError)) return ended.end({ how: 'fault', error });
    // Looked at once more at once, so that the banner says when the database is tried again.
    if (error.kind === 'unavailable') void live.soon();
    status.say(services.sentenceOf(error), 'bad');
  }

  const theme = themeFor(shop.env, setting('tui.borders'));
  const idle = createIdle({ minutes, status, leave: () => ended.end({ how: 'idle' }) });
  const keyboard = idle.heard(createKeyboard(caught, (why) => status.say(why, 'plain'), bindings));
  const mouse = theme.linear ? undefined : createMouse(keyboard, (sequence) => stdout.write(sequence));
  const app = render(<App {...{ services, keyboard, mouse, theme, screen, search, chat }} />, {
    stdin,
    stdout: theme.plain ? plainStdout(stdout) : canvas.stdout,
    // Whole frames, which the plain stdout compares and writes one below the other.
    debug: theme.plain,
    // Otherwise Ink draws nothing where CI is set, terminal or not.
    interactive: true,
    alternateScreen: !theme.linear,
    isScreenReaderEnabled: theme.linear,
    incrementalRendering: true,
    maxFps: 60,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  mouse?.turn(setting('tui.mouse') !== 'off');
  // Ink may take its screen away by itself as well: nobody is to be left with a process and nothing to see.
  const gone = () => ended.end({ how: 'fault', error: new Error('Ink has left the screen by itself.') });
  app.waitUntilExit().then(gone, (error) => ended.end({ how: 'fault', error }));

  idle.touch();
  ended.before(({ how }) => {
    atTheEnd?.();
    idle.stop();
    live.stop();
    status.clear();
    mouse?.turn(false);
    app.unmount();
    if (theme.linear) stdout.write('\n');
    // Nobody will print them after an error or a signal, and an order number must not be lost.
    const receipts = how === 'quit' || how === 'idle' ? [] : services.receipts.lines();
    if (receipts.length > 0) stdout.write(`${receipts.join('\n')}\n`);
    // What is typed from now on is for the shell.
    stdin.pause();
  });
  const ending = await ended.promise;
  await close();
  return outcome(ending, services.receipts.lines());
}

function outcome(ending: Ending, receipts: readonly string[]): Left {
  const lines = receipts.length > 0 ? receipts.join('\n') : undefined;
  if (ending.how === 'quit') return { lines };
  if (ending.how === 'idle')
    return { lines: [...receipts, 'Nobody was here any more, so the shop has closed.'].join('\n') };
  if (ending.how === 'signal') return { signal: ending.signal };
  if (ending.how === 'fault') throw ending.error;
  throw new ShopError('interrupted', 'Interrupted.');
}
