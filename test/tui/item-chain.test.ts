import { describe, expect, test } from 'vitest';
import type { Item } from '#domain/items.ts';
import { type ChainAction, chainReducer } from '#tui/hooks/chain-reducer.ts';
import {
  emptyChain,
  firstOf,
  type ItemChain,
  type ItemPage,
  itemAt,
  nextOf,
  pagesInSight,
  rowsInSight,
  wantsMore,
} from '#tui/hooks/item-chain.ts';

const SIZE = 10;

const anItem = (id: number, facts: Partial<Item> = {}): Item => ({
  id,
  name: `Item ${id}`,
  priceCents: 1000,
  stock: 5,
  imageUrl: null,
  description: null,
  favorite: false,
  retired: false,
  ...facts,
});

/** The page of items with these ids; its cursor is the last of them, null where the list ends. */
const page = (ids: number[], after: number | null, ends = false): ItemPage => {
  const last = ids.at(-1) ?? 0;
  return {
    after: after === null ? null : { key: after, id: after },
    items: ids.map((id) => anItem(id)),
    next: ends ? null : { key: last, id: last },
  };
};
const from = (first: number, count = SIZE) => Array.from({ length: count }, (_, at) => first + at);
const downFrom = (first: number, count = SIZE) => Array.from({ length: count }, (_, at) => first - at);

const following = (chain: ItemChain, ...actions: ChainAction[]) => actions.reduce(chainReducer, chain);
const opened = (first: ItemPage, fromEnd = false, total: number | undefined = undefined): ChainAction => ({
  type: 'opened',
  subject: 'all',
  fromEnd,
  page: first,
  total,
});
const moves = (...names: ('up' | 'down' | 'pageDown' | 'pageUp' | 'first' | 'last')[]): ChainAction[] =>
  names.map((move) => ({ type: 'moved', move }));
const marked = (chain: ItemChain) => itemAt(chain, chain.window.cursor)?.id;

describe('from its first item on', () => {
  const start = () =>
    following(emptyChain(4), opened(page(from(1), null)), { type: 'counted', subject: 'all', total: 1000 });

  test('a list moves within what is loaded and asks for more in time', () => {
    const chain = following(start(), ...moves('down'));

    expect([marked(chain), chain.total, wantsMore(chain)]).toEqual([2, 1000, true]);
  });

  test('the next page is put behind', () => {
    const chain = following(
      start(),
      { type: 'appended', subject: 'all', page: page(from(11), 10) },
      ...moves('pageDown', 'pageDown', 'pageDown', 'pageDown'),
    );

    expect([marked(chain), nextOf(chain)]).toEqual([13, { key: 20, id: 20 }]);
  });

  test('the cursor may run ahead of what is loaded, and finds its item when that arrives', () => {
    const ahead = following(start(), ...moves('pageDown', 'pageDown', 'pageDown', 'pageDown'));
    const arrived = following(ahead, { type: 'appended', subject: 'all', page: page(from(11), 10) });

    expect([marked(ahead), ahead.window, wantsMore(ahead)]).toEqual([
      undefined,
      { cursor: 12, top: 9 },
      true,
    ]);
    expect(rowsInSight(ahead).map((item) => item?.id)).toEqual([10, undefined, undefined, undefined]);
    expect(rowsInSight(arrived).map((item) => item?.id)).toEqual([10, 11, 12, 13]);
  });

  test('a page that answers something else is not taken in', () => {
    const chain = start();

    expect(following(chain, { type: 'appended', subject: 'mugs', page: page(from(11), 10) })).toBe(chain);
    expect(following(chain, { type: 'appended', subject: 'all', page: page(from(21), 20) })).toBe(chain);
    expect(following(chain, { type: 'counted', subject: 'mugs', total: 3 })).toBe(chain);
  });

  test('nothing that has not changed becomes a new object', () => {
    const chain = start();

    expect(following(chain, { type: 'refreshed', subject: 'all', page: page(from(1), null) })).toBe(chain);
  });

  test('only the changed row is new after a change', () => {
    const chain = start();
    const fresh = page(from(1), null);
    const items = fresh.items.map((item) => (item.id === 3 ? anItem(3, { stock: 0 }) : item));

    const changed = following(chain, { type: 'refreshed', subject: 'all', page: { ...fresh, items } });

    const same = changed.items.map((item, at) => item === chain.items[at]);
    expect(same).toEqual(from(1).map((id) => id !== 3));
    expect(itemAt(changed, 2)?.stock).toBe(0);
  });

  test('the marked item stays marked when one appears before it', () => {
    const chain = following(start(), ...moves('down', 'down'));

    const changed = following(chain, {
      type: 'refreshed',
      subject: 'all',
      page: page([99, ...from(1, 9)], null),
    });

    expect([marked(chain), marked(changed), changed.window.cursor]).toEqual([3, 3, 3]);
  });

  test('pages behind one that ends elsewhere now are forgotten', () => {
    const chain = following(start(), { type: 'appended', subject: 'all', page: page(from(11), 10) });

    const changed = following(chain, {
      type: 'refreshed',
      subject: 'all',
      page: page([99, ...from(1, 9)], null),
    });

    expect(changed.items).toHaveLength(10);
  });

  test('the pages in sight are those around the window', () => {
    const chain = following(start(), { type: 'appended', subject: 'all', page: page(from(11), 10) });

    expect(pagesInSight(chain).map(({ after: cursor }) => cursor)).toEqual([null]);
    expect(
      pagesInSight(following(chain, ...moves('pageDown', 'pageDown', 'pageDown', 'pageDown'))),
    ).toHaveLength(2);
  });

  test('an empty list is looked at again', () => {
    const chain = following(emptyChain(4), opened(page([], null, true)));

    expect([marked(chain), pagesInSight(chain)]).toEqual([undefined, chain.pages]);
  });
});

describe('from its end backwards', () => {
  const end = () => following(emptyChain(4), opened(page(downFrom(1000), null), true, 1000));

  test('the last item is marked, with its place in the whole list', () => {
    const chain = end();

    expect([marked(chain), chain.window, firstOf(chain)]).toEqual([1000, { cursor: 999, top: 996 }, 990]);
  });

  test('going up asks for the page before and keeps its place', () => {
    const up = following(end(), ...moves('pageUp', 'pageUp'));
    const more = following(up, { type: 'appended', subject: 'all', page: page(downFrom(990), 991) });

    expect([wantsMore(up), marked(up), marked(more), more.window]).toEqual([true, 994, 994, up.window]);
    expect(more.items.map(({ id }) => id)).toEqual(from(981, 20));
  });

  test('a list that has grown moves every place along', () => {
    const chain = following(end(), { type: 'counted', subject: 'all', total: 1002 });

    expect([marked(chain), chain.window.cursor]).toEqual([1000, 1001]);
  });

  test('once everything is loaded, the first item has the first place', () => {
    const chain = following(
      emptyChain(4),
      opened(page(downFrom(10), null, true), true, 12),
      ...moves('first'),
    );

    expect([marked(chain), chain.window]).toEqual([1, { cursor: 0, top: 0 }]);
  });
});

test('a lower screen keeps the marked item in sight', () => {
  const chain = following(emptyChain(8), opened(page(from(1), null)), ...moves('pageDown'));

  const lower = following(chain, { type: 'resized', height: 3 });

  expect([marked(lower), lower.window]).toEqual([8, { cursor: 7, top: 5 }]);
});
