import type { Command, CommanderError } from 'commander';
import { distance } from '#domain/distance.ts';
import { ShopError } from '#domain/errors.ts';
import { brief } from '#domain/foreign.ts';

const longestWord = 40;
const mostSteps = 3;
const mostShown = 5;

// What the same is called elsewhere, by the words or the whole way that it has here.
const otherWords = new Map([
  ['buy', ['checkout']],
  ['delete', ['remove']],
  ['empty', ['clear']],
  ['find', ['items list']],
  ['get', ['show']],
  ['list', ['show']],
  ['ls', ['list', 'show']],
  ['order', ['checkout']],
  ['put', ['add']],
  ['rm', ['remove']],
  ['search', ['items list']],
  ['signin', ['login']],
  ['signout', ['logout']],
  ['signup', ['register']],
  ['view', ['show']],
]);

/**
 * Goes down the words that name a command. `whole` is the program that has every command.
 * @throws ShopError usage at the first that names none, with the nearest
 */
export function refuseUnknownCommand(program: Command, argv: readonly string[], whole = () => program) {
  let level = program;
  let words = [...argv];
  while (level.commands.length > 0) {
    const { operands, unknown } = level.parseOptions(words);
    const [word] = operands;
    if (word === undefined) return;
    const found = level.commands.find((command) => command.name() === word);
    if (!found) throw unknownCommand(word, level, whole());
    words = [...operands.slice(1), ...unknown];
    level = found;
  }
}

/** Commander's error; one about an unknown option, or about a value that is none of a few, with the nearest that there are. */
export function withNearest(error: CommanderError, command: Command): Error {
  const [, value, choices] =
    /argument '(.*)' is invalid\. Allowed choices are (.*)\.$/s.exec(error.message) ?? [];
  if (error.code === 'commander.invalidArgument' && value !== undefined && choices !== undefined)
    return wrongChoice(error.message, value, choices.split(', '));
  const [, option] = /^error: unknown option '(.*)'/s.exec(error.message) ?? [];
  if (error.code !== 'commander.unknownOption' || option === undefined) return error;
  const flags = command.createHelp().visibleOptions(command);
  const isLong = option.startsWith('--');
  const candidates = flags.flatMap(({ long, short }) => (isLong ? long : short) ?? []);
  const found = isLong ? (same(option, candidates) ?? near(option, candidates)) : same(option, candidates);
  return unknownWord(`Unknown option '${brief(option)}'.`, found ?? []);
}

function wrongChoice(message: string, value: string, choices: readonly string[]): Error {
  const sentence = message.replace(/^error: o/, 'O').replace(`'${value}'`, `'${brief(value)}'`);
  return unknownWord(sentence, nearest(value, choices));
}

function unknownCommand(word: string, level: Command, program: Command): ShopError {
  const here = level.commands.map(wayOf);
  const everywhere = program.commands.flatMap((one) => [one, ...one.commands]).map(wayOf);
  const otherwise = otherWords.get(word.toLowerCase()) ?? [];
  const called = (ways: readonly string[]) => first(otherwise.map((other) => same(other, ways)));
  const found =
    same(word, here) ?? called(here) ?? same(word, everywhere) ?? near(word, here) ?? called(everywhere);
  const ways = found ?? near(word, everywhere) ?? [];
  return unknownWord(
    `Unknown command '${brief(word)}'.`,
    ways.map((way) => `shop ${way}`),
  );
}

/** The candidates that a word may have been meant for. */
export const nearest = (word: string, candidates: readonly string[]): string[] =>
  same(word, candidates) ?? near(word, candidates) ?? [];

/** The refusal of a word, with what it may have been meant for, or else where to look. */
export function unknownWord(
  message: string,
  nearest: readonly string[],
  otherwise = 'Add --help to see what there is.',
): ShopError {
  const next = didYouMean(nearest) ?? otherwise;
  return new ShopError('usage', message, { next, details: { nearest: nearest.slice(0, mostShown) } });
}

/** The question for words that are near; undefined where none is. */
export function didYouMean(nearest: readonly string[]): string | undefined {
  const shown = nearest.slice(0, mostShown).join(', ');
  return shown === '' ? undefined : `Did you mean ${shown.replace(/, ([^,]*)$/, ' or $1')}?`;
}

/** The words that lead to a command, `cart add`. */
function wayOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${parent.name()} ${command.name()}` : command.name();
}

/** The candidates that are this word, whole or as their last word, but for its case. */
function same(word: string, candidates: readonly string[]): string[] | undefined {
  const wanted = word.toLowerCase();
  return some(candidates, (one) => [one, lastWord(one)].some((name) => name.toLowerCase() === wanted));
}

/** Those that begin so, else those that it takes the fewest changes to get to. */
function near(word: string, candidates: readonly string[]): string[] | undefined {
  if (word === '' || word.length > longestWord) return undefined;
  const wanted = word.toLowerCase();
  const begun = some(candidates, (one) => lastWord(one).startsWith(wanted));
  if (begun) return begun;
  const steps = new Map(candidates.map((one) => [one, distance(wanted, lastWord(one))]));
  const fewest = Math.min(...steps.values());
  return some(candidates, (one) => {
    const longer = Math.max(wanted.length, lastWord(one).length);
    return steps.get(one) === fewest && fewest <= mostSteps && fewest * 2 <= longer;
  });
}

const lastWord = (way: string) => way.slice(way.lastIndexOf(' ') + 1);

function some<Value>(values: readonly Value[], fits: (value: Value) => boolean): Value[] | undefined {
  const found = values.filter(fits);
  return found.length > 0 ? found : undefined;
}

const first = <Value>(values: readonly (Value | undefined)[]) => values.find((value) => value !== undefined);
