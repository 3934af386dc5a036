import type { Command } from 'commander';
import * as z from 'zod/mini';
import { examples } from '#cli/examples.ts';
import { itemRef, parse, wholeNumber } from '#cli/input.ts';
import type { Room } from '#cli/room.ts';
import { cartShape } from '#cli/shapes/order.ts';
import { noCart, setInCart } from '#domain/cart.ts';
import { getItem } from '#domain/items.ts';
import { shopperFor, showCart } from './mine.ts';

export const prints = cartShape;

const CartSetInput = z.object({ item: itemRef(), quantity: wholeNumber('<quantity>', { min: 0 }) });

export function register(command: Command, { shop, out }: Room) {
  command.action(async (typedItem: string, typedQuantity: string) => {
    const { item, quantity } = parse(CartSetInput, { item: typedItem, quantity: typedQuantity });
    const db = await shop.db();
    const found = await getItem(db, { item });
    // Nobody becomes a visitor by taking away what is not there.
    const here =
      quantity === 0 ? await shop.whoever({ strict: true }) : await shopperFor(found, quantity, shop);
    const cart = here ? await setInCart(db, { userId: here.user.id, itemId: found.id, quantity }) : noCart();
    await showCart(cart, { shop, out });
  });
  examples(command, ['shop cart set "Item 2" 4', 'shop cart set 2 0']);
}
