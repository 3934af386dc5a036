import fc from 'fast-check';
import type { State, Wish } from './model.ts';

/** Three accounts and a visitor; three items, few enough to fight for. */
const accounts = 3;
export const visitor = accounts;
const items = 3;

const who = fc.nat(accounts);
const account = fc.nat(accounts - 1);
const item = fc.nat(items - 1);
// Few keys, so that the same purchase is often sent twice; few orders, so that the same one is often meant.
const key = fc.nat(2);
const order = fc.nat(2);
const quantity = fc.integer({ min: 1, max: 4 });
const stock = fc.nat(6);
const priceCents = fc.nat(99_999);

// Plain objects, so that a failure can be copied as it is printed.
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true });

const wish = <Do extends Wish['do']>(name: Do) => fc.constant(name);

/** What people do, more often what they do more often. All of it may happen at the same moment. */
export const someWish: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 8, arbitrary: record({ do: wish('add'), who, item, quantity }) },
  { weight: 3, arbitrary: record({ do: wish('set'), who, item, quantity: fc.nat(4) }) },
  { weight: 2, arbitrary: record({ do: wish('remove'), who, item }) },
  { weight: 1, arbitrary: record({ do: wish('clear'), who }) },
  { weight: 8, arbitrary: record({ do: wish('buy'), who, key, accept: fc.boolean() }) },
  { weight: 4, arbitrary: record({ do: wish('cancel'), who: account, order }) },
  { weight: 3, arbitrary: record({ do: wish('reorder'), who: account, order }) },
  { weight: 2, arbitrary: record({ do: wish('restock'), item, quantity }) },
  { weight: 4, arbitrary: record({ do: wish('price'), item, priceCents }) },
  { weight: 2, arbitrary: record({ do: wish('merge'), from: who, to: who }) },
  { weight: 4, arbitrary: record({ do: wish('login'), from: fc.constant(visitor), to: account }) },
  { weight: 2, arbitrary: record({ do: wish('delete'), who }) },
);

/** With what has to come alone: a plain load is no sale's equal, and a look reads first and writes what it read later. */
export const someWishInTurn: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 20, arbitrary: someWish },
  { weight: 2, arbitrary: record({ do: wish('look'), who }) },
  { weight: 1, arbitrary: record({ do: wish('load'), item, stock }) },
);

const shownCents = fc.option(priceCents, { freq: 1 });
const cartLine = record({ item, quantity: fc.integer({ min: 1, max: 3 }), shownCents });

// Mostly full enough to buy: what is refused at once cannot collide.
const someCart = fc.option(
  fc.uniqueArray(cartLine, {
    selector: (line) => line.item,
    maxLength: items,
    size: 'max',
  }),
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
