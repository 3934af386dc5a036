import { useCallback } from 'react';
import { ShopError } from '#domain/errors.ts';
import type { Ware } from './cart-changes.ts';
import { useServices } from './services.ts';
import { useAccount } from './use-account.tsx';
import { useNavigation } from './use-navigation.tsx';

/** Makes an item a favorite, or no longer. A visitor is offered a login first. */
export function useFavorites(): { toggle: (ware: Ware & { favorite: boolean }) => Promise<void> } {
  const { shop, status, history, live } = useServices();
  const { user } = useAccount();
  const { needAccount } = useNavigation();

  const set = useCallback(
    async (ware: Ware, on: boolean): Promise<void> => {
      const { addFavorites, removeFavorites } = await import('#domain/favorites.ts');
      const { user: owner } = await shop.person();
      const wish = { userId: owner.id, itemIds: [ware.id] };
      await (on ? addFavorites(await shop.db(), wish) : removeFavorites(await shop.db(), wish));
      // Said when the heart is drawn: a second press then means what the screen shows.
      await live.soon();
    },
    [shop, live],
  );

  const change = useCallback(
    async (ware: Ware, on: boolean): Promise<void> => {
      await set(ware, on);
      const step = (words: string, to: boolean) => async () => {
        await set(ware, to);
        return `${words} ${favoriteWords(ware.name, to)}`;
      };
      history.remember({ undo: step('Undone.', !on), redo: step('Done again.', on) });
      status.say(favoriteWords(ware.name, on));
    },
    [set, history, status],
  );

  const toggle = useCallback(
    async (ware: Ware & { favorite: boolean }): Promise<void> => {
      const later = () => needAccount(`Log in to keep ${ware.name} as a favorite.`, () => change(ware, true));
      if (!user) return later();
      try {
        await change(ware, !ware.favorite);
      } catch (error) {
        // The login has ended since the screen was drawn.
        if (!(error instanceof ShopError) || error.kind !== 'auth') throw error;
        later();
      }
    },
    [user, change, needAccount],
  );

  return { toggle };
}

const favoriteWords = (name: string, on: boolean) =>
  on ? `${name} is one of your favorites.` : `${name} is no longer a favorite.`;
