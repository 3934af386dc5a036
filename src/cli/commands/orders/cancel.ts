import type { Command } from 'commander';
import * as z from 'zod/mini';
import { examples } from '#cli/examples.ts';
import { orderNumber, parse } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { orderDetailShape } from '#cli/shapes/order.ts';
import { cancelOrder } from '#domain/orders.ts';

export const prints = orderDetailShape;

const OrdersCancelInput = z.object({ id: orderNumber() });

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async (typed: string) => {
    const { id } = parse(OrdersCancelInput, { id: typed });
    const { user } = await shop.person();
    const order = await cancelOrder(await shop.db(), { userId: user.id, orderId: id });
    out.say(
      order.items.length > 0
        ? `Order ${id} is cancelled; what it held is back in stock.`
        : `Order ${id} is cancelled; it names no items, so no stock came back.`,
    );
    await out.print(order, orderDetailShape);
  });
  examples(command, ['shop orders cancel 12', 'shop orders cancel 12 --json']);
}
