import type { Item } from '#domain/items.ts';
import type { Act, Actions } from './keyboard.ts';
import { useCart } from './use-cart.tsx';
import { useFavorites } from './use-favorites.ts';
import { useUndo } from './use-undo.ts';

/** What can be done with the marked item wherever items are shown. */
export function useItemActions(item: Item | undefined): Actions {
  const { add, less, remove, quantityOf, pending } = useCart();
  const { toggle } = useFavorites();
  const undo = useUndo();
  const withItem = (work: (item: Item) => Promise<void>): Act =>
    item ? () => work(item) : { why: 'Nothing is marked.' };
  const inCart = item && !pending ? quantityOf(item.id) > 0 : true;
  const ifInCart = (work: (item: Item) => Promise<void>): Act =>
    inCart ? withItem(work) : { why: `${item?.name} is not in your cart.` };
  return {
    add: withItem((ware) => add(ware)),
    more: withItem((ware) => add(ware)),
    less: ifInCart((ware) => less(ware)),
    remove: ifInCart(remove),
    favorite: withItem(toggle),
    ...undo,
  };
}
