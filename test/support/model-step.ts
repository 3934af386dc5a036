import type {
  AimedWish,
  Bought,
  CartLine,
  CartView,
  Line,
  OrderView,
  Outcome,
  Person,
  PriceChange,
  Short,
  State,
} from './model.ts';

/** Does what is wished to the state, and says what the person is to be told. A refusal changes nothing. */
export function step(state: State, wish: AimedWish): Outcome {
  switch (wish.do) {
    case 'add':
      return changeLine(state, wish, quantityIn(state.people[wish.who], wish.item) + wish.quantity);
    case 'set':
      return wish.quantity === 0 ? takeOut(state, wish) : changeLine(state, wish, wish.quantity);
    case 'remove':
      return quantityIn(state.people[wish.who], wish.item) === 0
        ? refused('not_found')
        : takeOut(state, wish);
    case 'clear':
      return clear(state, wish.who);
    case 'look':
      return look(state, wish.who);
    case 'buy':
      return buy(state, wish);
    case 'cancel':
      return cancel(state, boughtOf(state, wish.who, wish.key));
    case 'reorder':
      return reorder(state, wish.who, boughtOf(state, wish.who, wish.key));
    case 'restock':
      return move(state, wish.item, wish.quantity);
    case 'price':
      itemOf(state, wish.item).priceCents = wish.priceCents;
      return done;
    case 'load':
      if (!itemOf(state, wish.item).moved) itemOf(state, wish.item).stock = wish.stock;
      return done;
    case 'merge':
      return merge(state, wish);
    case 'login':
      return logIn(state, wish);
    case 'delete':
      return remove(state, wish.who);
  }
}

type Place = { who: number; item: number };

function changeLine(state: State, { who, item }: Place, wanted: number): Outcome {
  const person = state.people[who];
  if (!person) return refused('not_found');
  const { stock } = itemOf(state, item);
  if (wanted > stock) return refused('conflict', [{ item, wanted, stock }]);
  put(person, { item, quantity: wanted, shownCents: shownIn(person, item) ?? priceOf(state, item) });
  return cartOf(state, who);
}

function takeOut(state: State, { who, item }: Place): Outcome {
  const person = state.people[who];
  if (person?.cart) person.cart = person.cart.filter((line) => line.item !== item);
  return cartOf(state, who);
}

function clear(state: State, who: number): Outcome {
  const person = state.people[who];
  if (person?.cart) person.cart = [];
  return cartOf(state, who);
}

function look(state: State, who: number): Outcome {
  const shown = cartOf(state, who);
  for (const line of state.people[who]?.cart ?? []) line.shownCents = priceOf(state, line.item);
  return shown;
}

type Purchase = { who: number; key: number; accept: boolean };

function buy(state: State, { who, key, accept }: Purchase): Outcome {
  const earlier = boughtOf(state, who, key);
  if (earlier) return { told: 'order', order: orderView(state, earlier) };
  const person = state.people[who];
  if (!person?.cart || person.cart.length === 0) return refused('conflict');
  if (!person.registered) return refused('auth');
  const short = shortOf(state, person.cart);
  if (short.length > 0) return refused('conflict', short);
  const prices = accept ? [] : priceChanges(state, person.cart);
  if (prices.length > 0) return refused('conflict', [], prices);

  const lines = person.cart.map(({ item, quantity }) => ({
    item,
    quantity,
    priceCents: priceOf(state, item),
  }));
  const totalCents = lines.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0);
  for (const { item, quantity } of lines) move(state, item, -quantity);
  person.cart = null;
  const order = { who, key, cancelled: false, totalCents, lines };
  state.bought.push(order);
  return { told: 'order', order: orderView(state, order) };
}

function cancel(state: State, order: Bought | undefined): Outcome {
  if (!order) return refused('not_found');
  if (order.cancelled) return refused('conflict');
  for (const { item, quantity } of order.lines) move(state, item, quantity);
  order.cancelled = true;
  return { told: 'order', order: orderView(state, order) };
}

function reorder(state: State, who: number, order: Bought | undefined): Outcome {
  const person = state.people[who];
  if (!person || !order) return refused('not_found');
  const short = fill(state, person, order.lines);
  return cartOf(state, who, short);
}

