import type { Command } from 'commander';
import * as z from 'zod/mini';
import { addStopOnError, takesStdin } from '#cli/commands/stdin-lines.ts';
import { examples } from '#cli/examples.ts';
import { itemRef, parse, wholeNumber } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { eitherOf } from '#cli/shape.ts';
import { cartShape } from '#cli/shapes/order.ts';
import { addToCart } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import { getItem } from '#domain/items.ts';
import { addedShape, addLines } from './add-lines.ts';
import { showCart } from './mine.ts';

type Options = { quantity: string; stopOnError?: boolean };

export const prints = eitherOf(cartShape, { 'with -': addedShape });

const CartAddInput = z.object({ item: itemRef(), quantity: wholeNumber('--quantity') });

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, room: Room) {
  const { shop, out } = room;
  command.option('-n, --quantity <n>', 'how many', '1');
  addStopOnError(command).action(async (item: string, options: Options) => {
    if (takesStdin([item], options)) {
      refuseQuantity(command);
      out.expect(addedShape);
      return addLines({ stopOnError: options.stopOnError ?? false }, room);
    }
    out.expect(cartShape);
    const wish = parse(CartAddInput, { item, ...options });
    const { id: itemId } = await getItem(await shop.db(), { item: wish.item });
    const { result: cart } = await shop.shopping((db, userId) =>
      addToCart(db, { userId, itemId, quantity: wish.quantity }),
    );
    await showCart(cart, { shop, out });
  });
  command.addHelpText('after', lineForms);
  examples(command, [
    'shop cart add "Item 2" -n 3',
    'shop items list --search lamp | shop cart add -',
    "printf 'Item 1,2\\nItem 3\\n' | shop cart add - --stop-on-error -o ndjson",
  ]);
}

const lineForms = `
With - for the item, each line of stdin is one to add, and what became of it is
told in the asked format. A line may be:
  3                          an id or an exact name
  Item 3,2                   with a quantity ("Item, 3",2 where it has a comma)
  {"itemId":3,"quantity":2}  an object, as -o ndjson writes it
  a row of shop items list or shop favorites list
or a record below a header such as id,name or itemId,quantity, as -o csv writes
it.`;

function refuseQuantity(command: Command) {
  if (command.getOptionValueSource('quantity') !== 'cli') return;
  throw new ShopError('usage', '--quantity is for one item.', { next: 'Write item,quantity on each line.' });
}
