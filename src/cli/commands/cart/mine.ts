import type { Room } from '#cli/room.ts';
import { cartShape } from '#cli/shapes/order.ts';
import { priceChangeText } from '#cli/shapes/prices.ts';
import { type Cart, getCart, noCart } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import { priceChanges, seePrices } from '#domain/prices.ts';
import type { Shop } from '#shop.ts';

/** Prints the cart and tells which prices have changed since it was last shown. From now on they count as shown. */
export async function showCart(cart: Cart, { shop, out }: Pick<Room, 'shop' | 'out'>) {
  await out.print(cart, cartShape);
  if (cart.id === null || !out.shows('items', 'unitPrice', 'unitPriceCents')) return;
  // The table has them in a column.
  if (out.format !== 'table') for (const change of priceChanges(cart.items)) out.say(priceChangeText(change));
  await seePrices(await shop.db(), cart);
}

/**
 * The cart of whoever is here. Somebody who never put anything into one gets an empty cart, and nothing is created.
 * @throws ShopError auth for a login that cannot be read: the cart would be somebody else's
 */
export async function cartOf(shop: Shop): Promise<Cart> {
  const here = await shop.whoever({ strict: true });
  return here ? getCart(await shop.db(), here.user.id) : noCart();
}

/** Whose cart is to be changed, where a change needs something in it. @throws ShopError not_found */
export async function ownerOf(shop: Shop): Promise<number> {
  const here = await shop.whoever({ strict: true });
  if (here) return here.user.id;
  throw new ShopError('not_found', 'There is nothing in your cart.', { next: 'shop cart add <item>' });
}
