import type { Item, ItemCursor } from '#domain/items.ts';
import type { ListWindow } from '#tui/components/list-window.ts';

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
  /** The items of all pages, in the order of the list. */
  items: readonly Item[];
  /** How many items match; `undefined` until they are counted. */
  total: number | undefined;
  window: ListWindow;
  height: number;
};

export const emptyChain = (height: number): ItemChain => ({
  subject: '',
  fromEnd: false,
  pages: [],
  items: [],
  total: undefined,
  window: { cursor: 0, top: 0 },
  height,
});

/** The index of the first loaded item in the whole list. */
export function firstOf(chain: ItemChain): number {
  if (!chain.fromEnd || !nextOf(chain)) return 0;
  return Math.max(0, (chain.total ?? 0) - chain.items.length);
}

/** The cursor behind which the chain goes on; null when it has reached the other end of the list. */
export const nextOf = (chain: ItemChain): ItemCursor | null => chain.pages.at(-1)?.next ?? null;

/** The items in sight; `undefined` where one is not loaded yet. */
export function rowsInSight(chain: ItemChain): readonly (Item | undefined)[] {
  const first = firstOf(chain);
  const { top } = chain.window;
  const count = Math.min(chain.height, Math.max(0, roomOf(chain).count - top));
  return Array.from({ length: count }, (_, row) => chain.items[top - first + row]);
}

/** Whether the window comes near the end of what is loaded, so that the next page should be fetched. */
export function wantsMore(chain: ItemChain): boolean {
  if (!nextOf(chain)) return false;
  const { top } = chain.window;
  const left = chain.fromEnd ? top - firstOf(chain) : chain.items.length - (top + chain.height);
  return left < 2 * chain.height;
}

/** The pages that are in sight, to be loaded anew. */
export function pagesInSight(chain: ItemChain): readonly ItemPage[] {
  const { length } = chain.items;
  if (length === 0) return chain.pages;
  const from = chain.window.top - firstOf(chain);
  const [start, end] = chain.fromEnd
    ? [length - from - chain.height, length - from]
    : [from, from + chain.height];
  let at = 0;
  return chain.pages.filter((page) => {
    const begins = at;
    at += page.items.length;
    return begins < end && at > start;
  });
}

export function itemAt(chain: ItemChain, index: number): Item | undefined {
  return chain.items[index - firstOf(chain)];
}

/** As long as the list goes on, its length is what was counted: the cursor may run ahead of what is loaded. */
export function roomOf(chain: ItemChain) {
  const counted = nextOf(chain) ? (chain.total ?? 0) : 0;
  return { count: Math.max(counted, firstOf(chain) + chain.items.length), height: chain.height };
}
