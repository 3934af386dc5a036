/** Which part of the shop has the keyboard. A binding says where it works. */
export type Where =
  | 'everywhere'
  | 'items'
  | 'cart'
  | 'orders'
  | 'favorites'
  | 'account'
  | 'details'
  | 'search'
  | 'form'
  | 'checkout'
  | 'short'
  | 'changed'
  | 'differing'
  | 'receipt'
  | 'visitor'
  | 'chat'
  | 'answer'
  | 'question'
  | 'palette'
  | 'sessions'
  | 'help';

export type Binding = {
  id: string;
  /** Names of presses as `press.ts` gives them. The first is the one that is shown. */
  keys: readonly string[];
  where: readonly Where[];
  /** One or two words for the footer; empty where the screen shows the key by itself. */
  hint: string;
  /** The whole sentence for the help. */
  help: string;
  /** Digits before it say how many: `3a`. */
  counts?: boolean;
};

/** Wherever something is walked through. */
export const LISTS = [
  'items',
  'cart',
  'orders',
  'favorites',
  'account',
  'details',
  'checkout',
  'receipt',
  'palette',
  'sessions',
  'help',
  'answer',
] as const;
const GOODS = ['items', 'cart', 'favorites', 'details', 'answer'] as const;

/**
 * Every binding, once. The order is the order in the footer and the help; footer, help and later the palette
 * are made from it, so a key that is not here does not exist.
 */
