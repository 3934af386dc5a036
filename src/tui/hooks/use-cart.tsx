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
  /** Whether a change is under way, so that the cart shown may not be the last word. */
  pending: boolean;
  /** Comes back when every change that was asked for is done. */
  settled: () => Promise<Cart>;
  /** The cart as the database has it now. */
  look: () => Promise<Cart>;
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
  const [underWay, setUnderWay] = useState(0);

  const take = useCallback((next: Cart) => {
    latest.current = next;
    setCart((old) => settledWith(old, next));
  }, []);

  const userId = dataOf(person)?.id;
  useLive(`cart ${person.state} ${userId}`, async () => {
    if (person.state === 'loading') return false;
    const before = changes.current;
    const { getCart } = await import('#domain/cart.ts');
    const loaded = userId === undefined ? NO_CART : await getCart(await shop.db(), userId);
    if (before === changes.current) take(loaded);
    return userId !== undefined;
  });

  /** Changes come one after the other, in the order of the keys, each on what the one before has left. */
  const change: Change = useCallback(
    (work) => {
      const next = queue.current.then(async () => {
        const { person: shopper, result: changed } = await shop.shopping(work);
        changes.current += 1;
        take(changed);
        if (shopper.user.id !== userId) await refresh();
        return changed;
      });
      queue.current = next.catch(() => {});
      setUnderWay((count) => count + 1);
      return next.finally(() => setUnderWay((count) => count - 1));
    },
    [shop, take, refresh, userId],
  );

  const settled = useCallback(async () => {
    await queue.current;
    return latest.current;
  }, []);
  const actions = useMemo(
    () => cartChanges({ change, settled, status, history }),
    [change, settled, status, history],
  );

  const look = useCallback(async () => {
    const { getCart } = await import('#domain/cart.ts');
    const { user } = await shop.person();
    const loaded = await getCart(await shop.db(), user.id);
    changes.current += 1;
    take(loaded);
    return loaded;
  }, [shop, take]);

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
    return {
      ...actions,
      checkOut,
      cart,
      pieces,
      pending: underWay > 0,
      settled,
      look,
      quantityOf: (itemId) => quantityIn(known, itemId),
    };
  }, [actions, checkOut, cart, underWay, settled, look]);
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
