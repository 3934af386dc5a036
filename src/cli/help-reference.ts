import type { Command } from 'commander';
import { endingsText, paragraph } from './commands/help/topic.ts';
import { type ExitCode, endings as everyEnding } from './reference/exit-codes.ts';
import type { CommandFile, Ending } from './room.ts';
import type { Fielded } from './shape.ts';

/** What a script wants to know of a command, below its help. Loaded when a help is shown, and not before. */
export function addReference(command: Command, { prints, endings }: CommandFile) {
  const keys = prints ? keysOf(prints) : [];
  if (keys.length > 0) command.addHelpText('after', `\nJSON keys:\n${keys.map(keysText).join('\n')}`);
  command.addHelpText('after', `\nExit codes:\n${endingsText(endingsOf(endings))}`);
}

export type Keys = { /** Empty for what goes out as a rule. */ when: string; names: string[] };

/** The keys of what a command prints, which are the names for `--fields`, by when they are there. */
export function keysOf({ fields, parts, inner = {}, either }: Fielded): Keys[] {
  if (either) {
    const { usual, otherwise } = either;
    const others = Object.entries(otherwise).flatMap(([when, shape]) =>
      keysOf(shape).map((keys) => ({ ...keys, when: [when, keys.when].filter(Boolean).join(', ') })),
    );
    return [...keysOf(usual), ...others];
  }
  const own = { when: '', names: Object.keys(fields).map((name) => `${name}${inner[name] ?? ''}`) };
  const ofParts = Object.keys(parts?.shape.fields ?? {});
  // Of the same names `--fields` takes those of the whole.
  const areNew = ofParts.some((name) => !(name in fields));
  return areNew ? [own, { when: 'by --fields, of each line', names: ofParts }] : [own];
}

/** How a command may end, by number. */
export const endingsOf = (endings: readonly Ending[]): ExitCode[] =>
  everyEnding.filter(({ name }) => isOfEvery(name) || endings.some((ending) => ending === name));

const isOfEvery = (name: string) => ['ok', 'unexpected', 'usage', 'interrupted'].includes(name);

const keysText = ({ when, names }: Keys) =>
  when === '' ? paragraph(names.join(', '), 2) : `  ${when}:\n${paragraph(names.join(', '), 4)}`;
