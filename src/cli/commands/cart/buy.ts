import type { Room } from '#cli/room.ts';
import { cartShape } from '#cli/shapes/order.ts';
import type { Db } from '#db/connect.ts';
import { getCart, type ShortLine, setInCart } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import { checkOut, lastAddress, type Order, refuseUnbuyable } from '#domain/orders.ts';

type BuyWish = { address?: string | undefined; yes?: boolean | undefined; purchaseKey: string };
type Buyer = Room & { db: Db; userId: number };

/** Buys the cart: shows it, asks for what is missing, and where the stock does not reach offers to take what there is. */
export async function buy(wish: BuyWish, room: Room): Promise<Order> {
  const { user } = await room.shop.person();
  const buyer = { ...room, db: await room.shop.db(), userId: user.id };
  for (;;) {
    try {
      return await buyOnce(wish, buyer);
    } catch (error) {
      const short = shortLinesOf(error);
      if (!short || wish.yes || !room.ask.possible) throw error;
      await takeWhatThereIs(short, buyer);
    }
  }
}

async function buyOnce({ address, yes, purchaseKey }: BuyWish, buyer: Buyer): Promise<Order> {
  const cart = await getCart(buyer.db, buyer.userId);
  refuseUnbuyable(cart);
  if (!yes && buyer.ask.possible) await buyer.out.preview(cart, cartShape);
  const shippingAddress = address ?? (await addressOf(buyer, yes));
  if (!yes) await agree(shippingAddress, buyer);
  return checkOut(buyer.db, { userId: buyer.userId, address: shippingAddress, purchaseKey });
}

/** The address of the last order: offered to a person, taken for a program. */
async function addressOf({ db, userId, ask, out }: Buyer, yes = false): Promise<string> {
  const remembered = await lastAddress(db, userId);
  if (remembered !== null && (yes || !ask.possible)) {
    if (yes) out.say(`It goes to ${remembered}, as the last time.`);
    return remembered;
  }
  const answer = await ask.text({
    message: 'Where shall it be sent?',
    option: '--address <text>',
    default: remembered ?? undefined,
    check: (typed) => (typed.trim() !== '' && typed.length <= 500) || 'Up to 500 characters, and not empty.',
  });
  return answer.trim();
}

async function agree(address: string, { ask }: Buyer) {
  if (await ask.confirm({ message: `Buy this, sent to ${address}?`, option: '--yes' })) return;
  throw new ShopError('interrupted', 'Nothing was bought.');
}

async function takeWhatThereIs(short: ShortLine[], { db, userId, ask, out }: Buyer) {
  for (const { name, wanted, stock } of short) out.say(`${name}: ${wanted} wanted, ${stock} in stock`);
  if (!(await ask.confirm({ message: 'Take what there is?', option: 'shop cart set <item> <quantity>' }))) {
    throw new ShopError('conflict', 'Not enough stock; nothing was bought.', { details: { lines: short } });
  }
  for (const { itemId, stock } of short) await setInCart(db, { userId, itemId, quantity: stock });
}

function shortLinesOf(error: unknown): ShortLine[] | undefined {
  if (!(error instanceof ShopError) || error.kind !== 'conflict') return undefined;
  // `soldOut` is the one conflict with lines, and they are ShortLines.
  return error.details?.lines as ShortLine[] | undefined;
}
