import { complaint } from '#cli/complaint.ts';
import type { Room } from '#cli/room.ts';
import { cartShape } from '#cli/shapes/order.ts';
import { priceChangeText } from '#cli/shapes/prices.ts';
import type { Db } from '#db/connect.ts';
import { type Cart, getCart, type ShortLine, setInCart } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import { checkAddress, checkOut, lastAddress, type Order, refuseUnbuyable } from '#domain/orders.ts';
import { type AgreedPrices, type PriceChange, seePrices } from '#domain/prices.ts';

type BuyWish = {
  address?: string | undefined;
  yes?: boolean | undefined;
  acceptPriceChanges?: boolean | undefined;
  purchaseKey: string;
};
type Buyer = Room & { db: Db; userId: number };

/** Buys the cart: shows it and asks for what is missing, and again where stock or prices are not what was shown. */
export async function buy(wish: BuyWish, room: Room): Promise<Order> {
  const { user } = await room.shop.person();
  const buyer = { ...room, db: await room.shop.db(), userId: user.id };
  const { yes = false, purchaseKey } = wish;
  let { address } = wish;
  for (;;) {
    try {
      const cart = await getCart(buyer.db, user.id);
      refuseUnbuyable(cart);
      if (!yes && room.ask.possible) await preview(cart, buyer);
      address ??= await addressOf(buyer, yes);
      if (!yes) await agree(address, buyer);
      return await checkOut(buyer.db, {
        userId: user.id,
        address,
        purchaseKey,
        prices: agreedPrices(wish, cart),
      });
    } catch (error) {
      if (yes || !room.ask.possible) throw error;
      await settle(error, buyer);
    }
  }
}

async function preview(cart: Cart, { db, out }: Buyer) {
  await out.preview(cart, cartShape);
  await seePrices(db, cart);
}

/** A person has agreed to what was on the screen; a program to what it was shown before. */
function agreedPrices({ yes, acceptPriceChanges }: BuyWish, { items }: Cart): AgreedPrices {
  if (acceptPriceChanges) return 'accept';
  return yes ? 'shown' : items;
}

/** The address of the last order: offered to a person, taken for a program. */
async function addressOf({ db, userId, ask, out }: Buyer, yes: boolean): Promise<string> {
  const remembered = await lastAddress(db, userId);
  if (remembered !== null && (yes || !ask.possible)) {
    if (yes) out.say(`It goes to ${remembered}, as the last time.`);
    return remembered;
  }
  const answer = await ask.text({
    message: 'Where shall it be sent?',
    option: '--address <text>',
    default: remembered ?? undefined,
    check: (typed) => complaint(() => checkAddress(typed)),
  });
  return checkAddress(answer);
}

async function agree(address: string, { ask }: Buyer) {
  if (await ask.confirm({ message: `Buy this, sent to ${address}?`, option: '--yes' })) return;
  // As gh does for what a person declines; 130 would say that the program was stopped.
  throw new ShopError('usage', 'Nothing was bought.', { next: 'The cart is as it was: shop cart show' });
}

/** Says why nothing was bought, so that the cart can be shown once more. @throws what no answer would change */
async function settle(error: unknown, buyer: Buyer) {
  const { lines, prices, cartChanged } = conflictOf(error);
  if (lines) return takeWhatThereIs(lines, buyer);
  if (cartChanged) return buyer.out.say('The cart has changed meanwhile; nothing was bought.');
  if (!prices) throw error;
  buyer.out.say('A price has changed; nothing was bought.');
  for (const change of prices) buyer.out.say(`  ${priceChangeText(change)}`);
}

async function takeWhatThereIs(short: ShortLine[], { db, userId, ask, out }: Buyer) {
  for (const { name, wanted, stock } of short) out.say(`${name}: ${wanted} wanted, ${stock} in stock`);
  if (!(await ask.confirm({ message: 'Take what there is?', option: 'shop cart set <item> <quantity>' }))) {
    throw new ShopError('conflict', 'Not enough stock; nothing was bought.', { details: { lines: short } });
  }
  for (const { itemId, stock } of short) await setInCart(db, { userId, itemId, quantity: stock });
}

function conflictOf(error: unknown): { lines?: ShortLine[]; prices?: PriceChange[]; cartChanged?: boolean } {
  // What a purchase is refused for: `soldOut`, `refusePriceChanges`, `refuseCartChanges`. No other conflict has these.
  return error instanceof ShopError && error.kind === 'conflict' ? { ...error.details } : {};
}
