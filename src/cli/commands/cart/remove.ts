import type { Command } from 'commander';
import * as z from 'zod/mini';
import { examples } from '#cli/examples.ts';
import { itemRef, parse } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { cartShape } from '#cli/shapes/order.ts';
import { removeFromCart } from '#domain/cart.ts';
import { getItem } from '#domain/items.ts';
import { ownerOf, showCart } from './mine.ts';

export const prints = cartShape;

const CartRemoveInput = z.object({ item: itemRef() });

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async (item: string) => {
    const wish = parse(CartRemoveInput, { item });
    const db = await shop.db();
    const { id: itemId } = await getItem(db, wish);
    const userId = await ownerOf(shop);
    await showCart(await removeFromCart(db, { userId, itemId }), { shop, out });
  });
  examples(command, ['shop cart remove 2', 'shop cart remove "Item 2"']);
}
