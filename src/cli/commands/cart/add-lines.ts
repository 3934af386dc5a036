import * as z from 'zod/mini';
import { exitCodes } from '#cli/exit.ts';
import { itemRef, parse, wholeNumber } from '#cli/input.ts';
import type { Room } from '#cli/room.ts';
import type { Shape } from '#cli/shape.ts';
import { numberedLines } from '#cli/stdin.ts';
import type { Db } from '#db/connect.ts';
import { addToCart } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import { getItem, type Item } from '#domain/items.ts';
import { shopperFor } from './mine.ts';

type Outcome = {
  line: number;
  item: string;
  quantity: number | null;
  result: 'added' | 'failed';
  message: string | null;
};

const outcomeShape: Shape<Outcome> = {
  fields: {
    line: (outcome) => outcome.line,
    item: (outcome) => outcome.item,
    quantity: (outcome) => outcome.quantity,
    result: (outcome) => outcome.result,
    message: (outcome) => outcome.message,
  },
  columns: [
    { title: 'line', text: (outcome) => String(outcome.line), number: true },
    {
      title: 'result',
      text: (outcome) => outcome.result,
      meaning: ({ result }) => (result === 'added' ? 'good' : 'bad'),
    },
    { title: 'item', text: (outcome) => outcome.item },
    { title: 'quantity', text: (outcome) => String(outcome.quantity ?? ''), number: true },
    { title: 'message', text: (outcome) => outcome.message ?? '' },
  ],
  empty: 'There was no line to read.',
};

const LineInput = z.object({ item: itemRef('The item'), quantity: wholeNumber('The quantity') });

/** Puts each line of stdin into the cart and tells what became of it. @throws ShopError conflict when a line failed */
export async function addLines(stdin: NodeJS.ReadableStream, { shop, out }: Pick<Room, 'shop' | 'out'>) {
  out.expect(outcomeShape);
  let here = await shop.whoever({ strict: true });
  const shopper = async (item: Item, quantity: number) => {
    here ??= await shopperFor(item, quantity, shop);
    return here.user.id;
  };
  const db = await shop.db();
  const count = { all: 0, failed: 0 };

  async function* outcomes() {
    for await (const line of numberedLines(stdin)) {
      const outcome = await addLine(db, shopper, line);
      count.all += 1;
      if (outcome.result === 'failed') count.failed += 1;
      yield [outcome];
    }
  }

  await out.list(outcomes(), outcomeShape);
  if (count.failed === 0) return;
  throw new ShopError('conflict', `${count.failed} of ${count.all} lines could not be added.`, {
    details: count,
  });
}

async function addLine(
  db: Db,
  shopper: (item: Item, quantity: number) => Promise<number>,
  { number, text }: { number: number; text: string },
): Promise<Outcome> {
  const told = { line: number, item: text, quantity: null };
  try {
    const { item, quantity } = parse(LineInput, readLine(text));
    const found = await getItem(db, { item });
    await addToCart(db, { userId: await shopper(found, quantity), itemId: found.id, quantity });
    return { ...told, item: found.name, quantity, result: 'added', message: null };
  } catch (error) {
    if (!isOfThisLine(error)) throw error;
    return { ...told, result: 'failed', message: error.message };
  }
}

/** `item,quantity`, `item`, or an object such as `items list -o ndjson` writes. */
function readLine(text: string): { item: unknown; quantity: unknown } {
  if (text.startsWith('{')) return readObject(text);
  const [, item, quantity] = /^(.*?)\s*,\s*([0-9]+)$/.exec(text) ?? [];
  return item ? { item, quantity } : { item: text, quantity: '1' };
}

function readObject(text: string): { item: unknown; quantity: unknown } {
  const { itemId, id, item, name, quantity } = jsonObject(text);
  const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value);
  return { item: asText(itemId ?? id ?? item ?? name), quantity: asText(quantity ?? '1') };
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    throw new ShopError('usage', 'This line is not a JSON object.');
  }
}

// What is wrong with one line leaves the others alone; a database that is gone does not.
const isOfThisLine = (error: unknown): error is ShopError =>
  error instanceof ShopError &&
  [exitCodes.usage, exitCodes.not_found, exitCodes.conflict].includes(exitCodes[error.kind]);
