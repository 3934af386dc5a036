import type { Command } from 'commander';
import * as z from 'zod/mini';
import { examples } from '#cli/examples.ts';
import { itemRef, parse, wholeNumber } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { cartShape } from '#cli/shapes/order.ts';
import type { Db } from '#db/connect.ts';
import { noCart, setInCart } from '#domain/cart.ts';
import { getItem } from '#domain/items.ts';
import { showCart } from './mine.ts';

export const prints = cartShape;

const CartSetInput = z.object({ item: itemRef(), quantity: wholeNumber('<quantity>', { min: 0 }) });

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async (typedItem: string, typedQuantity: string) => {
    const { item, quantity } = parse(CartSetInput, { item: typedItem, quantity: typedQuantity });
    const db = await shop.db();
    const found = await getItem(db, { item });
    const set = (some: Db, userId: number) => setInCart(some, { userId, itemId: found.id, quantity });
    // Nobody becomes a visitor by taking away what is not there.
    const isNobody = quantity === 0 && !(await shop.whoever({ strict: true }));
    await showCart(isNobody ? noCart() : (await shop.shopping(set)).result, { shop, out });
  });
  examples(command, ['shop cart set "Item 2" 4', 'shop cart set 2 0']);
}
