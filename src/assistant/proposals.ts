import type { Db } from '#db/connect.ts';
import { addToCart, clearCart, removeFromCart } from '#domain/cart.ts';
import { addFavorites, removeFavorites } from '#domain/favorites.ts';
import type { Item } from '#domain/items.ts';
import { type Cents, formatMoney } from '#domain/money.ts';
import type { Change } from './rules/rule.ts';

/** A change that is suggested, with price and stock as they are now. Nothing happens until somebody accepts it. */
export type Proposal = ItemProposal | { change: 'cart.clear'; pieces: number; totalCents: Cents };

type ItemProposal = {
  change: Change;
  itemId: number;
  name: string;
  quantity: number;
  priceCents: Cents;
  stock: number;
};

export const proposalFor = (change: Change, item: Item, quantity: number): ItemProposal => ({
  change,
  itemId: item.id,
  name: item.name,
  quantity: change === 'cart.add' ? quantity : 1,
  priceCents: item.priceCents,
  stock: item.stock,
});

/** What will happen, as a question to the person. */
export function proposalText(proposal: Proposal): string {
  if (proposal.change === 'cart.clear') {
    const pieces = proposal.pieces === 1 ? 'One piece' : `${proposal.pieces} pieces`;
    return `Empty your cart? ${pieces}, ${formatMoney(proposal.totalCents)}.`;
  }
  const { change, name, quantity, priceCents, stock } = proposal;
  const price =
    quantity === 1
      ? formatMoney(priceCents)
      : `${formatMoney(priceCents)} each, ${formatMoney(priceCents * quantity)} together`;
  const sentences: Record<Change, string> = {
    'cart.add': `Put ${quantity} × ${name} into your cart? ${price}; ${stock} in stock.`,
    'cart.remove': `Take ${name} out of your cart?`,
    'favorites.add': `Make ${name} a favorite?`,
    'favorites.remove': `Take ${name} off your favorites?`,
  };
  return sentences[change];
}

/** The command that does the same. */
export function proposalCommand(proposal: Proposal): string {
  if (proposal.change === 'cart.clear') return 'shop cart clear';
  const { change, itemId, quantity } = proposal;
  const commands: Record<Change, string> = {
    'cart.add': `shop cart add ${itemId}${quantity === 1 ? '' : ` -n ${quantity}`}`,
    'cart.remove': `shop cart remove ${itemId}`,
    'favorites.add': `shop favorites add ${itemId}`,
    'favorites.remove': `shop favorites remove ${itemId}`,
  };
  return commands[change];
}

/** Does what was accepted, by the function that every other door uses. @returns what was done, in a sentence */
export async function carryOut(db: Db, proposal: Proposal, { userId }: { userId: number }): Promise<string> {
  if (proposal.change === 'cart.clear') {
    await clearCart(db, { userId });
    return 'Your cart is empty now.';
  }
  const { change, itemId, name, quantity } = proposal;
  switch (change) {
    case 'cart.add':
      await addToCart(db, { userId, itemId, quantity });
      return `${quantity} × ${name} put into your cart.`;
    case 'cart.remove':
      await removeFromCart(db, { userId, itemId });
      return `${name} taken out of your cart.`;
    case 'favorites.add':
      await addFavorites(db, { userId, itemIds: [itemId] });
      return `${name} is a favorite now.`;
    case 'favorites.remove':
      await removeFavorites(db, { userId, itemIds: [itemId] });
      return `${name} is no favorite any longer.`;
  }
}
