import type { Shape } from '#cli/shape.ts';
import { formatMoney } from '#domain/money.ts';
import type { ItemChange } from '#domain/watch.ts';

/** A change, and when it was seen: ISO 8601, UTC. */
export type Seen = ItemChange & { at: string };

export const changeShape: Shape<Seen> = {
  fields: {
    at: ({ at }) => at,
    change: ({ change }) => change,
    id: ({ itemId }) => itemId,
    name: ({ name }) => name,
    price: ({ now }) => formatMoney(now.priceCents),
    priceCents: ({ now }) => now.priceCents,
    stock: ({ now }) => now.stock,
    priceBefore: ({ before }) => before && formatMoney(before.priceCents),
    priceBeforeCents: ({ before }) => before?.priceCents ?? null,
    stockBefore: ({ before }) => before?.stock ?? null,
  },
  columns: [
    { title: 'at', text: ({ at }) => at.slice(11, 19), raw: ({ at }) => at, least: 8 },
    {
      title: 'change',
      text: ({ change }) => change,
      least: 7,
      meaning: ({ change }) => (change === 'removed' ? 'bad' : undefined),
    },
    { title: 'id', text: ({ itemId }) => String(itemId), number: true, least: 4 },
    { title: 'name', text: ({ name }) => name ?? '', least: 20 },
    { title: 'price', text: ({ now }) => formatMoney(now.priceCents), number: true, least: 8 },
    { title: 'stock', text: ({ now }) => String(now.stock), number: true, least: 5 },
    { title: 'before', text: beforeText, meaning: () => 'quiet', least: 8 },
  ],
};

function beforeText({ change, before }: Seen): string {
  if (!before || change === 'added' || change === 'removed') return '';
  return change === 'price' ? formatMoney(before.priceCents) : String(before.stock);
}
