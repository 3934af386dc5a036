import type { Item, ItemCursor } from '#domain/items.ts';
import { type ListWindow, type Move, moved, settled } from '#tui/components/list-window.ts';
import { same } from './query.ts';

export type ItemPage = { after: ItemCursor | null; items: readonly Item[]; next: ItemCursor | null };

/**
 * The part of a long list that has been loaded: keyset pages one after the other, from its first item on or, after a
 * jump to the end, from its last item backwards. Indices count from the first item of the whole list.
 */
export type ItemChain = {
  /** What was asked for; pages that answer something else are not taken in. */
  subject: string;
  fromEnd: boolean;
  pages: readonly ItemPage[];
  /** How many items match; `undefined` until they are counted. */
  total: number | undefined;
  window: ListWindow;
  height: number;
};

export type ChainAction =
  | { type: 'opened'; subject: string; fromEnd: boolean; page: ItemPage; total: number | undefined }
  | { type: 'appended'; subject: string; page: ItemPage }
  | { type: 'refreshed'; subject: string; page: ItemPage }
  | { type: 'counted'; subject: string; total: number }
  | { type: 'moved'; move: Move }
  | { type: 'resized'; height: number };

export const emptyChain = (height: number): ItemChain => ({
  subject: '',
  fromEnd: false,
  pages: [],
  total: undefined,
  window: { cursor: 0, top: 0 },
  height,
});

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

/** The loaded items in the order of the list, and the index of the first of them. */
export function loadedOf(chain: ItemChain): { first: number; items: readonly Item[] } {
  const items = chain.pages.flatMap((page) => page.items);
  if (!chain.fromEnd) return { first: 0, items };
  const first = nextOf(chain) ? Math.max(0, (chain.total ?? items.length) - items.length) : 0;
  return { first, items: items.toReversed() };
}

/** The cursor behind which the chain goes on; null when it has reached the other end of the list. */
export const nextOf = (chain: ItemChain): ItemCursor | null => chain.pages.at(-1)?.next ?? null;

/** Whether the window comes near the end of what is loaded, so that the next page should be fetched. */
export function wantsMore(chain: ItemChain): boolean {
  if (!nextOf(chain)) return false;
  const { first, items } = loadedOf(chain);
  const { top } = chain.window;
  const left = chain.fromEnd ? top - first : first + items.length - (top + chain.height);
  return left < 2 * chain.height;
}

/** The pages that are in sight, to be loaded anew. */
export function pagesInSight(chain: ItemChain): readonly ItemPage[] {
  const { first, items } = loadedOf(chain);
  if (items.length === 0) return chain.pages;
  const from = chain.window.top - first;
  const [start, end] = chain.fromEnd
    ? [items.length - from - chain.height, items.length - from]
    : [from, from + chain.height];
  let at = 0;
  return chain.pages.filter((page) => {
    const begins = at;
    at += page.items.length;
    return begins < end && at > start;
  });
}

function opened(
  chain: ItemChain,
  { subject, fromEnd, page, total }: Extract<ChainAction, { type: 'opened' }>,
) {
  const fresh: ItemChain = { ...chain, subject, fromEnd, pages: [page], total: total ?? chain.total };
  const cursor = fromEnd ? roomOf(fresh).count - 1 : 0;
  return within({ ...fresh, window: { cursor, top: cursor } });
}

function appended(chain: ItemChain, page: ItemPage): ItemChain {
  if (!same(page.after, nextOf(chain)) || page.after === null) return chain;
  const shift = { ...chain, pages: [...chain.pages, page] };
  return within(shift);
}

function refreshed(chain: ItemChain, page: ItemPage): ItemChain {
  const at = chain.pages.findIndex((old) => same(old.after, page.after));
  const old = chain.pages[at];
  if (!old || same(old, page)) return chain;
  // Rows that have not changed stay the same objects, so that they are not drawn again.
  const items = page.items.map((item) => old.items.find((known) => same(known, item)) ?? item);
  const rest = same(old.next, page.next) ? chain.pages.slice(at + 1) : [];
  const marked = itemAt(chain, chain.window.cursor);
  const next = { ...chain, pages: [...chain.pages.slice(0, at), { ...page, items }, ...rest] };
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
  const { first, items } = loadedOf(chain);
  const at = items.findIndex((item) => item.id === marked?.id);
  if (at < 0) return chain;
  const cursor = first + at;
  const top = chain.window.top + (cursor - chain.window.cursor);
  return { ...chain, window: { cursor, top } };
}

export function itemAt(chain: ItemChain, index: number): Item | undefined {
  const { first, items } = loadedOf(chain);
  return items[index - first];
}

function roomOf(chain: ItemChain) {
  const { first, items } = loadedOf(chain);
  return { count: first + items.length, height: chain.height };
}

/** The window inside of what is loaded. */
function within(chain: ItemChain): ItemChain {
  const { first } = loadedOf(chain);
  const { cursor, top } = settled(chain.window, roomOf(chain));
  const window = { cursor: Math.max(first, cursor), top: Math.max(first, top) };
  return same(window, chain.window) ? chain : { ...chain, window };
}
