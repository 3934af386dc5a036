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
  const withItem = (work: (item: Item, count: number) => Promise<void>): Act =>
    item ? (count) => work(item, count) : { why: 'Nothing is marked.' };
  const inCart = item && !pending ? quantityOf(item.id) > 0 : true;
  const ifInCart = (work: (item: Item, count: number) => Promise<void>): Act =>
    inCart ? withItem(work) : { why: `${item?.name} is not in your cart.` };
  return {
    add: withItem(add),
    more: withItem(add),
    less: ifInCart(less),
    remove: ifInCart((ware) => remove(ware)),
    favorite: withItem(toggle),
    ...undo,
  };
}
