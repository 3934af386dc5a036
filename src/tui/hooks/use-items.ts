import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { Item, ItemCursor, ItemWish } from '#domain/items.ts';
import type { Move } from '#tui/components/list-window.ts';
import { chainReducer } from './chain-reducer.ts';
import {
  emptyChain,
  type ItemChain,
  type ItemPage,
  nextOf,
  pagesInSight,
  rowsInSight,
  wantsMore,
} from './item-chain.ts';
import { type Db, useLive, useServices } from './services.ts';
import { useAccount } from './use-account.tsx';

export type ItemsWish = Pick<ItemWish, 'search' | 'sort' | 'desc' | 'favoritesOnly'>;

export type ItemsView = {
  /** Nothing is known yet. */
  loading: boolean;
  /** The items in sight; `undefined` where one is not loaded yet. */
  rows: readonly (Item | undefined)[];
  /** Index of the marked one in `rows`. */
  marked: number;
  item: Item | undefined;
  /** Place of the marked one in the whole list, from 1; 0 in an empty one. */
  position: number;
  total: number | undefined;
  move: (move: Move) => void;
};

const PAGE = 100;
/** Counting a million matches costs more than reading a page of them, so it is done every so many rounds. */
const COUNT_EVERY = 4;

/** A list of items of any length: the pages around the cursor are loaded, and what is in sight is kept up to date. */
export function useItems(wish: ItemsWish, height: number): ItemsView {
  const { shop, caught } = useServices();
  const { person, user } = useAccount();
  const [chain, dispatch] = useReducer(chainReducer, height, emptyChain);
  const [rounds] = useState(() => ({ done: 0 }));
  const latest = useRef<ItemChain>(chain);
  latest.current = chain;

  const userId = user?.id ?? null;
  // The wish as text stands for itself: two that say the same are the same list. Who asks changes the hearts of a list,
  // but its order only where it is a list of hearts.
  const asked = JSON.stringify({ stock: 'all', ...wish } satisfies ItemWish);
  const subject = wish.favoritesOnly ? `${userId} ${asked}` : asked;
  const full = useMemo((): ItemWish => ({ ...JSON.parse(asked), userId }), [asked, userId]);

  /** The first page of a list, from its start or its end, and how many there are. */
  const open = useCallback(
    async (fromEnd: boolean) => {
      const db = await shop.db();
      const [page, total] = await Promise.all([pageOf(db, full, fromEnd, null), countOf(db, full)]);
      dispatch({ type: 'opened', subject, fromEnd, page, total });
    },
    [shop, full, subject],
  );

  const reaching = useRef<string>(undefined);
  /** The next page, when the cursor comes near it. */
  const reach = useCallback(async () => {
    const { fromEnd } = latest.current;
    const next = nextOf(latest.current);
    const wanted = `${subject} ${fromEnd} ${JSON.stringify(next)}`;
    if (latest.current.subject !== subject || !wantsMore(latest.current) || reaching.current === wanted)
      return;
    reaching.current = wanted;
    try {
      const page = await pageOf(await shop.db(), full, fromEnd, next);
      dispatch({ type: 'appended', subject, page });
    } finally {
      reaching.current = undefined;
    }
  }, [shop, full, subject]);

  const newest = useRef(subject);
  newest.current = subject;
  useLive(`items ${userId} ${subject}`, async () => {
    if (person.state === 'loading' && wish.favoritesOnly) return false;
    const db = await shop.db();
    if (latest.current.subject !== subject) {
      const page = await pageOf(db, full, false, null);
      // While it was loaded, something else was asked for.
      if (newest.current !== subject) return true;
      dispatch({ type: 'opened', subject, fromEnd: false, page, total: undefined });
      dispatch({ type: 'counted', subject, total: await countOf(db, full) });
      return true;
    }
    for (const { after } of pagesInSight(latest.current)) {
      dispatch({ type: 'refreshed', subject, page: await pageOf(db, full, latest.current.fromEnd, after) });
    }
    await reach();
    rounds.done += 1;
    if (rounds.done % COUNT_EVERY === 0) {
      dispatch({ type: 'counted', subject, total: await countOf(db, full) });
    }
    return true;
  });

  useEffect(() => dispatch({ type: 'resized', height }), [height]);
  useEffect(() => {
    if (wantsMore(chain)) reach().catch(caught);
  }, [chain, reach, caught]);

  const move = useCallback(
    (to: Move) => {
      const { fromEnd } = latest.current;
      // Half a million rows are not walked through: the list is opened anew from its other end.
      const far = nextOf(latest.current) && (fromEnd ? to === 'first' : to === 'last');
      if (far) open(!fromEnd).catch(caught);
      else dispatch({ type: 'moved', move: to });
    },
    [open, caught],
  );

  return useMemo(() => ({ ...viewOf(chain), move }), [chain, move]);
}

function viewOf(chain: ItemChain): Omit<ItemsView, 'move'> {
  const { cursor, top } = chain.window;
  const rows = rowsInSight(chain);
  return {
    loading: chain.subject === '',
    rows,
    marked: cursor - top,
    item: rows[cursor - top],
    position: rows.length > 0 ? cursor + 1 : 0,
    total: nextOf(chain) ? chain.total : chain.items.length,
  };
}

async function pageOf(db: Db, wish: ItemWish, fromEnd: boolean, after: ItemCursor | null): Promise<ItemPage> {
  const { listItems } = await import('#domain/items.ts');
  const desc = fromEnd ? !wish.desc : wish.desc;
  const { items, next } = await listItems(db, { ...wish, desc, limit: PAGE, after: after ?? undefined });
  return { after, items, next };
}

async function countOf(db: Db, wish: ItemWish): Promise<number> {
  const { countItems } = await import('#domain/items.ts');
  return countItems(db, wish);
}
