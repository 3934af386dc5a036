import fc from 'fast-check';
import type { State, Wish } from './model.ts';

/** Three accounts and a visitor; three items, few enough to fight for. */
const accounts = 3;
const visitor = accounts;
const items = 3;

/** Who does it, with what. */
type Cast = { who: fc.Arbitrary<number>; account: fc.Arbitrary<number>; item: fc.Arbitrary<number> };

const anybody: Cast = { who: fc.nat(accounts), account: fc.nat(accounts - 1), item: fc.nat(items - 1) };

// Those who come at once collide when they want the same: mostly the first item, mostly for the first two people.
const aCrowd: Cast = {
  who: fc.constantFrom(0, 0, 1, 1, 2, visitor),
  account: fc.constantFrom(0, 0, 1, 1, 2),
  item: fc.constantFrom(0, 0, 0, 1, 2),
};

// Few keys, so that the same purchase is often sent twice; few orders, so that the same one is often meant.
const key = fc.nat(1);
const order = fc.nat(1);
const quantity = fc.integer({ min: 1, max: 4 });
const stock = fc.nat(6);
const priceCents = fc.nat(99_999);

// Plain objects, so that a failure can be copied as it is printed.
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true });

const wish = <Do extends Wish['do']>(name: Do) => fc.constant(name);

// What people do, more often what they do more often.
const wishesOf = ({ who, account, item }: Cast) => [
  { weight: 8, arbitrary: record({ do: wish('add'), who, item, quantity }) },
  { weight: 3, arbitrary: record({ do: wish('set'), who, item, quantity: fc.nat(4) }) },
  { weight: 2, arbitrary: record({ do: wish('remove'), who, item }) },
  { weight: 1, arbitrary: record({ do: wish('clear'), who }) },
  { weight: 12, arbitrary: record({ do: wish('buy'), who, key, accept: fc.boolean() }) },
  { weight: 4, arbitrary: record({ do: wish('cancel'), who: account, order }) },
  { weight: 3, arbitrary: record({ do: wish('reorder'), who: account, order }) },
  { weight: 2, arbitrary: record({ do: wish('restock'), item, quantity }) },
  { weight: 4, arbitrary: record({ do: wish('price'), item, priceCents }) },
  { weight: 2, arbitrary: record({ do: wish('merge'), from: who, to: who }) },
  { weight: 3, arbitrary: record({ do: wish('login'), from: fc.constant(visitor), to: account }) },
  { weight: 2, arbitrary: record({ do: wish('delete'), who }) },
];

/** What may happen at the same moment. */
const someWish: fc.Arbitrary<Wish> = fc.oneof(...wishesOf(aCrowd));

/** With what has to come alone: a plain load is no sale's equal, and a look reads first and writes what it read later. */
export const someWishInTurn: fc.Arbitrary<Wish> = fc.oneof(
  ...wishesOf(anybody),
  { weight: 4, arbitrary: record({ do: wish('look'), who: anybody.who }) },
  { weight: 2, arbitrary: record({ do: wish('load'), item: anybody.item, stock }) },
);

const shownCents = fc.oneof(
  { weight: 5, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: priceCents },
);
const cartLine = record({ item: anybody.item, quantity: fc.integer({ min: 1, max: 3 }), shownCents });

// Mostly there, mostly full: what is refused at once cannot collide.
const someCart = fc.option(
  fc.uniqueArray(cartLine, { selector: ({ item }) => item, maxLength: items, size: 'max' }),
  { freq: 3 },
);

const somebody = (registered: boolean) => record({ registered: fc.constant(registered), cart: someCart });

/** A shop in the morning: other clients have loaded the items, and the carts may hold more than there is. */
export const someShop: fc.Arbitrary<State> = record({
  items: fc.array(record({ stock, priceCents, moved: fc.constant(false) }), {
    minLength: items,
    maxLength: items,
  }),
  people: fc.tuple(...Array.from({ length: accounts + 1 }, (_, at) => somebody(at < accounts))),
  bought: fc.constant([]),
});

const places = fc.array(fc.nat(3), { minLength: 10, maxLength: 80, size: 'max' });

/** In which order statements pass a turnstile; null: all at once. */
export const someOrder: fc.Arbitrary<number[] | null> = fc.option(places, { freq: 4 });

export type Rush = { wishes: Wish[]; order: number[] | null };

/** Two to four people at the same moment. */
export const someRush: fc.Arbitrary<Rush> = record({
  wishes: fc.array(someWish, { minLength: 2, maxLength: 4, size: 'max' }),
  order: someOrder,
});
