import { ShopError } from '#domain/errors.ts';
import { brief } from '#domain/foreign.ts';
import { itemShape } from './shapes/item.ts';

/** How much of an item a line may ask for: the key in an object, and what it looks like behind the item. */
export type Amount = { key: string; form: RegExp };

/** What a line names, still to be checked. Without an amount in it that is `undefined`. */
export type ItemLine = { item: unknown; amount: unknown };

// A row as `items list` and `favorites list` write it into a pipe: id, name, price, stock, favorite.
const itemRow = /^(\d+)\t[^\t]*\t\d+\.\d\d\t\d+\t(?:true|false)$/;

/**
 * A line of stdin: an item's id or name, `item,amount` (also quoted, as CSV has it, or with a tab), a row of
 * `items list`, or an object such as `items list -o ndjson` or the lines of a cart. @throws ShopError usage
 */
export function readItemLine(text: string, amount?: Amount): ItemLine {
  if (text.startsWith('{')) return readObject(text, amount);
  const [, id] = itemRow.exec(text) ?? [];
  if (id !== undefined) return { item: id, amount: undefined };
  const parts = amount && split(text, amount);
  if (parts) return parts;
  if (text.includes('\t')) throw severalFields();
  return { item: unquoted(text), amount: undefined };
}

function split(text: string, { form }: Amount): ItemLine | undefined {
  const [, item = '', amount = ''] = /^(.*\S)\s*[,\t]\s*(\S+)$/.exec(text) ?? [];
  if (!form.test(amount) || item.includes('\t')) return undefined;
  return { item: unquoted(item), amount };
}

function unquoted(text: string): string {
  const [, inside] = /^"((?:[^"]|"")*)"$/.exec(text) ?? [];
  return inside === undefined ? text : inside.replaceAll('""', '"');
}

function readObject(text: string, amount?: Amount): ItemLine {
  const object = jsonObject(text);
  const { itemId, item, id, name } = object;
  const isNamed = (itemId ?? item ?? null) !== null;
  if (!isNamed) refuseOther(object, amount);
  return {
    item: asText(isNamed ? (itemId ?? item) : (id ?? name)),
    amount: asText(amount && object[amount.key]),
  };
}

// The `id` of an order or a user is no item's: it counts where everything else is what an item has.
function refuseOther(object: Record<string, unknown>, amount?: Amount) {
  const ours = [...Object.keys(itemShape.fields), 'itemId', 'item', amount?.key];
  const strange = Object.keys(object).find((key) => !ours.includes(key));
  if (strange === undefined) return;
  throw new ShopError('usage', `An object with "${brief(strange)}" is no item.`, {
    next: 'Name the item as itemId.',
  });
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    throw new ShopError('usage', 'This line is not a JSON object.');
  }
}

const asText = (value: unknown) => (typeof value === 'number' ? String(value) : (value ?? undefined));

const severalFields = () =>
  new ShopError('usage', 'This line has more than an item: write --fields id at the command before.');
