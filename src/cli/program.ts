import { Command } from 'commander';
import { withNearest } from './did-you-mean.ts';
import { addGlobals } from './globals.ts';
import type { CommandFile } from './room.ts';

export type Row = readonly [usage: string, description: string, load: () => Promise<CommandFile>];

/** The whole command line. A row costs nothing until it runs: its file is loaded then. */
export const rows: readonly Row[] = [
  ['tui [screen]', 'Open the shop on the whole screen', () => import('./commands/tui.ts')],
  ['items list', 'List and search the items', () => import('./commands/items/list.ts')],
  ['items show <item>', 'Show one item', () => import('./commands/items/show.ts')],
  ['items add', 'Put an item on sale (operators)', () => import('./commands/items/add.ts')],
  ['items edit <item>', 'Change an item (operators)', () => import('./commands/items/edit.ts')],
  [
    'items restock <item> [n]',
    "Change an item's stock by what came, is gone or was counted (operators)",
    () => import('./commands/items/restock.ts'),
  ],
  [
    'items import <file>',
    'Bring items in from CSV, JSON or NDJSON (operators)',
    () => import('./commands/items/import.ts'),
  ],
  [
    'items remove <item>',
    'Take an item off the shop (operators)',
    () => import('./commands/items/remove.ts'),
  ],
  ['cart show', 'Show your cart, with the stock as it is now', () => import('./commands/cart/show.ts')],
  ['cart add <item>', 'Put an item into your cart', () => import('./commands/cart/add.ts')],
  ['cart set <item> <quantity>', 'Say how many of an item you want', () => import('./commands/cart/set.ts')],
  ['cart remove <item>', 'Take an item out of your cart', () => import('./commands/cart/remove.ts')],
  ['cart clear', 'Empty your cart', () => import('./commands/cart/clear.ts')],
  ['cart checkout', 'Buy what is in your cart', () => import('./commands/cart/checkout.ts')],
  ['orders list', 'List your orders, the open one first', () => import('./commands/orders/list.ts')],
  ['orders show <id>', 'Show one order', () => import('./commands/orders/show.ts')],
  ['orders cancel <id>', 'Cancel a bought order', () => import('./commands/orders/cancel.ts')],
  [
    'orders reorder <id>',
    'Put the lines of an order into your cart',
    () => import('./commands/orders/reorder.ts'),
  ],
  ['favorites list', 'List your favorites', () => import('./commands/favorites/list.ts')],
  ['favorites add <item...>', 'Make items your favorites', () => import('./commands/favorites/add.ts')],
  [
    'favorites remove <item...>',
    'Take items off your favorites',
    () => import('./commands/favorites/remove.ts'),
  ],
  ['chat [question...]', 'Ask the assistant', () => import('./commands/chat.ts')],
  ['register', 'Open an account', () => import('./commands/register.ts')],
  ['login [username]', 'Log in', () => import('./commands/login.ts')],
  ['logout', 'Log out', () => import('./commands/logout.ts')],
  ['whoami', 'Show who is logged in', () => import('./commands/whoami.ts')],
  ['account show', 'Show your account', () => import('./commands/account/show.ts')],
  ['account edit', 'Change your account', () => import('./commands/account/edit.ts')],
  ['account password', 'Change your password', () => import('./commands/account/password.ts')],
  ['account sessions', 'List your logins, or end one', () => import('./commands/account/sessions.ts')],
  [
    'account delete',
    'Delete your account and all that belongs to it',
    () => import('./commands/account/delete.ts'),
  ],
  ['users list', 'List the people of the shop (operators)', () => import('./commands/users/list.ts')],
  ['users show <user>', 'Show one of them (operators)', () => import('./commands/users/show.ts')],
  [
    'users set-role <user> <role>',
    'Make somebody an operator, or a customer again',
    () => import('./commands/users/set-role.ts'),
  ],
  [
    'watch [what]',
    'Tell of changes as they happen: items, or new orders (operators)',
    () => import('./commands/watch.ts'),
  ],
  [
    'stats',
    'Sales, best sellers, low stock and carts left open (operators)',
    () => import('./commands/stats.ts'),
  ],
  ['config list', 'List every setting and where it comes from', () => import('./commands/config/list.ts')],
  ['config get <name>', 'Show a setting', () => import('./commands/config/get.ts')],
  ['config set <name> [value]', 'Keep a setting', () => import('./commands/config/set.ts')],
  ['config unset <name>', 'Forget a setting', () => import('./commands/config/unset.ts')],
  ['config path', 'Show where the settings are kept', () => import('./commands/config/path.ts')],
  [
    'completion <shell>',
    'Print what makes bash, zsh or fish complete the words of shop',
    () => import('./commands/completion.ts'),
  ],
  ['doctor', 'Find out what does not work, and what to do about it', () => import('./commands/doctor.ts')],
  ['db status', 'Show which database is used and how it is', () => import('./commands/db/status.ts')],
  ['db start', 'Start the embedded database', () => import('./commands/db/start.ts')],
  ['db stop', 'Stop the embedded database', () => import('./commands/db/stop.ts')],
  ['db migrate', 'Create or update the tables', () => import('./commands/db/migrate.ts')],
  ['db seed', 'Load the sample data or a demo assortment', () => import('./commands/db/seed.ts')],
  ['db verify', 'Check the books: stock, orders, favorites', () => import('./commands/db/verify.ts')],
  ['db dump [file]', 'Copy the whole shop into one file', () => import('./commands/db/dump.ts')],
  [
    'db restore <file>',
    'Bring the whole shop back from such a file',
    () => import('./commands/db/restore.ts'),
  ],
  ['help exit-codes', 'How a command ends, by number', () => import('./commands/help/exit-codes.ts')],
  ['help environment', 'The variables that shop reads', () => import('./commands/help/environment.ts')],
  [
    'help formatting',
    'The forms of a result, and its JSON keys',
    () => import('./commands/help/formatting.ts'),
  ],
  ['db rotate-key', 'Sign logins with a new key from now on', () => import('./commands/db/rotate-key.ts')],
];

