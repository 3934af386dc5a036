import type { Cart, ShortLine } from '#domain/cart.ts';
import { reorderedWords } from './reordered-words.ts';
import type { Db, Services } from './services.ts';

/** What a change needs to know of an item. */
export type Ware = { id: number; name: string };

export type Change = (work: (db: Db, userId: number) => Promise<Cart>) => Promise<Cart>;

type Means = Pick<Services, 'status' | 'history'> & {
  /** Runs a change after those that were asked for before it, and shows what it answers. */
  change: Change;
  /** The cart as it is known once every change that was asked for is done. */
  settled: () => Promise<Cart>;
};

type Done = (by: number) => void;

/** The changes of a cart that keys make: each is said, and kept for undo. */
export function cartChanges({ change, settled, status, history }: Means) {
  // Never an absolute number: what another terminal has put in or taken out meanwhile stays as it is.
  // `done` is called before the next change begins, with the pieces that came in, or, below 0, went out.
  const put = (ware: Ware, quantity: number, done: Done = () => {}): Promise<Cart> => {
    let isTold = false;
    return change(async (db, userId) => {
      const { addToCart } = await import('#domain/cart.ts');
      const cart = await addToCart(db, { userId, itemId: ware.id, quantity });
      // A newcomer's first change may run again, when its transaction does.
      if (!isTold) done(quantity);
      isTold = true;
      return cart;
    });
  };

  const takeOut = (ware: Ware, quantity: number | undefined, done: Done = () => {}): Promise<Cart> =>
    change(async (db, userId) => {
      const { takeFromCart } = await import('#domain/cart-taking.ts');
      const { cart, taken } = await takeFromCart(db, { userId, itemId: ware.id, quantity });
      done(-taken);
      return cart;
    });

  /** Keeps a step for undo. */
  const remember = (ware: Ware) => (by: number) => {
    if (by === 0) return;
    const step = async (pieces: number) =>
      inCart(ware, pieces > 0 ? await put(ware, pieces) : await takeOut(ware, -pieces));
    history.remember({
      undo: async () => `Undone. ${await step(-by)}`,
      redo: async () => `Done again. ${await step(by)}`,
    });
  };

  async function take(ware: Ware, quantity?: number): Promise<void> {
    // Nobody becomes a visitor by taking away what is not there.
    if ((await settled()).id === null) return status.say(notInCart(ware), 'plain');
    let taken = 0;
    const cart = await takeOut(ware, quantity, (by) => {
      taken = -by;
      remember(ware)(by);
    });
    if (taken === 0) return status.say(notInCart(ware), 'plain');
    status.say(quantity === undefined ? `${inCart(ware, cart)} u undoes it.` : inCart(ware, cart));
  }

  return {
    add: async (ware: Ware, quantity = 1): Promise<void> => {
      status.say(inCart(ware, await put(ware, quantity, remember(ware))));
    },
    less: (ware: Ware, quantity = 1) => take(ware, quantity),
    remove: (ware: Ware) => take(ware),
    /** Lowers these lines to what is in stock. @returns the cart that this leaves */
    takeWhatThereIs: async (lines: readonly ShortLine[]): Promise<Cart> => {
      for (const { itemId, stock: quantity } of lines) {
        await change(async (db, userId) => {
          const { setInCart } = await import('#domain/cart.ts');
          return setInCart(db, { userId, itemId, quantity });
        });
      }
      status.say('Your cart has what there is. Look at the total, then buy.');
      return settled();
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

export const quantityIn = (cart: Cart, itemId: number): number =>
  cart.items.find((line) => line.itemId === itemId)?.quantity ?? 0;

function inCart({ id, name }: Ware, cart: Cart): string {
  const quantity = quantityIn(cart, id);
  return quantity === 0 ? `${name} is out of your cart.` : `${name}: ${quantity} in your cart.`;
}

const notInCart = ({ name }: Ware) => `${name} is not in your cart.`;
