import type { Command } from 'commander';
import * as z from 'zod/mini';
import { examples } from '#cli/examples.ts';
import { itemRef, parse, wholeNumber } from '#cli/input.ts';
import type { Room } from '#cli/room.ts';
import { cartShape } from '#cli/shapes/order.ts';
import { addToCart } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import { getItem } from '#domain/items.ts';
import { shopperFor, showCart } from './mine.ts';

const CartAddInput = z.object({ item: itemRef(), quantity: wholeNumber('--quantity') });

export function register(command: Command, { shop, out, stdin }: Room) {
  command
    .option('-n, --quantity <n>', 'how many', '1')
    .action(async (item: string, options: { quantity: string }) => {
      if (item === '-') {
        refuseQuantity(command);
        const { addLines } = await import('./add-lines.ts');
        return addLines(stdin, { shop, out });
      }
      out.expect(cartShape);
      const wish = parse(CartAddInput, { item, ...options });
      const db = await shop.db();
      const found = await getItem(db, { item: wish.item });
      const { quantity } = wish;
      const { user } = await shopperFor(found, quantity, shop);
      await showCart(await addToCart(db, { userId: user.id, itemId: found.id, quantity }), { shop, out });
    });
  examples(command, [
    'shop cart add "Item 2" -n 3',
    'shop items list --search lamp --fields id | shop cart add -',
    "printf 'Item 1,2\\nItem 3\\n' | shop cart add -",
  ]);
}

function refuseQuantity(command: Command) {
  if (command.getOptionValueSource('quantity') !== 'cli') return;
  throw new ShopError('usage', '--quantity is for one item.', { next: 'Write item,quantity on each line.' });
}
