import { distance } from '#domain/distance.ts';
import { ShopError } from '#domain/errors.ts';
import { type Action, BINDINGS, type Bound, keyName, type Where } from './keys.ts';

const named = [
  'enter',
  'escape',
  'tab',
  'backtab',
  'up',
  'down',
  'left',
  'right',
  'pageup',
  'pagedown',
  'home',
  'end',
  'backspace',
  'delete',
];
/** They end the program or stop it, whatever else is set. */
const fixed: readonly string[] = ['leave', 'suspend', 'pick'] satisfies Action[];

/**
 * The table with a person's own keys: `add=i,p sort=ctrl+s`, an action and its keys after the sign, parted by blanks.
 * An action without a key (`chat=`) is left to the palette.
 * @throws ShopError usage for an unknown action or key, and for a key that would mean two things in one place
 */
export function withOwnKeys(
  text: string | undefined,
  bindings: readonly Bound[] = BINDINGS,
): readonly Bound[] {
  const own = new Map((text ?? '').split(/\s+/).filter(Boolean).map(wishOf));
  if (own.size === 0) return bindings;
  const changed = bindings.map((binding) => ({ ...binding, keys: own.get(binding.id) ?? binding.keys }));
  refuseClashes(changed, bindings);
  return changed;
}

function wishOf(word: string): [Action, string[]] {
  const [, action, keys] = /^(\w+)=(.*)$/.exec(word) ?? [];
  if (action === undefined || keys === undefined) {
    throw wrong(`${JSON.stringify(word)} is no action with its keys.`, 'As in: add=i sort=ctrl+s,F');
  }
  // A comma itself can be a key.
  const wanted = keys === '' ? [] : keys === ',' ? [','] : keys.split(',');
  return [actionOf(action), wanted.map(keyOf)];
}

function actionOf(word: string): Action {
  const all = [...new Set(BINDINGS.map(({ id }) => id))].filter((id) => !fixed.includes(id));
  const found = all.find((id) => id === word);
  if (found) return found;
  if (fixed.includes(word)) throw wrong(`${word} keeps its key.`);
  const nearest = all.toSorted((a, b) => distance(word, a) - distance(word, b)).slice(0, 3);
  throw wrong(
    `No action is called ${JSON.stringify(word)}.`,
    `Near to it: ${nearest.join(', ')}. All: ${all.join(', ')}.`,
  );
}

function keyOf(key: string): string {
  const isSign = [...key].length === 1 && !/[\p{C}\p{Z}\d]/u.test(key);
  if (isSign || named.includes(key) || /^ctrl\+[a-z]$/.test(key)) return key;
  if (/^\d$/.test(key)) throw wrong('A digit says how many, or goes to a screen.');
  throw wrong(
    `No key is called ${JSON.stringify(key)}.`,
    `One character, ctrl+ and a letter, or one of ${named.join(', ')}.`,
  );
}

type Meaning = { key: string; id: Action; where: readonly Where[] };

/** What stands below hears no key that is taken above: so only what the table itself lays over another is no clash. */
function refuseClashes(bindings: readonly Bound[], usual: readonly Bound[]) {
  const allowed = new Set(clashesOf(usual).map(([a, b]) => `${a.id} ${b.id} ${a.key}`));
  const clash = clashesOf(bindings).find(([a, b]) => !allowed.has(`${a.id} ${b.id} ${a.key}`));
  if (!clash) return;
  const [a, b] = clash;
  throw wrong(`${keyName(a.key)} would mean both ${a.id} and ${b.id}.`);
}

function clashesOf(bindings: readonly Bound[]): [Meaning, Meaning][] {
  const meanings = bindings.flatMap(({ id, where, keys }) => keys.map((key) => ({ key, id, where })));
  return meanings.flatMap((one, at) =>
    meanings
      .slice(at + 1)
      .filter((other) => other.key === one.key && meet(one.where, other.where))
      .map((other): [Meaning, Meaning] => [one, other]),
  );
}

const meet = (a: readonly Where[], b: readonly Where[]) =>
  a.includes('everywhere') || b.includes('everywhere') || a.some((place) => b.includes(place));

const wrong = (what: string, next = 'shop config get tui.keys shows what is set.') =>
  new ShopError('usage', `tui.keys: ${what}`, { details: { setting: 'tui.keys' }, next });
