import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import { cartShape } from '#cli/shapes/order.ts';
import { cartOf, showCart } from './mine.ts';

export const prints = cartShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async () => showCart(await cartOf(shop), { shop, out }));
  examples(command, ['shop cart show', 'shop cart show --json']);
}
