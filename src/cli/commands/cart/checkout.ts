import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import * as z from 'zod/mini';
import { examples } from '#cli/examples.ts';
import { checked, parse } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { cartShape, orderDetailShape } from '#cli/shapes/order.ts';
import { getCart } from '#domain/cart.ts';
import { checkAddress, lastAddress, refuseUnbuyable } from '#domain/orders.ts';
import { refusePriceChanges } from '#domain/prices.ts';
import { buy } from './buy.ts';

export const prints = orderDetailShape;

const CheckoutInput = z.object({
  address: z.optional(checked(checkAddress)),
  yes: z.optional(z.boolean()),
  dryRun: z.optional(z.boolean()),
  acceptPriceChanges: z.optional(z.boolean()),
});

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, room: Room) {
  command
    .option('--address <text>', 'where to send it; remembered for the next time')
    .option('--yes', 'buy without asking')
    .option('--accept-price-changes', 'buy at the prices of now, even where you were shown another one')
    .option('--dry-run', 'show what would be bought, and buy nothing')
    .action(async (options) => {
      const { dryRun, ...wish } = parse(CheckoutInput, options);
      if (dryRun) return rehearse(wish, room);
      // Made before the first try: a try whose outcome got lost is found by it.
      const order = await buy({ ...wish, purchaseKey: randomUUID() }, room);
      room.out.say(`Thank you. Order ${order.id} is on its way.`);
      await room.out.print(order, orderDetailShape);
    });
  examples(command, [
    'shop cart checkout',
    'shop cart checkout --address "1 Main St, Berlin" --yes --json',
    'shop cart checkout --yes --accept-price-changes',
  ]);
}

type Rehearsal = { address?: string | undefined; acceptPriceChanges?: boolean | undefined };

/** What would be bought. @throws ShopError conflict as the purchase itself would be refused */
async function rehearse({ address, acceptPriceChanges }: Rehearsal, { shop, out }: Room) {
  const { user } = await shop.person();
  const db = await shop.db();
  const cart = await getCart(db, user.id);
  refuseUnbuyable(cart);
  refusePriceChanges(cart.items, acceptPriceChanges ? 'accept' : 'shown');
  const shippingAddress = address ?? (await lastAddress(db, user.id));
  await out.print({ ...cart, shippingAddress }, cartShape);
  out.say('Nothing was bought: this was a dry run.');
}
