import { type Command, CommanderError } from 'commander';
import { ShopError } from '#domain/errors.ts';
import type { Shop } from '#shop.ts';
import { BySignal } from './by-signal.ts';
import { refuseUnknownCommand } from './did-you-mean.ts';
import { exitCodes, failureForStranger, failureOf, failureText } from './exit.ts';
import { addGlobals, isKiosk, readGlobals, wantsJson } from './globals.ts';
import { createOutput, type Output } from './output.ts';
import { paintFor } from './paint.ts';
import { createProgram, type ProgramWish } from './program.ts';
import { createPrompt } from './prompt.ts';
import type { Room } from './room.ts';
import { ClosedPipe } from './writer.ts';

type Ending = {
  exitCode: number;
  /** Work was left where it stood, so that open handles may remain. */
  abandoned: boolean;
  /** By which the process shall end. */
  signal?: NodeJS.Signals;
};

/** Runs one command line to its end. Never throws: whatever goes wrong is told on stderr and in the exit code. */
export async function run(argv: string[], process: NodeJS.Process, version: string): Promise<Ending> {
  const out = createOutput(process);
  // Words that nobody reads any longer are no reason to fail.
  process.stderr.on('error', () => {});
  const stop = untilStopped(process);
  const shops = lazyShop(argv, process, out);
  const kiosk = isKiosk(argv);
  let ending: Ending;
  try {
    await Promise.race([stop.happened, execute(argv, process, version, out, shops.open, stop)]);
    ending = { exitCode: 0, abandoned: stop.abandoned };
  } catch (error) {
    ending =
      error instanceof BySignal
        ? { exitCode: 1, abandoned: true, signal: error.signal }
        : { exitCode: await report(error, argv, process), abandoned: stop.stopped || stop.abandoned };
  }
  if (ending.abandoned) await within(1_000, stop.settled());
  const closed = shops.close().catch((error) => report(error, argv, process));
  if (kiosk) ending.abandoned = !(await within(5_000, closed)) || ending.abandoned;
  else await (ending.abandoned ? within(1_000, closed) : closed);
  stop.forget();
  return ending;
}

async function execute(
  argv: string[],
  process: NodeJS.Process,
  version: string,
  out: Output,
  openShop: () => Promise<Shop>,
  { stoppable, abandon, hold }: Pick<Room, 'stoppable' | 'abandon' | 'hold'>,
) {
  const ask = createPrompt(process);
  const helps: string[] = [];
  const wish: ProgramWish = {
    version,
    help: (text) => helps.push(text),
    async prepare(command, file) {
      const { register, prints } = file;
      register(command, {
        shop: await openShop(),
        // The streams are made when a command takes them, which costs most of them nothing.
        get stdin() {
          return process.stdin;
        },
        get stdout() {
          return process.stdout;
        },
        out,
        ask,
        stoppable,
        abandon,
        hold,
      });
      addGlobals(command);
      command.hook('preAction', () => out.expect(prints));
      if (mayShowHelp(words)) (await import('./help-reference.ts')).addReference(command, file);
    },
    begin(command) {
      const globals = readGlobals(command);
      out.configure(globals);
      ask.configure({ input: globals.input && !isOn(process.env.SHOP_NO_INPUT) });
    },
  };
  refuseBrokenText(argv);
  // `help` is about the others.
  const { program } = createProgram({ ...wish, only: argv[0] === 'help' ? undefined : argv[0] });
  const words = meant(argv, program, () => process.stdin.isTTY && process.stdout.isTTY);
  // What is near may be a command that was not made.
  refuseUnknownCommand(program, words, () => createProgram(wish).program);
  await program.parseAsync(words, { from: 'user' }).catch((error) => {
    if (!isHelp(error)) throw error;
  });
  if (helps.length > 0) await out.page(helps.join('').trimEnd());
}

// What the shell hands over in another encoding has become U+FFFD before anybody can see it, and would be kept so.
function refuseBrokenText(argv: string[]) {
  if (!argv.some((word) => word.includes('\uFFFD'))) return;
  throw new ShopError('usage', 'An argument is not in UTF-8 (or has the character U+FFFD in it).', {
    next: 'Write it in UTF-8; an item can be named by its id.',
  });
}

