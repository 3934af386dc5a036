import type { Item } from '#domain/items.ts';
import { type Move, moved, settled } from '#tui/components/list-window.ts';
import { firstOf, type ItemChain, type ItemPage, itemAt, nextOf, roomOf } from './item-chain.ts';
import { same } from './query.ts';

export type ChainAction =
  | { type: 'opened'; subject: string; fromEnd: boolean; page: ItemPage; total: number | undefined }
  | { type: 'appended'; subject: string; page: ItemPage }
  | { type: 'refreshed'; subject: string; page: ItemPage }
  | { type: 'counted'; subject: string; total: number }
  | { type: 'moved'; move: Move }
  | { type: 'resized'; height: number };

export function chainReducer(chain: ItemChain, action: ChainAction): ItemChain {
  switch (action.type) {
    case 'opened':
      return opened(chain, action);
    case 'resized':
      return action.height === chain.height ? chain : within({ ...chain, height: action.height });
    case 'moved': {
      const window = moved(chain.window, action.move, roomOf(chain));
      return within({ ...chain, window });
    }
    default:
      // An answer to an earlier question: the last request wins.
      if (action.subject !== chain.subject) return chain;
      if (action.type === 'appended') return appended(chain, action.page);
      if (action.type === 'refreshed') return refreshed(chain, action.page);
      return counted(chain, action.total);
  }
}

function opened(
  chain: ItemChain,
  { subject, fromEnd, page, total }: Extract<ChainAction, { type: 'opened' }>,
) {
  const fresh = withPages({ ...chain, subject, fromEnd, total }, [page]);
  const cursor = fromEnd ? roomOf(fresh).count - 1 : 0;
  return within({ ...fresh, window: { cursor, top: cursor } });
}

function appended(chain: ItemChain, page: ItemPage): ItemChain {
  if (!same(page.after, nextOf(chain)) || page.after === null) return chain;
  return within(withPages(chain, [...chain.pages, page]));
}

function refreshed(chain: ItemChain, page: ItemPage): ItemChain {
  const at = chain.pages.findIndex((old) => same(old.after, page.after));
  const old = chain.pages[at];
  if (!old || same(old, page)) return chain;
  // Rows that have not changed stay the same objects, so that they are not drawn again.
  const items = page.items.map((item) => old.items.find((known) => same(known, item)) ?? item);
  const rest = same(old.next, page.next) ? chain.pages.slice(at + 1) : [];
  const marked = itemAt(chain, chain.window.cursor);
  const next = withPages(chain, [...chain.pages.slice(0, at), { ...page, items }, ...rest]);
  return within(stayingOn(next, marked));
}

function counted(chain: ItemChain, total: number): ItemChain {
  if (total === chain.total) return chain;
  // Counted from the end, every index moves with the length of the list.
  const shift = chain.fromEnd && chain.total !== undefined ? total - chain.total : 0;
  const { cursor, top } = chain.window;
  return within({ ...chain, total, window: { cursor: cursor + shift, top: top + shift } });
}

/** The marked item stays marked when others came or went before it. */
function stayingOn(chain: ItemChain, marked: Item | undefined): ItemChain {
  const at = marked ? chain.items.findIndex((item) => item.id === marked.id) : -1;
  if (at < 0) return chain;
  const cursor = firstOf(chain) + at;
  const top = chain.window.top + (cursor - chain.window.cursor);
  return { ...chain, window: { cursor, top } };
}

function withPages(chain: ItemChain, pages: readonly ItemPage[]): ItemChain {
  const items = pages.flatMap((page) => page.items);
  return { ...chain, pages, items: chain.fromEnd ? items.reverse() : items };
}

function within(chain: ItemChain): ItemChain {
  const window = settled(chain.window, roomOf(chain));
  return same(window, chain.window) ? chain : { ...chain, window };
}
