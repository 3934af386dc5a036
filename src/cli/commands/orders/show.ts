import type { Command } from 'commander';
import * as z from 'zod/mini';
import { examples } from '#cli/examples.ts';
import { orderNumber, parse } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { foreignOrderShape, orderDetailShape } from '#cli/shapes/order.ts';
import { getOrder } from '#domain/orders.ts';

export const prints = orderDetailShape;

const OrdersShowInput = z.object({ id: orderNumber() });

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async (typed: string) => {
    const { id } = parse(OrdersShowInput, { id: typed });
    const { user } = await shop.person();
    // An operator sees every order here, as in the list.
    const userId = user.role === 'operator' ? null : user.id;
    const order = await getOrder(await shop.db(), { userId, orderId: id });
    await out.print(order, order.username === user.username ? orderDetailShape : foreignOrderShape);
  });
  examples(command, ['shop orders show 12', 'shop orders show 12 --json']);
}
