import type { Command, Option } from 'commander';
import { addGlobals } from '#cli/globals.ts';
import { endingsOf, keysOf } from '#cli/help-reference.ts';
import { createProgram } from '#cli/program.ts';
import { environment } from '#cli/reference/environment.ts';
import { endings } from '#cli/reference/exit-codes.ts';
import { formatting } from '#cli/reference/formatting.ts';
import type { CommandFile, Room } from '#cli/room.ts';
import { entry, escaped, literal, paragraph, section, subsection } from './roff.ts';

export type Edition = { version: string /** ISO 8601. */; date: string };

/** The whole manual as man(7), from the table of commands and what each of them registers. */
export async function manualPage({ version, date }: Edition): Promise<string> {
  const { program, files: commandFiles } = await wholeProgram(version);
  const commands = leavesOf(program);
  return [
    '.\\" Made from the code by `npm run build`.',
    `.TH SHOP 1 "${date}" "shop ${escaped(version)}" "User Commands"`,
    '.nh',
    '.ad l',
    section('Name'),
    'shop \\- an interactive terminal shop and order desk',
    section('Synopsis'),
    '.B shop\n.RI [ command ]\n.RI [ options ]',
    section('Description'),
    paragraph(program.description()),
    paragraph(
      'Results go to standard output, everything else to standard error. On a terminal a list is an aligned table, in a pipe tab-separated lines.',
    ),
    section('Global options'),
    paragraph('Every command takes these, wherever they stand.'),
    ...globalOptions(program).map(optionEntry),
    optionEntry(versionOption(program)),
    section('Commands'),
    ...commands.flatMap((command) => [
      ...commandSection(command, globalOptions(program)),
      ...reference(commandFiles.get(command)),
    ]),
    section('Output formats'),
    ...formatting.map(({ format, meaning }) => entry(format, meaning)),
    section('Exit status'),
    ...endings.map(({ code, name, when }) => entry(`${code} ${name}`, when)),
    section('Environment'),
    ...environment.map(({ shown, meaning }) => entry(shown, meaning)),
    section('Files'),
    ...files.map(([file, meaning]) => entry(file, meaning)),
    section('See also'),
    '.BR mariadbd (8),\n.BR mysqld (8),\n.BR less (1)',
    '',
  ]
    .join('\n')
    .replace(afterTitle, '$1');
}

// A title begins a paragraph of its own.
const afterTitle = /^(\.S[HS] .*\n)\.PP\n/gm;

const files: [file: string, meaning: string][] = [
  ['$XDG_DATA_HOME/shop/database/', 'the embedded database, its socket and its log'],
  ['$XDG_CONFIG_HOME/shop/config.json', 'settings, as `shop config path` names it'],
  ['$XDG_STATE_HOME/shop/', 'a visitor, a login without a keychain, the log of faults'],
  ['$SHOP_HOME', 'all of these in one folder'],
];

/** The program with every command's file loaded. Nothing is run, so nothing of the room is touched. */
async function wholeProgram(version: string) {
  const files = new Map<Command, CommandFile>();
  const { program, fill } = createProgram({
    version,
    async prepare(command, file) {
      file.register(command, {} as Room);
      files.set(command, file);
      addGlobals(command);
    },
    begin: () => {},
    help: () => {},
  });
  for (const command of leavesOf(program)) await fill(command);
  return { program, files };
}

const leavesOf = (command: Command): Command[] =>
  command.commands.length > 0 ? command.commands.flatMap(leavesOf) : [command];

function globalOptions(program: Command): Option[] {
  const all = program.createHelp().visibleOptions(program);
  return all.filter(({ long }) => long !== '--version');
}

function versionOption(program: Command): Option {
  const found = program.options.find(({ long }) => long === '--version');
  if (!found) throw new Error('The program has no --version.');
  return found;
}

const optionEntry = ({ flags, description, argChoices }: Option) =>
  entry(flags, argChoices ? `${description}: ${argChoices.join(', ')}` : description);

function commandSection(command: Command, globals: Option[]): string[] {
  const known = globals.map(({ long }) => long);
  const own = command.createHelp().visibleOptions(command);
  return [
    subsection(wayOf(command)),
    paragraph(`${command.description()}.`),
    ...own.filter(({ long }) => !known.includes(long)).map(optionEntry),
    ...moreHelp(command),
  ];
}

/** What stands below the help of a command; the meaning of its exit codes is in a section of its own. */
function reference(file: CommandFile | undefined): string[] {
  if (!file) return [];
  const keys = file.prints ? keysOf(file.prints) : [];
  const endings = endingsOf(file.endings).map(({ code, name }) => `${code} ${name}`);
  return [
    ...keys.map(({ when, names }) => paragraph(`JSON keys${when && ` ${when}`}: ${names.join(', ')}.`)),
    paragraph(`Exit codes: ${endings.join(', ')}.`),
  ];
}

function wayOf(command: Command): string {
  const { parent } = command;
  const way = `${command.name()} ${command.createHelp().commandUsage(command).split(' [options] ')[1] ?? ''}`;
  return `${parent?.parent ? `${parent.name()} ` : ''}${way}`.trim();
}

/** What a command's help says below its options: paragraphs, and examples that stay as they are. */
function moreHelp(command: Command): string[] {
  const texts: string[] = [];
  // Commander's commands are emitters, which its types leave out; `addHelpText` listens for this one.
  const emitter = command as unknown as NodeJS.EventEmitter;
  emitter.emit('afterHelp', { error: false, command, write: (text: string) => texts.push(text) });
  return texts
    .join('\n')
    .split(/\n{2,}/)
    .filter((block) => block.trim() !== '')
    .map(blockOf);
}

function blockOf(block: string): string {
  const lines = block.trim().split('\n');
  const isExample = (line: string) => line.startsWith('  $ ');
  const first = lines.findIndex(isExample);
  if (first < 0) return paragraph(lines.map((line) => line.trim()).join(' '));
  const head = lines.slice(0, first).join(' ');
  return `${paragraph(head)}\n${literal(lines.slice(first).map((line) => line.trim()))}`;
}
