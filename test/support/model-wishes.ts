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

const wish = <Do extends Wish['do']>(name: Do) => fc.constant(name);

/** What people do, more often what they do more often. All of it may happen at the same moment. */
export const someWish: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: wish('add'), who, item, quantity }) },
  { weight: 3, arbitrary: fc.record({ do: wish('set'), who, item, quantity: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ do: wish('remove'), who, item }) },
  { weight: 1, arbitrary: fc.record({ do: wish('clear'), who }) },
  { weight: 8, arbitrary: fc.record({ do: wish('buy'), who, key }) },
  { weight: 4, arbitrary: fc.record({ do: wish('cancel'), who: account, order }) },
  { weight: 3, arbitrary: fc.record({ do: wish('reorder'), who: account, order }) },
  { weight: 2, arbitrary: fc.record({ do: wish('restock'), item, quantity }) },
  { weight: 2, arbitrary: fc.record({ do: wish('price'), item, priceCents }) },
  { weight: 2, arbitrary: fc.record({ do: wish('merge'), from: who, to: who }) },
  { weight: 2, arbitrary: fc.record({ do: wish('login'), from: fc.constant(visitor), to: account }) },
  { weight: 1, arbitrary: fc.record({ do: wish('delete'), who }) },
);

/** What has to come one at a time too: another client's plain load is no sale's equal. */
export const someWishInTurn: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 20, arbitrary: someWish },
  { weight: 1, arbitrary: fc.record({ do: wish('load'), item, stock }) },
);

const someCart = fc.option(
  fc.uniqueArray(fc.record({ item, quantity }), { selector: (line) => line.item, maxLength: items }),
);

const somebody = (registered: boolean) => fc.record({ registered: fc.constant(registered), cart: someCart });

/** A shop in the morning: other clients have loaded the items, and the carts may hold more than there is. */
export const someShop: fc.Arbitrary<State> = fc.record({
  items: fc.array(fc.record({ stock, priceCents, moved: fc.constant(false) }), {
    minLength: items,
    maxLength: items,
  }),
  people: fc.tuple(...Array.from({ length: accounts + 1 }, (_, at) => somebody(at < accounts))),
  bought: fc.constant([]),
});