export const BINDINGS = [
  {
    id: 'details',
    keys: ['enter'],
    where: ['items', 'favorites', 'orders', 'answer'],
    hint: 'details',
    help: 'Show everything about it',
  },
  {
    id: 'checkOut',
    keys: ['enter'],
    where: ['cart'],
    hint: 'check out',
    help: 'Check out: address, total, buy',
  },
  { id: 'logIn', keys: ['enter'], where: ['visitor'], hint: 'log in', help: 'Log in, or create an account' },
  { id: 'choose', keys: ['enter'], where: ['account'], hint: 'choose', help: 'Do what is marked' },
  { id: 'buy', keys: ['enter'], where: ['checkout'], hint: 'buy', help: 'Buy what is in the cart' },
  {
    id: 'takeWhatThereIs',
    keys: ['y'],
    where: ['short'],
    hint: 'take what there is',
    help: 'Lower the quantities to what is in stock',
  },
  {
    id: 'acceptPrices',
    keys: ['y'],
    where: ['changed'],
    hint: 'buy at the new price',
    help: 'Accept the prices of now, and buy',
  },
  {
    id: 'acceptCart',
    keys: ['y'],
    where: ['differing'],
    hint: 'buy it as it is now',
    help: 'Accept the cart of now, and buy',
  },
  { id: 'next', keys: ['tab', 'down'], where: ['form'], hint: 'next field', help: 'Go to the next field' },
  { id: 'previous', keys: ['backtab', 'up'], where: ['form'], hint: '', help: 'Go to the field before' },
  {
    id: 'submit',
    keys: ['enter'],
    where: ['form'],
    hint: 'next, then send',
    help: 'Next field; on the last one, send',
  },
  { id: 'ask', keys: ['enter'], where: ['chat'], hint: 'ask', help: 'Ask the assistant' },
  {
    id: 'toItems',
    keys: ['down', 'up'],
    where: ['chat'],
    hint: 'to the items',
    help: 'To the items of the answer',
  },
  {
    id: 'toList',
    keys: ['tab'],
    where: ['chat', 'answer'],
    hint: 'to the list',
    help: 'From the chat to the list, and back',
  },
  { id: 'yes', keys: ['y', 'enter'], where: ['question'], hint: 'yes', help: 'Yes, do it' },
  { id: 'no', keys: ['n', 'escape'], where: ['question'], hint: 'no', help: 'No, leave it as it is' },
  {
    id: 'close',
    keys: ['escape', 'enter'],
    where: ['receipt'],
    hint: 'on with the shopping',
    help: 'Put the receipt away',
  },
  {
    id: 'run',
    keys: ['enter'],
    where: ['palette', 'help'],
    hint: 'do it',
    help: 'Do what is marked in here',
  },
  { id: 'close', keys: ['escape'], where: ['palette'], hint: 'close', help: 'Close the commands' },
  { id: 'close', keys: ['escape', '?', 'q'], where: ['help'], hint: 'close', help: 'Close the help' },
  {
    id: 'back',
    keys: ['escape'],
    where: [
      'details',
      'account',
      'sessions',
      'form',
      'checkout',
      'short',
      'changed',
      'differing',
      'chat',
      'answer',
    ],
    hint: 'back',
    help: 'Back to where you were',
  },
  { id: 'search', keys: ['/'], where: ['items', 'help'], hint: 'search', help: 'Search as you type' },
  {
    id: 'again',
    keys: ['n'],
    where: ['items'],
    hint: '',
    help: 'Next match, or search for the same words again',
  },
  {
    id: 'keep',
    keys: ['enter', 'down'],
    where: ['search'],
    hint: 'to the list',
    help: 'Keep the search and go to the list',
  },
  {
    id: 'clear',
    keys: ['escape'],
    where: ['search', 'items'],
    hint: 'clear search',
    help: 'Clear the search',
  },
  {
    id: 'add',
    keys: ['a'],
    where: ['items', 'favorites', 'details', 'answer'],
    hint: 'add',
    help: 'Add one to the cart; 3a adds three',
    counts: true,
  },
  { id: 'favorite', keys: ['f'], where: GOODS, hint: 'favorite', help: 'Make it a favorite, or no longer' },
  { id: 'sort', keys: ['s'], where: ['items'], hint: 'sort', help: 'Next sort order' },
  {
    id: 'cancel',
    keys: ['c'],
    where: ['orders', 'details'],
    hint: 'cancel',
    help: 'Cancel the order and give the stock back',
  },
  {
    id: 'reorder',
    keys: ['r'],
    where: ['orders', 'details'],
    hint: 'order again',
    help: 'Put the lines of the order into the cart',
  },
  {
    id: 'undo',
    keys: ['u'],
    where: ['items', 'cart', 'orders', 'favorites', 'account', 'details'],
    hint: 'undo',
    help: 'Undo the last change of cart or favorites',
  },
  {
    id: 'redo',
    keys: ['U'],
    where: ['items', 'cart', 'orders', 'favorites', 'account', 'details'],
    hint: '',
    help: 'Make the change again that was undone last',
  },
  {
    id: 'more',
    keys: ['+', '='],
    where: GOODS,
    hint: 'more',
    help: 'One more in the cart; 3+ three',
    counts: true,
  },
  {
    id: 'less',
    keys: ['-', '_'],
    where: GOODS,
    hint: 'less',
    help: 'One less in the cart; 3- three',
    counts: true,
  },
  { id: 'remove', keys: ['x'], where: GOODS, hint: 'remove', help: 'Take it out of the cart' },
  {
    id: 'endSession',
    keys: ['x'],
    where: ['sessions'],
    hint: 'end it',
    help: 'End the marked login',
  },
  { id: 'up', keys: ['up', 'k'], where: LISTS, hint: '', help: 'Up' },
  { id: 'down', keys: ['down', 'j'], where: LISTS, hint: '', help: 'Down' },
  { id: 'pageUp', keys: ['pageup'], where: LISTS, hint: '', help: 'One page up' },
  {
    id: 'pageDown',
    keys: ['pagedown'],
    where: LISTS,
    hint: '',
    help: 'One page down',
  },
  { id: 'pageUp', keys: ['pageup'], where: ['chat'], hint: '', help: 'To what was said before' },
  { id: 'pageDown', keys: ['pagedown'], where: ['chat'], hint: '', help: 'To what was said last' },
  { id: 'first', keys: ['g', 'home'], where: LISTS, hint: '', help: 'To the first' },
  { id: 'last', keys: ['G', 'end'], where: LISTS, hint: '', help: 'To the last' },
  { id: 'pick', keys: ['click'], where: LISTS, hint: '', help: 'Mark the row; a double click opens it' },
  { id: 'items', keys: ['1'], where: ['everywhere'], hint: '', help: 'Go to Items' },
  { id: 'cart', keys: ['2'], where: ['everywhere'], hint: '', help: 'Go to Cart' },
  { id: 'orders', keys: ['3'], where: ['everywhere'], hint: '', help: 'Go to Orders' },
  { id: 'favorites', keys: ['4'], where: ['everywhere'], hint: '', help: 'Go to Favorites' },
  { id: 'account', keys: ['5'], where: ['everywhere'], hint: '', help: 'Go to Account' },
  {
    id: 'chat',
    keys: ['t', 'tab'],
    where: ['everywhere'],
    hint: 'chat',
    help: 'Ask the assistant, in a pane of its own',
  },
  { id: 'help', keys: ['?'], where: ['everywhere'], hint: 'help', help: 'All keys, to be searched and done' },
  { id: 'palette', keys: [':'], where: ['everywhere'], hint: 'commands', help: 'Every action by name' },
  {
    id: 'mouse',
    keys: ['m'],
    where: ['everywhere'],
    hint: '',
    help: 'Mouse off, so that text can be selected, or on',
  },
  { id: 'quit', keys: ['q'], where: ['everywhere'], hint: 'quit', help: 'Quit' },
  { id: 'leave', keys: ['ctrl+c'], where: ['everywhere'], hint: '', help: 'Quit at once, from anywhere' },
  {
    id: 'suspend',
    keys: ['ctrl+z'],
    where: ['everywhere'],
    hint: '',
    help: 'Back to the shell; fg comes back here',
  },
] as const satisfies readonly Binding[];

export type Action = (typeof BINDINGS)[number]['id'];

/** A binding whose action is known. */
export type Bound = Binding & { id: Action };

/** The table for people who have no shell to go back to. */
export const WITHOUT_SHELL: readonly Bound[] = BINDINGS.filter(({ id }) => id !== 'suspend');

/** The bindings that work in a place. */
export function bindingsIn(where: Where, bindings: readonly Bound[] = BINDINGS): readonly Bound[] {
  return bindings.filter((binding) => binding.where.includes(where));
}

/** What a press means in a place, if anything. */
export function bindingOf(where: Where, press: string, bindings?: readonly Bound[]): Bound | undefined {
  return bindingsIn(where, bindings).find((binding) => binding.keys.includes(press));
}

const SHOWN: Record<string, string> = {
  enter: 'Enter',
  escape: 'Esc',
  tab: 'Tab',
  backtab: 'Shift-Tab',
  up: '↑',
  down: '↓',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  click: 'Click',
  'ctrl+c': 'Ctrl-C',
  'ctrl+z': 'Ctrl-Z',
};

/** The name of a key as it is printed: `enter` → `Enter`, `a` → `a`. */
export const keyName = (key: string): string => SHOWN[key] ?? key;
