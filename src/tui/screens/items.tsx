import { Box } from 'ink';
import { useState } from 'react';
import { Details } from '#tui/components/details.tsx';
import { Empty } from '#tui/components/empty.tsx';
import { ItemList, itemListRows } from '#tui/components/item-list.tsx';
import { SearchLine } from '#tui/components/search-line.tsx';
import { movesOf } from '#tui/hooks/moves.ts';
import { useServices } from '#tui/hooks/services.ts';
import { sortAfter } from '#tui/hooks/sorts.ts';
import { useItemActions } from '#tui/hooks/use-item-actions.ts';
import { useItemDetails } from '#tui/hooks/use-item-details.ts';
import { useItems } from '#tui/hooks/use-items.ts';
import { useKeys } from '#tui/hooks/use-keys.ts';
import { useSearch } from '#tui/hooks/use-search.ts';

type Props = { columns: number; rows: number; initialSearch: string };

/** Everything that the shop sells: found, looked at, put into the cart. */
export function ItemsScreen({ columns, rows, initialSearch }: Props) {
  const { shop } = useServices();
  const search = useSearch(initialSearch);
  const [steps, setSteps] = useState(0);
  const [opened, setOpened] = useState(false);

  const searching = search.words.trim() !== '';
  const { words: order, ...sort } = sortAfter(steps, searching);
  const lineShown = search.typing || search.line.text !== '';
  const items = useItems({ search: search.words, ...sort }, itemListRows(rows, lineShown));
  const actions = useItemActions(items.item);
  const moves = movesOf(items.move);

  const next = () => items.move(items.position === items.total ? 'first' : 'down');
  const inList = {
    details: items.item ? () => setOpened(true) : { why: 'Nothing is marked.' },
    search: search.start,
    ...(lineShown ? { clear: search.clear } : {}),
    sort: () => setSteps(steps + 1),
    again: lineShown ? next : (search.again ?? { why: 'Nothing was searched for yet.' }),
  };
  useKeys('items', { ...moves, ...actions, ...inList }, { active: !opened });
  const { beside, byPage, quantityOf, facts, top } = useItemDetails(items.item, opened, { columns, rows });
  useKeys('details', { ...moves, ...actions, ...byPage, back: () => setOpened(false) }, { active: opened });

  if (opened) return <Details {...facts} columns={columns} top={top} active />;
  return (
    <Box>
      <ItemList
        {...items}
        title="Items"
        foot={order}
        quantityOf={quantityOf}
        columns={columns - beside}
        height={rows}
        active={!search.typing}
        above={
          lineShown && <SearchLine line={search.line} typing={search.typing} columns={columns - beside - 4} />
        }
        empty={emptyWords(items.loading, search.line.text, shop.kiosk)}
      />
      {beside > 0 && <Details {...facts} columns={beside} />}
    </Box>
  );
}

function emptyWords(loading: boolean, words: string, kiosk: boolean) {
  if (loading) return <Empty text="Looking through the shelves…" />;
  if (words.trim() === '')
    return <Empty text="The shelves are empty." next={kiosk ? '' : 'shop db seed loads the sample items.'} />;
  return <Empty text={`Nothing matches "${words.trim()}".`} next="Esc clears the search." />;
}
