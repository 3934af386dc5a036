import type { Canvas, Shape } from '#cli/shape.ts';
import type { Item } from '#domain/items.ts';
import { formatMoney } from '#domain/money.ts';

export const itemShape: Shape<Item> = {
  fields: {
    id: (item) => item.id,
    name: (item) => item.name,
    price: (item) => formatMoney(item.priceCents),
    priceCents: (item) => item.priceCents,
    stock: (item) => item.stock,
    imageUrl: (item) => item.imageUrl,
    description: (item) => item.description,
    favorite: (item) => item.favorite,
  },
  columns: [
    { title: 'id', text: (item) => String(item.id), number: true },
    { title: 'name', text: (item) => item.name },
    { title: 'price', text: (item) => formatMoney(item.priceCents), number: true },
    { title: 'stock', text: (item) => String(item.stock), number: true, meaning: stockMeaning },
    {
      title: 'favorite',
      text: (item) => (item.favorite ? '♥' : ''),
      raw: (item) => String(item.favorite),
      meaning: () => 'warning',
    },
  ],
  text: itemText,
};

const few = 3;

function stockMeaning({ stock }: { stock: number }) {
  if (stock === 0) return 'bad' as const;
  return stock <= few ? ('warning' as const) : undefined;
}

function itemText(item: Item, { paint }: Canvas): string {
  const stock = item.stock === 0 ? 'sold out' : `${item.stock} in stock`;
  const facts = [
    `${paint('strong', item.name)}${item.favorite ? paint('warning', ' ♥') : ''}`,
    `${formatMoney(item.priceCents)}, ${paint(stockMeaning(item), stock)}`,
    item.description,
    item.imageUrl && paint('quiet', `image: ${item.imageUrl}`),
    paint('quiet', `id: ${item.id}`),
  ];
  return facts.filter(Boolean).join('\n');
}
