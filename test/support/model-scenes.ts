import type { CartLine, State, Wish } from './model.ts';

/** People who come at the same moment, and want what cannot all be had. */
export type Scene = { title: string; shop: State; before?: Wish[]; wishes: Wish[] };

const line = (item: number, quantity: number): CartLine => ({ item, quantity, shownCents: null });

type Start = { stocks?: number[]; carts?: (CartLine[] | null)[] };

/** Two accounts and a visitor. */
const shop = ({ stocks = [3, 3], carts = [] }: Start): State => ({
  items: stocks.map((stock) => ({ stock, priceCents: 1050, moved: false })),
  people: [true, true, false].map((registered, who) => ({ registered, cart: carts[who] ?? null })),
  bought: [],
});

const buy = (who: number, key = 0): Wish => ({ do: 'buy', who, key, accept: false });
const add = (who: number, item: number, quantity = 1): Wish => ({ do: 'add', who, item, quantity });

export const scenes: Scene[] = [
  {
    title: 'two buy the last pieces',
    shop: shop({ stocks: [3, 9], carts: [[line(0, 2), line(1, 1)], [line(0, 2)]] }),
    wishes: [buy(0), buy(1)],
  },
  {
    title: 'a price changes while the item is bought',
    shop: shop({ carts: [[line(0, 1), line(1, 2)]] }),
    wishes: [
      { do: 'buy', who: 0, key: 0, accept: true },
      { do: 'price', item: 0, priceCents: 1 },
      { do: 'price', item: 1, priceCents: 99 },
    ],
  },
  {
    title: 'a price changes while its item is put into the cart and bought',
    shop: shop({}),
    wishes: [add(0, 0), buy(0), { do: 'price', item: 0, priceCents: 1 }],
  },
  {
    title: 'the same purchase is sent twice, and the cart is filled again',
    shop: shop({ carts: [[line(0, 1)]] }),
    wishes: [buy(0), buy(0), add(0, 1), buy(0, 1)],
  },
  {
    title: 'a cart is changed while it is bought',
    shop: shop({ carts: [[line(0, 1), line(1, 1)]] }),
    wishes: [
      buy(0),
      add(0, 0),
      { do: 'set', who: 0, item: 1, quantity: 3 },
      { do: 'remove', who: 0, item: 0 },
    ],
  },
  {
    title: 'an order is cancelled twice, and its pieces are bought',
    shop: shop({ stocks: [2], carts: [[line(0, 2)], [line(0, 1)]] }),
    before: [buy(0)],
    wishes: [{ do: 'cancel', who: 0, order: 0 }, { do: 'cancel', who: 0, order: 0 }, buy(1)],
  },
  {
    title: 'an order is wanted again while it is cancelled and the cart is bought',
    shop: shop({ stocks: [4, 2], carts: [[line(0, 2), line(1, 1)]] }),
    before: [buy(0), add(0, 1)],
    wishes: [{ do: 'reorder', who: 0, order: 0 }, { do: 'cancel', who: 0, order: 0 }, buy(0, 1)],
  },
  {
    title: 'two carts go over into each other',
    shop: shop({ carts: [[line(0, 1)], [line(1, 1)]] }),
    wishes: [
      { do: 'merge', from: 0, to: 1 },
      { do: 'merge', from: 1, to: 0 },
    ],
  },
  {
    title: 'a visitor logs in at two terminals, and one more piece comes into the cart',
    shop: shop({ carts: [null, [line(0, 1)], [line(0, 1)]] }),
    wishes: [{ do: 'login', from: 2, to: 0 }, { do: 'login', from: 2, to: 1 }, add(2, 1), buy(1)],
  },
  // This one lost the visitor's first piece: it came into a cart that was opened after the look for one.
  {
    title: 'a visitor without a cart logs in while a first piece comes into it',
    shop: shop({}),
    wishes: [{ do: 'login', from: 2, to: 0 }, add(2, 0)],
  },
  {
    title: 'an account is deleted while it buys, cancels and fills its cart',
    shop: shop({ carts: [[line(0, 1)]] }),
    before: [buy(0), add(0, 1, 2)],
    wishes: [{ do: 'delete', who: 0 }, buy(0, 1), { do: 'cancel', who: 0, order: 0 }, add(0, 0)],
  },
  // This one showed an order without lines: its head was read before the account went, its lines after it.
  {
    title: 'an account is deleted while it is told what it bought',
    shop: shop({ carts: [[line(0, 1)]] }),
    wishes: [{ do: 'delete', who: 0 }, buy(0), buy(0)],
  },
  {
    title: 'an account without a cart is deleted while it begins one',
    shop: shop({}),
    wishes: [{ do: 'delete', who: 0 }, add(0, 0), { do: 'merge', from: 2, to: 0 }],
  },
  // These met in a circle over the ledger's counter, which MariaDB does not call a deadlock: it was taken for a fault.
  {
    title: 'stock comes in for two items while both are bought for the first time',
    shop: shop({ carts: [[line(0, 1), line(1, 1)]] }),
    wishes: [{ do: 'restock', item: 1, quantity: 1 }, { do: 'restock', item: 0, quantity: 1 }, buy(0)],
  },
];
