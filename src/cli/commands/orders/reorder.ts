import type { Command } from 'commander';
import * as z from 'zod/mini';
import { showCart } from '#cli/commands/cart/mine.ts';
import { examples } from '#cli/examples.ts';
import { orderNumber, parse } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { sayCapped } from '#cli/shapes/capped.ts';
import { cartShape } from '#cli/shapes/order.ts';
import { reorder } from '#domain/orders.ts';

export const prints = cartShape;

const OrdersReorderInput = z.object({ id: orderNumber() });

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async (typed: string) => {
    const { id } = parse(OrdersReorderInput, { id: typed });
    const { user } = await shop.person();
    const { cart, lines, short } = await reorder(await shop.db(), { userId: user.id, orderId: id });
    if (lines === 0) out.say(`Order ${id} names no items: there is nothing to put into the cart.`);
    sayCapped(short, out.say);
    await showCart(cart, { shop, out });
  });
  examples(command, ['shop orders reorder 12', 'shop orders reorder 12 && shop cart checkout']);
}
