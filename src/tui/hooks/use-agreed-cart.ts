import { useEffect, useState } from 'react';
import type { Cart } from '#domain/cart.ts';
import type { Cents } from '#domain/money.ts';

export type AgreedLine = { itemId: number; name: string; quantity: number; unitPriceCents: Cents | null };

/** The cart that the checkout was opened with, or that was accepted since: no other is bought. */
export function useAgreedCart(cart: Cart | undefined) {
  const [agreed, setAgreed] = useState<readonly AgreedLine[]>();
  useEffect(() => {
    if (cart) setAgreed((old) => old ?? linesOf(cart));
  }, [cart]);

  const accept = (lines: readonly AgreedLine[]) => {
    setAgreed(lines);
    return lines;
  };
  return {
    /** Undefined until the cart is known. */
    agreed,
    /** Accepts new prices too. @returns all that is agreed now */
    acceptPrices(changes: readonly { itemId: number; priceCents: Cents }[]) {
      const prices = new Map(changes.map(({ itemId, priceCents }) => [itemId, priceCents]));
      return accept(
        (agreed ?? []).map((line) => ({
          ...line,
          unitPriceCents: prices.get(line.itemId) ?? line.unitPriceCents,
        })),
      );
    },
    /** Accepts other lines and quantities; a price that was agreed to is kept. @returns all that is agreed now */
    acceptCart(next: Cart) {
      const prices = new Map((agreed ?? []).map((line) => [line.itemId, line.unitPriceCents]));
      return accept(
        linesOf(next).map((line) => ({
          ...line,
          unitPriceCents: prices.get(line.itemId) ?? line.unitPriceCents,
        })),
      );
    },
  };
}

const linesOf = ({ items }: Cart): AgreedLine[] =>
  items.map(({ itemId, name, quantity, unitPriceCents }) => ({ itemId, name, quantity, unitPriceCents }));