/** `shop` alone is the TUI for a person and help for a program; `shop help cart add` and `shop cart help add` are `shop cart add --help`; `shop help formatting` is a page of its own. */
function meant(argv: string[], program: Command, person: () => boolean): string[] {
  const [first, second] = argv;
  if (first === 'help' && isTopic(second, program)) return argv;
  if (first === 'help') return [...argv.slice(argv[1] === 'help' ? 2 : 1), '--help'];
  const group = program.commands.find((command) => command.name() === first && command.commands.length > 0);
  if (group && second === 'help') return [group.name(), ...argv.slice(2), '--help'];
  const { operands, unknown } = program.parseOptions(argv);
  if (operands.length + unknown.length > 0) return argv;
  return person() ? ['tui', ...argv] : ['--help'];
}

// `-qh` shows it, too. Looked up in the bare words, because a help is put together before they are parsed.
const mayShowHelp = (words: string[]) => words.some((word) => /^(?:--help|-[a-z]*h[a-z]*)$/i.test(word));

const isTopic = (word: string | undefined, program: Command) =>
  program.commands.some(
    (group) => group.name() === 'help' && group.commands.some((topic) => topic.name() === word),
  );

const isHelp = (error: unknown) =>
  error instanceof CommanderError &&
  ['commander.help', 'commander.helpDisplayed', 'commander.version'].includes(error.code);

const isOn = (value = '') => !['', '0', 'false', 'no', 'off'].includes(value.toLowerCase());

/** The shop, opened by the first command that needs it and closed once. */
function lazyShop(argv: string[], { env }: NodeJS.Process, out: Output) {
  let shop: Promise<Shop> | undefined;
  return {
    open() {
      shop ??= isKiosk(argv)
        ? import('#kiosk.ts').then(({ openKiosk }) => openKiosk(env))
        : import('#shop.ts').then(({ openShop }) => openShop(env, { say: out.say }));
      return shop;
    },
    async close() {
      // One that could not be opened has told so already.
      const opened = await shop?.catch(() => undefined);
      await opened?.[Symbol.asyncDispose]();
    },
  };
}

const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGTSTP'] as const;
const unheard = () => {};

/** Rejects on Ctrl-C, on SIGTERM during work that can be stopped, and on a fault outside of every promise. A second Ctrl-C ends the process at once. */
function untilStopped(process: NodeJS.Process) {
  const { promise, reject } = Promise.withResolvers<never>();
  const told = new AbortController();
  const running = new Set<Promise<unknown>>();
  const state = {
    happened: promise,
    stopped: false,
    abandoned: false,
    forget,
    hold() {
      // It would be heard as a wish to be gone at once.
      process.off('SIGINT', interrupt);
      for (const signal of ENDINGS) process.on(signal, unheard);
    },
    abandon() {
      state.abandoned = true;
    },
    stoppable<Value>(work: (stop: AbortSignal) => Promise<Value>) {
      // Without such work, and for whoever restores a terminal, the signal does what it always does.
      process.off('SIGTERM', terminate).once('SIGTERM', terminate);
      const ending = work(told.signal);
      running.add(ending);
      return ending;
    },
    settled: () => Promise.allSettled(running),
  };
  const interrupt = () => stop(new ShopError('interrupted', 'Interrupted.'));
  const terminate = () => stop(new BySignal('SIGTERM'));
  const stop = (reason: unknown) => {
    state.stopped = true;
    told.abort();
    reject(reason);
  };
  function forget() {
    process.off('SIGINT', interrupt);
    for (const signal of ENDINGS) process.off(signal, unheard);
    process.off('SIGTERM', terminate);
    process.off('uncaughtException', stop);
  }
  process.once('SIGINT', interrupt);
  process.on('uncaughtException', stop);
  // It is raced, but may reject after the race is over.
  promise.catch(() => {});
  return state;
}

async function report(error: unknown, argv: string[], { env, stderr }: NodeJS.Process): Promise<number> {
  if (error instanceof ClosedPipe) return 0;
  const failure = await (isKiosk(argv) ? failureForStranger : failureOf)(error, env);
  const paint = paintFor({ terminal: stderr.isTTY === true, colorWanted: !argv.includes('--no-color'), env });
  stderr.write(failureText(failure, { json: wantsJson(argv), paint }));
  return exitCodes[failure.code];
}

/** @returns whether it came to its end in time */
const within = (milliseconds: number, work: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    work.then(() => true),
    new Promise<false>((resolve) => setTimeout(() => resolve(false), milliseconds).unref()),
  ]);
