import type { Item } from '#domain/items.ts';
import type { Actions } from './keyboard.ts';
import { useServices } from './services.ts';
import { useCart } from './use-cart.tsx';
import { useFavorites } from './use-favorites.ts';
import { useUndo } from './use-undo.ts';

/** What can be done with the marked item wherever items are shown. */
export function useItemActions(item: Item | undefined): Actions {
  const { status } = useServices();
  const { add, less, remove } = useCart();
  const { toggle } = useFavorites();
  const undo = useUndo();
  const withItem = (work: (item: Item) => Promise<void>) => () =>
    item ? work(item) : status.say('Nothing is marked.', 'plain');
  return {
    add: withItem((ware) => add(ware)),
    more: withItem((ware) => add(ware)),
    less: withItem(less),
    remove: withItem(remove),
    favorite: withItem(toggle),
    undo,
  };
}
