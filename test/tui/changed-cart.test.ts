import { expect, test } from 'vitest';
import type { Cart } from '#domain/cart.ts';
import { differences } from '#tui/components/changed-cart.tsx';

const line = (itemId: number, quantity: number): Cart['items'][number] => ({
  itemId,
  name: `Item ${itemId}`,
  quantity,
  unitPriceCents: 100,
  subtotalCents: 100 * quantity,
  shownPriceCents: 100,
  stock: 9,
  available: true,
});

test('what another terminal has changed is told for each line: more, less, new and gone', () => {
  const shown = [line(1, 2), line(2, 5), line(3, 1), line(4, 7)];

  const told = differences(shown, { items: [line(1, 3), line(2, 4), line(4, 7), line(5, 1)] });

  expect(told.map(({ itemId, before, now }) => [itemId, before, now])).toEqual([
    [1, 2, 3],
    [2, 5, 4],
    [5, 0, 1],
    [3, 1, 0],
  ]);
});
