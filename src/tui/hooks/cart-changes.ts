import type { Cart, ShortLine } from '#domain/cart.ts';
import type { Db, Services } from './services.ts';

/** What a change needs to know of an item. */
export type Ware = { id: number; name: string };

export type Change = (
  work: (db: Db, userId: number) => Promise<Cart>,
  /** Refuses what cannot be, before somebody becomes a visitor for it. */
  look?: (db: Db) => Promise<void>,
) => Promise<Cart>;

type Means = Pick<Services, 'status' | 'history'> & {
  /** Runs a change after those that were asked for before it, and shows what it answers. */
  change: Change;
  /** The cart as it is known once every change that was asked for is done. */
  settled: () => Promise<Cart>;
  known: () => Cart;
};

type Step = {
  to: (now: number, stock: number) => number;
  said: (now: number) => string;
};

/** The changes of a cart that keys make: each is said, and kept for undo. */
export function cartChanges({ change, settled, known, status, history }: Means) {
  const set = (ware: Ware, quantity: number) =>
    change(async (db, userId) => {
      const { setInCart } = await import('#domain/cart.ts');
      return setInCart(db, { userId, itemId: ware.id, quantity });
    });

  async function step(ware: Ware, { to, said }: Step): Promise<void> {
    const target = (cart: Cart) => to(quantityIn(cart, ware.id), stockIn(cart, ware.id));
    const cart = await settled();
    // Nobody becomes a visitor by taking away what is not there.
    if (target(cart) === quantityIn(cart, ware.id)) {
      return status.say(`${ware.name} is not in your cart.`, 'plain');
    }
    let before = 0;
    const after = await change(async (db, userId) => {
      const { addToCart, setInCart } = await import('#domain/cart.ts');
      before = quantityIn(known(), ware.id);
      const quantity = target(known());
      // Adding is left to the database, so that pieces from another terminal count too.
      if (quantity > before) return addToCart(db, { userId, itemId: ware.id, quantity: quantity - before });
      return quantity < before ? setInCart(db, { userId, itemId: ware.id, quantity }) : known();
    }, lookFor(ware));
    const now = quantityIn(after, ware.id);
    history.remember({ undone: `Undone. ${inCart(ware.name, before)}`, back: () => set(ware, before) });
    status.say(said(now));
  }

  return {
    add: (ware: Ware) => step(ware, { to: (now) => now + 1, said: (now) => inCart(ware.name, now) }),
    less: (ware: Ware) =>
      step(ware, {
        // Where stock has shrunk below the line, one less is still more than there is.
        to: (now, stock) => Math.max(0, Math.min(now - 1, stock)),
        said: (now) => inCart(ware.name, now),
      }),
    remove: (ware: Ware) =>
      step(ware, { to: () => 0, said: () => `${ware.name} is out of your cart. u undoes it.` }),
    takeWhatThereIs: async (lines: readonly ShortLine[]): Promise<void> => {
      for (const { itemId: id, name, stock } of lines) await set({ id, name }, stock);
      status.say('Your cart has what there is. Look at the total, then buy.');
    },
    reorder: async (orderId: number): Promise<void> => {
      let short: ShortLine[] = [];
      await change(async (db, userId) => {
        const { reorder } = await import('#domain/orders.ts');
        const again = await reorder(db, { userId, orderId });
        short = again.short;
        return again.cart;
      });
      history.forget();
      status.say(reorderedWords(orderId, short), short.length > 0 ? 'plain' : 'good');
    },
  };
}

const lookFor = (ware: Ware) => async (db: Db) => {
  const [{ refuseUnavailable }, { getItem }] = await Promise.all([
    import('#domain/cart.ts'),
    import('#domain/items.ts'),
  ]);
  refuseUnavailable(await getItem(db, { item: ware.id }), 1);
};

export const quantityIn = (cart: Cart, itemId: number): number =>
  cart.items.find((line) => line.itemId === itemId)?.quantity ?? 0;

const stockIn = (cart: Cart, itemId: number): number =>
  cart.items.find((line) => line.itemId === itemId)?.stock ?? 0;

const inCart = (name: string, quantity: number): string =>
  quantity === 0 ? `${name} is out of your cart.` : `${name}: ${quantity} in your cart.`;

function reorderedWords(orderId: number, short: readonly ShortLine[]): string {
  if (short.length === 0) return `Order ${orderId} is in your cart again.`;
  const lines = short.map(({ name, wanted, stock }) => `${name} ${stock} of ${wanted}`);
  return `Order ${orderId} is in your cart again, as far as stock goes: ${lines.join(', ')}.`;
}
