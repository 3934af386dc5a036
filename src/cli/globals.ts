import { type Command, Option } from 'commander';
import { ShopError } from '#domain/errors.ts';
import { type Format, formats } from './formats.ts';

export type Globals = {
  format?: Format;
  fields?: string;
  /** CSV in which no text is a formula. */
  safeCsv: boolean;
  quiet: boolean;
  input: boolean;
  color: boolean;
};

/**
 * The options that every command takes. Each level has its own copies, because Commander reads options by
 * position: so they may stand anywhere, and the value of `--search -q` is still a word to search for.
 */
export function addGlobals(command: Command) {
  command
    .optionsGroup('Global options:')
    .helpOption('-h, --help', 'show what the command does')
    .option('--json', 'the result as one JSON document')
    .addOption(
      new Option(
        '-o, --output <format>',
        'the form of the result (default: table on a terminal, else tsv)',
      ).choices(formats),
    )
    .option('--safe-csv', "CSV for spreadsheets: a text that would be a formula gets a ' before it")
    .option('--fields <names>', 'only these fields, separated by commas')
    .option('-q, --quiet', 'say nothing but errors')
    .option('--no-input', 'ask nothing: fail where something is missing')
    .option('--no-color', 'no colours');
}

/** What was typed, on whichever level it stood. @throws ShopError usage when two formats are asked for */
export function readGlobals(command: Command): Globals {
  const typed = (name: string) => typedValue(command, name);
  const output = typed('output') as Format | undefined; // one of `formats`: Commander has checked the choice
  if (typed('json') && output && output !== 'json') {
    throw new ShopError('usage', `--json and --output ${output} do not go together.`, {
      next: 'Give one of them.',
    });
  }
  const format = typed('json') ? 'json' : output;
  const safeCsv = typed('safeCsv') === true;
  if (safeCsv && format && format !== 'csv') {
    throw new ShopError('usage', `--safe-csv writes CSV, not ${format}.`, { next: 'Give one of them.' });
  }
  return {
    format: safeCsv ? 'csv' : format,
    safeCsv,
    fields: typed('fields') as string | undefined, // an option with a value is text
    quiet: typed('quiet') === true,
    input: typed('input') !== false,
    color: typed('color') !== false,
  };
}

/** The nearest typed value; defaults of other levels do not count. */
function typedValue(command: Command | null, name: string): unknown {
  if (!command) return undefined;
  return command.getOptionValueSource(name) === 'cli'
    ? command.getOptionValue(name)
    : typedValue(command.parent, name);
}

/** Whether whoever is here is a stranger. Looked up in the bare words, because what cannot be parsed is told them too. */
export const isKiosk = (argv: readonly string[]): boolean => wordsBefore(argv).includes('--kiosk');

/** Whether errors shall be JSON. Looked up in the bare words, because what cannot be parsed is an error too. */
export function wantsJson(argv: readonly string[]): boolean {
  const words = wordsBefore(argv);
  return words.some((word, index) => {
    const value =
      /^(?:-o=?|--output=)(.+)$/.exec(word)?.[1] ?? (/^(?:-o|--output)$/.test(word) ? words[index + 1] : '');
    return word === '--json' || value === 'json' || value === 'ndjson';
  });
}

/** The words that may be options. */
function wordsBefore(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end < 0 ? argv : argv.slice(0, end);
}
