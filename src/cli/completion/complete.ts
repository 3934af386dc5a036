import { setTimeout as pause } from 'node:timers/promises';
import { addGlobals } from '#cli/globals.ts';
import { createProgram } from '#cli/program.ts';
import type { Room } from '#cli/room.ts';
import type { Fielded } from '#cli/shape.ts';
import { cleanText } from '#domain/foreign.ts';
import { openShop, type Shop } from '#shop.ts';
import { type Answer, candidatesAt } from './candidates.ts';
import { placeOf } from './place.ts';
import { type Shell, shells } from './scripts.ts';

const usualWait = 500;

/**
 * Answers a shell at its Tab: a first line with what it is to do and what stays of the word, then a line for each candidate
 * with what is said beside it. Of what goes wrong nothing is told: a person is in the midst of typing. What is not known in
 * time is left out.
 * @returns whether something was left where it stood, that could keep the process
 */
export async function complete(argv: readonly string[], process: NodeJS.Process): Promise<boolean> {
  const { promise: broken, resolve: end } = Promise.withResolvers<undefined>();
  process.on('uncaughtException', () => end(undefined));
  process.stdout.on('error', () => end(undefined));
  const shop = openShop(process.env, { say: () => {}, poolSize: 1, running: true });
  const late = pause(waitOf(process.env), undefined, { ref: false });
  const answer = await Promise.race([answerTo(argv, shop).catch(() => undefined), broken, late]);
  if (!answer) return true;
  await Promise.race([new Promise((done) => process.stdout.write(lines(answer), done)), broken]);
  await shop[Symbol.asyncDispose]();
  return false;
}

async function answerTo(argv: readonly string[], shop: Shop) {
  const [shell, ...words] = argv;
  if (!isShell(shell)) return undefined;
  const program = wholeProgram();
  const line = shell === 'bash' ? asTyped(words) : words;
  const place = await placeOf(program, line);
  if (!place) return undefined;
  const fields = program.fieldsOf(place.command);
  const answer = await candidatesAt(place, { shell, fields, shop });
  return forShell(shell, place.typed, answer);
}

/** The command line as it is. Nothing is run, so nothing of the room is touched. */
function wholeProgram() {
  const shapes = new Map<unknown, Fielded>();
  const program = createProgram({
    version: '',
    help: () => {},
    begin: () => {},
    async prepare(command, { register, prints }) {
      register(command, {} as Room);
      addGlobals(command);
      if (prints) shapes.set(command, prints);
    },
  });
  const fieldsOf = (command: unknown): string[] => {
    const { fields = {}, parts } = shapes.get(command) ?? {};
    return [...new Set([...Object.keys(fields), ...Object.keys(parts?.shape.fields ?? {})])];
  };
  return { ...program, fieldsOf };
}

/** bash hands its words over as they were typed, and breaks them at `=`. */
function asTyped(words: readonly string[]): string[] {
  const isBreak = (word: string, at: number) => word === '=' && words[at - 1]?.startsWith('--');
  return words.filter((word, at) => !isBreak(word, at)).map((word) => word.replace(/["'\\]/g, ''));
}

/** zsh and fish choose by rules that their user sets; bash takes what it is given. */
function forShell(shell: Shell, typed: string, { kind, prefix, candidates }: Answer): Answer {
  if (shell === 'fish' && kind === 'list')
    return { kind, prefix, candidates: withAnother(typed, candidates) };
  if (shell !== 'bash' || kind === 'found') return { kind, prefix, candidates };
  const begun = kind === 'list' ? (typed.split(',').at(-1) ?? '') : typed;
  return { kind, prefix, candidates: candidates.filter(({ value }) => value.startsWith(begun)) };
}

// fish puts a space behind the only candidate, so that there has to be a second one to go on behind a comma.
function withAnother(typed: string, candidates: Answer['candidates']) {
  const begun = typed.split(',').at(-1) ?? '';
  const fitting = candidates.filter(({ value }) => value.startsWith(begun));
  const [only, second] = fitting;
  return only && !second && candidates.length > 1 ? [only, { value: `${only.value},` }] : candidates;
}

const lines = ({ kind, prefix, candidates }: Answer) =>
  [
    `${kind}\t${cleanText(prefix)}\n`,
    ...candidates.map(({ value, about }) => `${cleanText(value)}${about ? `\t${cleanText(about)}` : ''}\n`),
  ].join('');

const isShell = (word: string | undefined): word is Shell => shells.some((shell) => shell === word);

function waitOf({ SHOP_COMPLETION_MS: wish = '' }: NodeJS.ProcessEnv): number {
  return /^[1-9][0-9]{0,5}$/.test(wish) ? Number(wish) : usualWait;
}
