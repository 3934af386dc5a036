import { setTimeout as pause } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import * as z from 'zod/mini';
import { examples } from '#cli/examples.ts';
import { money, oneOf, parse, wholeNumber } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { eitherOf } from '#cli/shape.ts';
import { changeShape } from '#cli/shapes/changes.ts';
import { everyonesOrderShape } from '#cli/shapes/order.ts';
import { ShopError } from '#domain/errors.ts';
import { requireOperator } from '#domain/operators.ts';
import { type ItemWatch, type Look, watchItems, watchOrders } from '#domain/watch.ts';

export const prints = eitherOf(changeShape, { 'of orders': everyonesOrderShape });

const WatchInput = z.object({
  what: oneOf('[what]', ['items', 'orders']),
  stockBelow: z.optional(wholeNumber('--stock-below')),
  priceBelow: z.optional(money('--price-below')),
  every: wholeNumber('--every', { max: 3600 }),
});

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, room: Room) {
  const { shop, out } = room;
  command
    .option('--stock-below <n>', 'only items that come to have less than this')
    .option('--price-below <amount>', 'only items that come to cost less than this')
    .addOption(new Option('--every <seconds>', 'how often to look').default('1'))
    .action(async (what = 'items', options) => {
      const wish = readWish(what, options);
      out.prefer('ndjson');
      refuseDocument(out.format);
      out.expect(wish.what === 'items' ? changeShape : everyonesOrderShape);
      const operatorId = wish.what === 'orders' ? (await shop.person()).user.id : null;
      const db = await shop.db();
      if (operatorId === null) {
        const bounds: ItemWatch = { stockBelow: wish.stockBelow, priceBelowCents: wish.priceBelow };
        const seen = () => ({ at: new Date().toISOString() });
        const look = watchItems(db, bounds);
        const turn = async () => (await look()).map((change) => ({ ...change, ...seen() }));
        return tell(room, turn, wish.every, (pages) => out.list(pages, changeShape, { live: true }));
      }
      await requireOperator(db, operatorId);
      const look = watchOrders(db, { operatorId });
      return tell(room, look, wish.every, (pages) => out.list(pages, everyonesOrderShape, { live: true }));
    });
  command.addHelpText('after', notes);
  examples(command, [
    'shop watch items --stock-below 5',
    'shop watch orders | jq -r .total',
    'shop watch items --price-below 10 -o ndjson',
  ]);
}

const notes = `
[what] is items (default) or orders. It tells what changes from now on, as
NDJSON in a pipe, until Ctrl-C; an item with a bound is told of when it comes
below it, with what was last seen of it before. A database that is gone is
waited for, and what changed meanwhile is told then.`;

function readWish(what: string, options: Record<string, unknown>) {
  const wish = parse(WatchInput, { what, ...options });
  if (wish.what === 'orders' && (wish.stockBelow ?? wish.priceBelow) !== undefined) {
    throw new ShopError('usage', '--stock-below and --price-below are for items.', {
      next: 'shop watch items',
    });
  }
  return wish;
}

function refuseDocument(format: string) {
  if (format !== 'json') return;
  throw new ShopError('usage', 'One JSON document would never end.', {
    next: '-o ndjson writes one a line.',
  });
}

/** Looks again and again and tells what it finds, until it is stopped. */
function tell<Change>(
  { shop, out, stoppable }: Room,
  look: Look<Change>,
  every: number,
  print: (pages: AsyncIterable<Change[]>) => Promise<void>,
): Promise<void> {
  return stoppable(async (stop) => {
    // Before anything is waited for: who cannot reach the database at all is told so.
    await look();
    out.hint('Watching; Ctrl-C ends it.');
    await print(changes(stop));
  });

  async function* changes(stop: AbortSignal): AsyncGenerator<Change[]> {
    let isLost = false;
    let took = 0;
    while (await rested(Math.max(every * 1000, took * 10), stop)) {
      const begun = performance.now();
      try {
        const found = await look();
        took = performance.now() - begun;
        isLost = false;
        yield found;
      } catch (error) {
        if (!(error instanceof ShopError) || error.kind !== 'unavailable') throw error;
        if (!isLost) out.say(`${error.message} What changes meanwhile is told as soon as it is back.`);
        isLost = true;
        // A server of our own is started again; one of others comes back when they like.
        await shop.revive().catch(() => {});
      }
    }
  }
}

/** Waits, so that looking never takes more than a tenth of the time. @returns whether to go on */
async function rested(milliseconds: number, stop: AbortSignal): Promise<boolean> {
  await pause(milliseconds, undefined, { signal: stop }).catch(() => {});
  return !stop.aborted;
}
