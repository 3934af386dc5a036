import { Argument, type Command, type Option } from 'commander';
import { type SettingName, settingNames, settingOf } from '#platform/settings.ts';
import type { Shop } from '#shop.ts';
import type { Place } from './place.ts';
import type { Shell } from './scripts.ts';

export type Candidate = { value: string; about?: string };

/**
 * What a shell is to do with them. `list`: another one may follow a comma; `found`: they need not begin with what was
 * typed and take its place; `files`: the shell's own names of files.
 */
export type Answer = { kind: 'word' | 'list' | 'found' | 'files'; prefix: string; candidates: Candidate[] };

export type Knowledge = {
  shell: Shell;
  /** What `--fields` of this command may name. */
  fields: readonly string[];
  shop: Shop;
};

/** What fits where the cursor is. What has to be looked up in the database may fail, or take long. */
export async function candidatesAt(place: Place, known: Knowledge): Promise<Answer> {
  const { asks, command, prefix } = place;
  const words = (candidates: Candidate[]): Answer => ({ kind: 'word', prefix, candidates });
  if (asks.for === 'command') return words(commandsOf(command, asks.help));
  if (asks.for === 'option') return words(optionsOf(command, place.typed, asks.used));
  const { of } = asks;
  if (of.argChoices) return words(of.argChoices.map((value) => ({ value })));
  const name = placeholderOf(of);
  if (name === 'names') return fieldList(place, known.fields);
  if (name === 'file' || name === 'path') return { kind: 'files', prefix, candidates: [] };
  if (name === 'name' && of instanceof Argument) return words(settings());
  if (name === 'value') return words(valuesOfSetting(place.operands[0]));
  const { lookUp } = await import('./look-up.ts');
  return { prefix, ...(await lookUp(name, place, known)) };
}

/** Behind `help` its pages are named beside the commands. */
function commandsOf({ commands }: Command, help: boolean): Candidate[] {
  const pages = commands.find((command) => command.name() === 'help');
  const named = help && pages ? [...commands.filter((one) => one !== pages), ...pages.commands] : commands;
  return named.map((command) => ({ value: command.name(), about: command.description() }));
}

/** Those that were not given yet. The short ones are for who has typed no more than the dash. */
function optionsOf(command: Command, typed: string, used: ReadonlySet<Option>): Candidate[] {
  const help = command.createHelp();
  const visible = help.visibleOptions(command).filter((option) => !used.has(option));
  return visible.flatMap((option) => {
    const flags = typed === '-' ? [option.short, option.long] : [option.long];
    return flags.flatMap((value) => (value ? [{ value, about: option.description }] : []));
  });
}

/** `<item>` is `item`, and so is `--only <item>`. */
const placeholderOf = (of: Option | Argument): string =>
  of instanceof Argument ? of.name() : (/[<[]([^>\].]+)/.exec(of.flags)?.[1] ?? '');

function fieldList({ typed, prefix }: Place, fields: readonly string[]): Answer {
  const named = typed.split(',').slice(0, -1);
  const before = named.map((name) => `${name},`).join('');
  const left = fields.filter((name) => !named.includes(name));
  return { kind: 'list', prefix: prefix + before, candidates: left.map((value) => ({ value })) };
}

const settings = () => settingNames.map((value) => ({ value, about: settingOf(value).about }));

function valuesOfSetting(name: string | undefined): Candidate[] {
  const known = settingNames.find((setting): setting is SettingName => setting === name);
  return (known ? (settingOf(known).words ?? []) : []).map((value) => ({ value }));
}
