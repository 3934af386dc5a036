import { useEffect, useMemo, useState } from 'react';
import type { Cart } from '#domain/cart.ts';
import type { Cents } from '#domain/money.ts';
import { useServices } from './services.ts';

type Prices = ReadonlyMap<number, Cents>;
type Line = Cart['items'][number];

const NONE: Prices = new Map();

/**
 * The cart as the person sees it while its screen is shown: its lines keep the price that they were shown at before, so
 * that a change stays marked, though the database is told at once that the new price was shown.
 */
export function useSeenPrices(cart: Cart | undefined): Cart | undefined {
  const { shop, caught } = useServices();
  const [before, setBefore] = useState(NONE);

  // Whoever comes back to the screen has seen what was marked on it.
  useEffect(() => () => setBefore(NONE), []);
  useEffect(() => {
    if (!cart || cart.id === null) return;
    setBefore((old) => firstOf(old, cart.items, (line) => line.shownPriceCents ?? line.unitPriceCents));
    const remember = async () => {
      const { seePrices } = await import('#domain/prices.ts');
      await seePrices(await shop.db(), cart);
    };
    remember().catch(caught);
  }, [cart, shop, caught]);

  return useMemo(() => {
    if (!cart) return undefined;
    const items = cart.items.map((line) => ({
      ...line,
      shownPriceCents: before.get(line.itemId) ?? line.shownPriceCents,
    }));
    return { ...cart, items };
  }, [cart, before]);
}

/** Of each line the price that is known already, else the one that it has now. */
function firstOf(known: Prices, lines: readonly Line[], priceOf: (line: Line) => Cents | null): Prices {
  const prices = lines.map((line) => [line.itemId, known.get(line.itemId) ?? priceOf(line)] as const);
  return new Map(prices.flatMap(([itemId, cents]) => (cents === null ? [] : [[itemId, cents] as const])));
}
