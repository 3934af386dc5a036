import type { Argument, Command, Option } from 'commander';

/** What a half-typed line asks for at its end. */
export type Place = {
  /** The command that the words have led to; filled. */
  command: Command;
  /** The words that it was given so far, without options. */
  operands: readonly string[];
  /** What is begun at the end, without `prefix`; may be empty. */
  typed: string;
  /** What stands before it in the same word and stays: `--output=`. */
  prefix: string;
  /** Of an option, an argument, or the name of a command or an option. */
  asks:
    | { for: 'value'; of: Option | Argument }
    | { for: 'option'; used: ReadonlySet<Option> }
    | { for: 'command'; help: boolean };
};

type Program = { program: Command; fill(command: Command): Promise<void> };

/** Reads a line up to the cursor, its last word being what is begun there. Undefined where nothing fits any more. */
export async function placeOf(
  { program, fill }: Program,
  line: readonly string[],
): Promise<Place | undefined> {
  const words = [...line];
  const last = words.pop() ?? '';
  const state = { command: program, operands: [] as string[], used: new Set<Option>() };
  let waiting: Option | undefined;
  let optionsEnded = false;
  let isHelp = false;
  for (const word of words) {
    if (waiting) waiting = undefined;
    else if (!optionsEnded && word === '--') optionsEnded = true;
    else if (!optionsEnded && isOption(word)) waiting = readOption(state, word);
    else if (state.command.commands.length === 0) state.operands.push(word);
    // `shop help cart add` and `shop cart help add` are about the command that they name.
    else if (!isHelp && word === 'help') isHelp = true;
    else {
      const next = state.command.commands.find((command) => command.name() === word);
      if (!next) return undefined;
      await fill(next);
      state.command = next;
    }
  }
  const { command, operands, used } = state;
  const at = { command, operands, typed: last, prefix: '' };
  if (waiting) return { ...at, asks: { for: 'value', of: waiting } };
  if (isHelp && command.commands.length === 0) return undefined;
  if (!optionsEnded && !isHelp && last.startsWith('-')) return ofOption(at, used);
  if (command.commands.length > 0) return { ...at, asks: { for: 'command', help: isHelp } };
  const argument = argumentAt(command, operands.length);
  if (argument) return { ...at, asks: { for: 'value', of: argument } };
  return optionsEnded ? undefined : { ...at, asks: { for: 'option', used } };
}

const isOption = (word: string) => word.startsWith('-') && word !== '-';

/** The option which the next word is the value of, if the last one in this word takes one and has none. */
function readOption({ command, used }: { command: Command; used: Set<Option> }, word: string) {
  const [name = '', value] = word.startsWith('--') ? splitAt(word) : [word.slice(0, 2), word.slice(2)];
  const option = command.options.find(({ long, short }) => long === name || short === name);
  if (!option) return undefined;
  used.add(option);
  if (option.required) return value ? undefined : option;
  // `-qn` is `-q -n`.
  if (!word.startsWith('--') && value) return readOption({ command, used }, `-${value}`);
  return undefined;
}

function ofOption(at: Omit<Place, 'asks'>, used: ReadonlySet<Option>): Place | undefined {
  const [name, value] = splitAt(at.typed);
  if (value === undefined) return { ...at, asks: { for: 'option', used } };
  const option = at.command.options.find(({ long }) => long === name);
  if (!option?.required) return undefined;
  return { ...at, typed: value, prefix: `${name}=`, asks: { for: 'value', of: option } };
}

function splitAt(word: string): [name: string, value?: string] {
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

function argumentAt({ registeredArguments: all }: Command, index: number): Argument | undefined {
  const last = all.at(-1);
  return all[index] ?? (last?.variadic ? last : undefined);
}