export const groups: Record<string, string> = {
  items: 'Browse the items; operators keep them',
  cart: 'Fill your cart and buy it',
  orders: 'Look after your orders',
  favorites: 'Keep your favorites',
  account: 'Your account',
  users: 'The people of the shop, for operators',
  config: 'Your settings',
  db: 'The database',
  help: 'What holds for every command',
};

export type ProgramWish = {
  version: string;
  /** Called with a command that is about to be read, so that its file can add its options and its action. */
  prepare(command: Command, file: CommandFile): Promise<void>;
  /** Called with the command whose action is about to run. */
  begin(command: Command): void;
  /** Takes a help text. */
  help(text: string): void;
  /** The first word typed: where it is a command or a noun, the others are not made. */
  only?: string | undefined;
};

export type Program = {
  program: Command;
  /** Loads the file of a command that is about to be read, so that its options are known. A group has none. */
  fill(command: Command): Promise<void>;
};

export function createProgram({ version, prepare, begin, help, only }: ProgramWish): Program {
  const program = new Command('shop')
    .description(
      'A shop in your terminal: browse, fill a cart, buy. Without a command it opens on the whole screen.',
    )
    .version(version, '-V, --version', 'show the version')
    .enablePositionalOptions()
    .helpCommand(false)
    .configureHelp({ subcommandTerm: termOf })
    // Errors are told by exit.ts alone; what is left on either stream is help.
    .configureOutput({ writeOut: help, writeErr: help, outputError: () => {} })
    .hook('preAction', (_program, command) => begin(command));
  addGlobals(refusing(program));

  const loaders = new Map<Command, Row[2]>();
  const fill = async (command: Command) => {
    const load = loaders.get(command);
    if (load) await prepare(command, await load());
  };
  const fillNext = (_parent: Command, command: Command) => fill(command);
  program.hook('preSubcommand', fillNext);

  const chosen = rows.filter(([usage]) => nounOf(usage) === only);
  for (const [usage, description, load] of chosen.length > 0 ? chosen : rows) {
    const parent = groupOf(program, usage, fillNext);
    const command = parent.command(parent === program ? usage : usage.slice(usage.indexOf(' ') + 1));
    loaders.set(refusing(command.description(description)), load);
  }
  return { program, fill };
}

/** Commander throws instead of ending the process, and its refusals name what is near. */
const refusing = (command: Command) =>
  command.exitOverride((error) => {
    throw withNearest(error, command);
  });

/** `cart add <item>` as its group's help lists it. */
function termOf(command: Command): string {
  const names = command.registeredArguments.map((argument) => {
    const name = argument.variadic ? `${argument.name()}...` : argument.name();
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), ...names].join(' ');
}

const nounOf = (usage: string) => usage.split(' ', 1)[0] ?? '';

/** The command that a row belongs to: its noun's group, made when its first row comes by. */
function groupOf(
  program: Command,
  usage: string,
  fill: (parent: Command, command: Command) => Promise<void>,
) {
  const noun = nounOf(usage);
  const description = groups[noun];
  if (!description) return program;
  const found = program.commands.find((command) => command.name() === noun);
  if (found) return found;
  const group = program.command(noun).description(description).helpCommand(false).hook('preSubcommand', fill);
  addGlobals(refusing(group));
  return group;
}
