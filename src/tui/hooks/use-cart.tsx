import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react';
import type { Cart } from '#domain/cart.ts';
import type { Order } from '#domain/orders.ts';
import type { AgreedPrices } from '#domain/prices.ts';
import { type Change, cartChanges, quantityIn } from './cart-changes.ts';
import { dataOf, type Query, settledWith } from './query.ts';
import { useLive, useServices } from './services.ts';
import { useAccount } from './use-account.tsx';

export type Basket = ReturnType<typeof cartChanges> & {
  cart: Query<Cart>;
  /** Pieces of an item in the cart, 0 when there is none. */
  quantityOf: (itemId: number) => number;
  /** How many pieces are in the cart, all lines together. */
  pieces: number;
  /** Buys the cart at these prices. The same key buys once, however often it is tried. */
  checkOut: (wish: Purchase) => Promise<Order>;
};

type Purchase = { address: string; purchaseKey: string; prices: AgreedPrices };

const BasketContext = createContext<Basket | undefined>(undefined);

export function CartProvider({ children }: { children: ReactNode }) {
  return <BasketContext value={useBasketState()}>{children}</BasketContext>;
}

export function useCart(): Basket {
  const basket = use(BasketContext);
  if (!basket) throw new Error('This component stands outside of the program.');
  return basket;
}

function useBasketState(): Basket {
  const { shop, status, history } = useServices();
  const { person, refresh } = useAccount();
  const [cart, setCart] = useState<Query<Cart>>({ state: 'loading' });
  const latest = useRef<Cart>(NO_CART);
  // Counts the changes: what was loaded before one must not be shown after it.
  const changes = useRef(0);
  const queue = useRef<Promise<unknown>>(Promise.resolve());

  const take = useCallback((next: Cart) => {
    latest.current = next;
    setCart((old) => settledWith(old, next));
  }, []);

  const userId = dataOf(person)?.id;
  useLive(`cart ${person.state} ${userId}`, async () => {
    if (person.state === 'loading') return;
    const before = changes.current;
    const { getCart } = await import('#domain/cart.ts');
    const loaded = userId === undefined ? NO_CART : await getCart(await shop.db(), userId);
    if (before === changes.current) take(loaded);
  });

  /** Changes come one after the other, in the order of the keys, each on what the one before has left. */
  const change: Change = useCallback(
    (work, look) => {
      const next = queue.current.then(async () => {
        const here = await shop.whoever({ strict: true });
        if (!here) await look?.(await shop.db());
        const { user } = here ?? (await shop.shopper());
        const changed = await work(await shop.db(), user.id);
        changes.current += 1;
        take(changed);
        if (user.id !== userId) await refresh();
        return changed;
      });
      queue.current = next.catch(() => {});
      return next;
    },
    [shop, take, refresh, userId],
  );

  const actions = useMemo(() => {
    const known = () => latest.current;
    const settled = async () => {
      await queue.current;
      return latest.current;
    };
    return cartChanges({ change, settled, known, status, history });
  }, [change, status, history]);

  const checkOut = useCallback(
    async (wish: Purchase) => {
      const { checkOut: buy } = await import('#domain/orders.ts');
      const { user } = await shop.person();
      // What was pressed before still belongs into this purchase.
      await queue.current;
      const order = await buy(await shop.db(), { userId: user.id, ...wish });
      changes.current += 1;
      history.forget();
      take(NO_CART);
      return order;
    },
    [shop, history, take],
  );

  return useMemo(() => {
    const known = dataOf(cart) ?? NO_CART;
    const pieces = known.items.reduce((sum, { quantity }) => sum + quantity, 0);
    return { ...actions, checkOut, cart, pieces, quantityOf: (itemId) => quantityIn(known, itemId) };
  }, [actions, checkOut, cart]);
}

/** The cart of somebody who has put nothing into one. */
const NO_CART: Cart = {
  id: null,
  status: 'TEMP',
  date: null,
  shippingAddress: null,
  totalCents: 0,
  items: [],
  canPurchase: false,
  isModifiable: true,
  purchasedAt: null,
  cancelledAt: null,
  username: '',
};
