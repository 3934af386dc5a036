import type { Command } from 'commander';
import * as z from 'zod/mini';
import { addStopOnError, takesStdin } from '#cli/commands/stdin-lines.ts';
import { examples } from '#cli/examples.ts';
import { itemRef, parse, stockChange } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { eitherOf } from '#cli/shape.ts';
import { itemShape } from '#cli/shapes/item.ts';
import { restockItem } from '#domain/assortment.ts';
import { ShopError } from '#domain/errors.ts';
import { getItem } from '#domain/items.ts';
import { restockedShape, restockLines } from './restock-lines.ts';

type Options = { stopOnError?: boolean };

export const prints = eitherOf(itemShape, { 'with -': restockedShape });

const RestockInput = z.object({ item: itemRef(), change: stockChange('<n>') });

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, room: Room) {
  const { shop, out } = room;
  addStopOnError(command).action(async (item: string, n: string | undefined, options: Options) => {
    if (takesStdin([item], options)) {
      if (n !== undefined) throw changeBesideStdin();
      out.expect(restockedShape);
      return restockLines({ stopOnError: options.stopOnError ?? false }, room);
    }
    out.expect(itemShape);
    const wish = parse(RestockInput, { item, change: n });
    const { user } = await shop.person();
    const db = await shop.db();
    const { id: itemId } = await getItem(db, { item: wish.item });
    const done = await restockItem(db, { operatorId: user.id, itemId, ...wish.change });
    await out.print(done.item, itemShape);
  });
  command.addHelpText('after', forms);
  examples(command, [
    'shop items restock 3 +5',
    'shop items restock "Item 3" =7',
    "printf '1,+10\\nItem 2,=4\\n' | shop items restock - -o ndjson",
  ]);
}

const forms = `
<n> is +5 for pieces that came, -2 for pieces that are gone, =7 for a count.
With - for the item, each line of stdin is one to restock, and what became of
it is told in the asked format. A line may be:
  3,+5                         an id or an exact name, and the change
  {"itemId":3,"change":"=7"}   an object`;

const changeBesideStdin = () =>
  new ShopError('usage', '<n> is for one item.', { next: 'Write item,change on each line.' });
