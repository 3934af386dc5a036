import type { Command } from 'commander';
import * as z from 'zod/mini';
import { examples } from '#cli/examples.ts';
import { orderNumber, parse } from '#cli/input.ts';
import type { Room } from '#cli/room.ts';
import { orderDetailShape } from '#cli/shapes/order.ts';
import { getOrder } from '#domain/orders.ts';

export const prints = orderDetailShape;

const OrdersShowInput = z.object({ id: orderNumber() });

export function register(command: Command, { shop, out }: Room) {
  command.action(async (typed: string) => {
    const { id } = parse(OrdersShowInput, { id: typed });
    const { user } = await shop.person();
    await out.print(await getOrder(await shop.db(), { userId: user.id, orderId: id }), orderDetailShape);
  });
  examples(command, ['shop orders show 12', 'shop orders show 12 --json']);
}
