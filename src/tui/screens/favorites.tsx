import { Box } from 'ink';
import { useState } from 'react';
import { Details } from '#tui/components/details.tsx';
import { Empty } from '#tui/components/empty.tsx';
import { ItemList, itemListRows } from '#tui/components/item-list.tsx';
import type { Act } from '#tui/hooks/keyboard.ts';
import { movesOf } from '#tui/hooks/moves.ts';
import { useAccount } from '#tui/hooks/use-account.tsx';
import { useItemActions } from '#tui/hooks/use-item-actions.ts';
import { useItemDetails } from '#tui/hooks/use-item-details.ts';
import { useItems } from '#tui/hooks/use-items.ts';
import { useKeys } from '#tui/hooks/use-keys.ts';
import { useNavigation } from '#tui/hooks/use-navigation.tsx';

/** The items that the person likes, sold out ones too. */
export function FavoritesScreen({ columns, rows }: { columns: number; rows: number }) {
  const { user, person } = useAccount();
  const { needAccount } = useNavigation();
  const [opened, setOpened] = useState(false);
  const items = useItems({ favoritesOnly: true, sort: 'name' }, itemListRows(rows, false));
  // What was listed for somebody who has logged out is nobody's now.
  const shown = user ? items : { ...items, rows: [], item: undefined, position: 0, total: 0 };
  const actions = useItemActions(shown.item);
  const moves = movesOf(items.move);

  const open: Act = shown.item ? () => setOpened(true) : { why: 'Nothing is marked.' };
  useKeys(
    'visitor',
    { logIn: () => needAccount('Log in to see your favorites.', () => {}) },
    { active: user === undefined },
  );
  const looking = opened && shown.item !== undefined;
  useKeys('favorites', { ...moves, ...actions, details: open }, { active: user !== undefined && !looking });
  const { beside, byPage, quantityOf, facts, top } = useItemDetails(shown.item, looking, { columns, rows });
  useKeys('details', { ...moves, ...actions, ...byPage, back: () => setOpened(false) }, { active: looking });

  if (looking) return <Details {...facts} columns={columns} top={top} active />;
  return (
    <Box>
      <ItemList
        {...shown}
        title="Favorites"
        foot="by name"
        quantityOf={quantityOf}
        columns={columns - beside}
        height={rows}
        active
        empty={emptyWords(
          person.state === 'loading' || (user !== undefined && items.loading),
          user !== undefined,
        )}
      />
      {beside > 0 && <Details {...facts} columns={beside} />}
    </Box>
  );
}

function emptyWords(loading: boolean, known: boolean) {
  if (loading) return <Empty text="Looking for your favorites…" />;
  if (!known)
    return <Empty text="Favorites need an account." next="Press Enter to log in or to create one." />;
  return <Empty text="You have no favorites yet." next="Press f on an item to make it one." />;
}
