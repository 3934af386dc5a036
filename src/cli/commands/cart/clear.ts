import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import { cartShape } from '#cli/shapes/order.ts';
import { clearCart, noCart } from '#domain/cart.ts';

export const prints = cartShape;

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async () => {
    const here = await shop.whoever({ strict: true });
    const cart = here ? await clearCart(await shop.db(), { userId: here.user.id }) : noCart();
    await out.print(cart, cartShape);
  });
  examples(command, ['shop cart clear', 'shop cart clear --quiet']);
}
