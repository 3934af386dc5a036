import { type Cart, getCart, noCart } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import type { Shop } from '#shop.ts';

/** The cart of whoever is here. Somebody who never put anything into one gets an empty cart, and nothing is created. */
export async function cartOf(shop: Shop): Promise<Cart> {
  const here = await shop.whoever();
  return here ? getCart(await shop.db(), here.user.id) : noCart();
}

/** Whose cart is to be changed, where a change needs something in it. @throws ShopError not_found */
export async function ownerOf(shop: Shop): Promise<number> {
  const here = await shop.whoever({ strict: true });
  if (here) return here.user.id;
  throw new ShopError('not_found', 'There is nothing in your cart.', { next: 'shop cart add <item>' });
}
