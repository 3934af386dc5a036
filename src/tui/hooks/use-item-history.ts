import { useState } from 'react';
import type { ItemHistory } from '#domain/item-history.ts';
import type { Item } from '#domain/items.ts';
import { same } from './query.ts';
import { useLive, useServices } from './services.ts';
import { useSettled } from './use-settled.ts';

/** The history of an item that stays marked; none while it is not known. */
export function useItemHistory(item: Item | undefined): ItemHistory | undefined {
  const { shop } = useServices();
  const [known, setKnown] = useState<{ id: number; history: ItemHistory }>();
  const id = item?.id;
  const looked = useSettled(id);
  useLive(`history ${looked} ${item?.stock} ${item?.priceCents}`, async () => {
    if (!item || item.id !== looked) return true;
    const { itemHistory } = await import('#domain/item-history.ts');
    const history = await itemHistory(await shop.db(), { item });
    setKnown((old) => (same(old, { id: item.id, history }) ? old : { id: item.id, history }));
    return true;
  });
  return known && known.id === id ? known.history : undefined;
}
