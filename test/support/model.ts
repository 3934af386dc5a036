import type { Cents } from '#domain/money.ts';

/** The shop as a few lists in memory: people and items are numbered from 0, and what happens is a pure computation. */
export type State = {
  items: Stocked[];
  /** Null: the account is deleted, or the visitor has logged in. */
  people: (Person | null)[];
  bought: Bought[];
};

/** `moved`: it has stock movements. Before that its stock is what other clients write. */
type Stocked = { stock: number; priceCents: Cents; moved: boolean };

/** `cart` is null while there is no open order, and empty when there is one without lines. */
export type Person = { registered: boolean; cart: CartLine[] | null };

export type Line = { item: number; quantity: number };

/** `shownCents`: at which price the person was last shown it; null where another client has put it there. */
export type CartLine = Line & { shownCents: Cents | null };

/** An order is known by who bought it and with which of their purchase keys. */
export type Bought = {
  who: number;
  key: number;
  cancelled: boolean;
  totalCents: Cents;
  lines: SoldLine[];
};

export type SoldLine = Line & { priceCents: Cents };

/** What somebody wants. It never fails to make sense: the answer may be a refusal. Plain data, so that a history can be
 * copied from a failure into a test. */
export type Wish =
  | { do: 'add'; who: number; item: number; quantity: number }
  | { do: 'set'; who: number; item: number; quantity: number }
  | { do: 'remove'; who: number; item: number }
  | { do: 'clear'; who: number }
  /** The person sees the cart, with the prices of now. */
  | { do: 'look'; who: number }
  /** `accept`: whatever it costs by now. */
  | { do: 'buy'; who: number; key: number; accept: boolean }
  /** `order`: the how-manieth of those that the person has, counted round; with none, an order that nobody has. */
  | { do: 'cancel'; who: number; order: number }
  | { do: 'reorder'; who: number; order: number }
  | { do: 'restock'; item: number; quantity: number }
  | { do: 'price'; item: number; priceCents: Cents }
  /** Another client writes a stock, as it may as long as nothing has moved. */
  | { do: 'load'; item: number; stock: number }
  | { do: 'merge'; from: number; to: number }
  /** As `merge`, and the visitor leaves: in one transaction. */
  | { do: 'login'; from: number; to: number }
  | { do: 'delete'; who: number };

/** A wish whose order was looked up: two who cancel at once mean the same order, whatever happens meanwhile. */
export type AimedWish = Wish & { key?: number };

export type Short = { item: number; wanted: number; stock: number };

export type PriceChange = { item: number; shownCents: Cents; priceCents: Cents };

export type LineView = Line & { priceCents: Cents | null; shownCents: Cents | null; stock: number };

export type CartView = { opened: boolean; canPurchase: boolean; totalCents: Cents; lines: LineView[] };

export type OrderView = { key: number; cancelled: boolean; totalCents: Cents; lines: LineView[] };

/** What the person is told. */
export type Outcome =
  | { told: 'refused'; kind: string; short: Short[]; prices: PriceChange[] }
  | { told: 'cart'; cart: CartView; short: Short[] }
  | { told: 'order'; order: OrderView }
  | { told: 'moved'; short: Short[] }
  /** It is bought, but gone before it could be shown. */
  | { told: 'bought' }
  | { told: 'done' };

/** Looks up which order is meant. */
export function aim(state: State, wish: Wish): AimedWish {
  if (wish.do !== 'cancel' && wish.do !== 'reorder') return wish;
  const own = state.bought.filter(({ who }) => who === wish.who);
  return { ...wish, key: own[wish.order % own.length]?.key };
}

/** Bought orders and lines in one order, so that two states can be compared. */
export function inOrder({ items, people, bought }: State): State {
  const byItem = <T extends Line>(lines: T[]) => lines.toSorted((a, b) => a.item - b.item);
  return {
    items,
    people: people.map((person) => person && { ...person, cart: person.cart && byItem(person.cart) }),
    bought: bought
      .map((order) => ({ ...order, lines: byItem(order.lines) }))
      .toSorted((a, b) => a.who - b.who || a.key - b.key),
  };
}
