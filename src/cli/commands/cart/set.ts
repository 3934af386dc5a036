import type { Command } from 'commander';
import * as z from 'zod/mini';
import { examples } from '#cli/examples.ts';
import { itemRef, parse, wholeNumber } from '#cli/input.ts';
import type { Room } from '#cli/room.ts';
import { cartShape } from '#cli/shapes/order.ts';
import { setInCart } from '#domain/cart.ts';
import { getItem } from '#domain/items.ts';

export const prints = cartShape;

const CartSetInput = z.object({ item: itemRef(), quantity: wholeNumber('<quantity>', { min: 0 }) });

export function register(command: Command, { shop, out }: Room) {
  command.action(async (item: string, quantity: string) => {
    const wish = parse(CartSetInput, { item, quantity });
    const db = await shop.db();
    const { id: itemId } = await getItem(db, { item: wish.item });
    const { user } = await shop.shopper();
    await out.print(await setInCart(db, { userId: user.id, itemId, quantity: wish.quantity }), cartShape);
  });
  examples(command, ['shop cart set "Item 2" 4', 'shop cart set 2 0']);
}