function merge(state: State, { from, to }: { from: number; to: number }): Outcome {
  const [visitor, person] = [state.people[from], state.people[to]];
  if (!person) return refused('not_found');
  if (!visitor?.cart || from === to) return cartOf(state, to);
  const short = fill(state, person, visitor.cart);
  visitor.cart = null;
  return cartOf(state, to, short);
}

function logIn(state: State, wish: { from: number; to: number }): Outcome {
  const merged = merge(state, wish);
  if (merged.told !== 'cart') return merged;
  state.people[wish.from] = null;
  return { told: 'moved', short: merged.short };
}

// What was bought stays bought: no stock comes back.
function remove(state: State, who: number): Outcome {
  if (!state.people[who]) return refused('not_found');
  state.people[who] = null;
  state.bought = state.bought.filter((order) => order.who !== who);
  return done;
}

// As far as stock goes, and never less than what was there before.
function fill(state: State, person: Person, lines: (Line & Partial<CartLine>)[]): Short[] {
  person.cart ??= [];
  const short: Short[] = [];
  for (const { item, quantity, shownCents } of lines.toSorted(byItem)) {
    const { stock } = itemOf(state, item);
    const before = quantityIn(person, item);
    const wanted = before + quantity;
    const granted = Math.max(before, Math.min(wanted, stock));
    // The price that it was shown at comes along. An order has none: there it is today's.
    const today = shownCents === undefined ? priceOf(state, item) : null;
    const shown = shownCents ?? shownIn(person, item) ?? today;
    if (granted > before) put(person, { item, quantity: granted, shownCents: shown });
    if (granted < wanted) short.push({ item, wanted, stock });
  }
  return short;
}

function move(state: State, item: number, quantity: number): Outcome {
  const moved = itemOf(state, item);
  moved.stock += quantity;
  moved.moved = true;
  return done;
}

function put(person: Person, line: CartLine) {
  const others = (person.cart ?? []).filter(({ item }) => item !== line.item);
  person.cart = [...others, line];
}

const done: Outcome = { told: 'done' };

const refused = (kind: string, short: Short[] = [], prices: PriceChange[] = []): Outcome => ({
  told: 'refused',
  kind,
  short,
  prices,
});

function itemOf(state: State, item: number) {
  const found = state.items[item];
  if (!found) throw new Error(`the model has no item ${item}`);
  return found;
}

const boughtOf = (state: State, who: number, key: number | undefined) =>
  state.bought.find((order) => order.who === who && order.key === key);

const quantityIn = (person: Person | null | undefined, item: number) =>
  person?.cart?.find((line) => line.item === item)?.quantity ?? 0;

const priceOf = (state: State, item: number) => itemOf(state, item).priceCents;

const shownIn = (person: Person, item: number) =>
  person.cart?.find((line) => line.item === item)?.shownCents ?? null;

const byItem = (a: { item: number }, b: { item: number }) => a.item - b.item;

const priceChanges = (state: State, lines: CartLine[]): PriceChange[] =>
  lines
    .flatMap(({ item, shownCents }) => {
      const priceCents = priceOf(state, item);
      return shownCents === null || shownCents === priceCents ? [] : [{ item, shownCents, priceCents }];
    })
    .toSorted(byItem);

const shortOf = (state: State, lines: CartLine[]): Short[] =>
  lines
    .map(({ item, quantity }) => ({ item, wanted: quantity, stock: itemOf(state, item).stock }))
    .filter(({ wanted, stock }) => wanted > stock)
    .toSorted(byItem);

function cartOf(state: State, who: number, short: Short[] = []): Outcome {
  const person = state.people[who];
  if (!person) return refused('not_found');
  return { told: 'cart', cart: cartView(state, person), short };
}

function cartView(state: State, { cart, registered }: NonNullable<State['people'][number]>): CartView {
  const lines = (cart ?? []).map((line) => ({ ...line, ...facts(state, line.item) })).toSorted(byItem);
  return {
    opened: cart !== null,
    canPurchase: registered && lines.length > 0 && lines.every(({ quantity, stock }) => quantity <= stock),
    totalCents: lines.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0),
    lines,
  };
}

function orderView(state: State, { key, cancelled, totalCents, lines }: Bought): OrderView {
  const now = lines.map((line) => ({ ...line, shownCents: null, stock: itemOf(state, line.item).stock }));
  return { key, cancelled, totalCents, lines: now.toSorted(byItem) };
}

function facts(state: State, item: number) {
  const { priceCents, stock } = itemOf(state, item);
  return { priceCents, stock };
}
