import { describe, expect, test } from 'vitest';
import { type ListWindow, type Move, moved, settled } from '#tui/components/list-window.ts';

const room = { count: 100, height: 10 };

describe('a move', () => {
  const moves: [Move, ListWindow, ListWindow][] = [
    ['down', { cursor: 0, top: 0 }, { cursor: 1, top: 0 }],
    ['down', { cursor: 9, top: 0 }, { cursor: 10, top: 1 }],
    ['down', { cursor: 99, top: 90 }, { cursor: 99, top: 90 }],
    ['up', { cursor: 0, top: 0 }, { cursor: 0, top: 0 }],
    ['up', { cursor: 50, top: 50 }, { cursor: 49, top: 49 }],
    ['pageDown', { cursor: 0, top: 0 }, { cursor: 9, top: 0 }],
    ['pageDown', { cursor: 9, top: 0 }, { cursor: 18, top: 9 }],
    ['pageUp', { cursor: 5, top: 0 }, { cursor: 0, top: 0 }],
    ['first', { cursor: 77, top: 70 }, { cursor: 0, top: 0 }],
    ['last', { cursor: 3, top: 0 }, { cursor: 99, top: 90 }],
  ];
  test.for(moves)('%s from %j', ([move, from, to]) => {
    expect(moved(from, move, room)).toEqual(to);
  });

  test('in an empty list goes nowhere', () => {
    for (const move of ['down', 'up', 'pageDown', 'last'] as const) {
      expect(moved({ cursor: 0, top: 0 }, move, { count: 0, height: 10 })).toEqual({ cursor: 0, top: 0 });
    }
  });
});

describe('a window in a list that has changed', () => {
  test('comes back inside of a shorter one', () => {
    expect(settled({ cursor: 80, top: 75 }, { count: 5, height: 10 })).toEqual({ cursor: 4, top: 0 });
  });

  test('keeps its cursor in sight on a lower screen', () => {
    expect(settled({ cursor: 9, top: 0 }, { count: 100, height: 4 })).toEqual({ cursor: 9, top: 6 });
  });

  test('leaves no empty rows below the last one on a higher screen', () => {
    expect(settled({ cursor: 99, top: 96 }, { count: 100, height: 20 })).toEqual({ cursor: 99, top: 80 });
  });
});
