import type { AimedWish, Bought, CartLine, CartView, OrderView, Outcome, Person, Short, State } from './model.ts';

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
      return leaveAfter(state, wish.from, merge(state, wish));
    case 'delete':
      return remove(state, wish.who);
  }
}

type Line = { who: number; item: number };

function changeLine(state: State, { who, item }: Line, wanted: number): Outcome {
  const person = state.people[who];
  if (!person) return refused('not_found');
  const { stock } = itemOf(state, item);
  if (wanted > stock) return refused('conflict', [{ item, wanted, stock }]);
  put(person, item, wanted);
  return cartOf(state, who);
}

function takeOut(state: State, { who, item }: Line): Outcome {
  const person = state.people[who];
  if (person?.cart) person.cart = person.cart.filter((line) => line.item !== item);
  return cartOf(state, who);
}

function clear(state: State, who: number): Outcome {
  const person = state.people[who];
  if (person?.cart) person.cart = [];
  return cartOf(state, who);
}

function buy(state: State, { who, key }: { who: number; key: number }): Outcome {
  const earlier = boughtOf(state, who, key);
  if (earlier) return { told: 'order', order: orderView(state, earlier) };
  const person = state.people[who];
  if (!person?.cart || person.cart.length === 0) return refused('conflict');
  if (!person.registered) return refused('auth');
  const short = shortOf(state, person.cart);
  if (short.length > 0) return refused('conflict', short);

  const lines = person.cart.map((line) => ({ ...line, priceCents: itemOf(state, line.item).priceCents }));
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
  return { ...cartOf(state, who), short };
}

function merge(state: State, { from, to }: { from: number; to: number }): Outcome {
  const [visitor, person] = [state.people[from], state.people[to]];
  if (!person) return refused('not_found');
  if (!visitor?.cart || from === to) return cartOf(state, to);
  const short = fill(state, person, visitor.cart);
  visitor.cart = null;
  return { ...cartOf(state, to), short };
}

function leaveAfter(state: State, who: number, outcome: Outcome): Outcome {
  if (outcome.told !== 'refused') state.people[who] = null;
  return outcome;
}

// What was bought stays bought: no stock comes back.
function remove(state: State, who: number): Outcome {
  if (!state.people[who]) return refused('not_found');
  state.people[who] = null;
  state.bought = state.bought.filter((order) => order.who !== who);
  return done;
}

// As far as stock goes, and never less than what was there before.
function fill(state: State, person: Person, lines: CartLine[]): Short[] {
  person.cart ??= [];
  const short: Short[] = [];
  for (const { item, quantity } of lines.toSorted((a, b) => a.item - b.item)) {
    const { stock } = itemOf(state, item);
    const before = quantityIn(person, item);
    const wanted = before + quantity;
    const granted = Math.max(before, Math.min(wanted, stock));
    if (granted > before) put(person, item, granted);
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

function put(person: Person, item: number, quantity: number) {
  const others = (person.cart ?? []).filter((line) => line.item !== item);
  person.cart = [...others, { item, quantity }];
}

const done: Outcome = { told: 'done' };

const refused = (kind: string, short: Short[] = []): Outcome => ({ told: 'refused', kind, short });

function itemOf(state: State, item: number) {
  const found = state.items[item];
  if (!found) throw new Error(`the model has no item ${item}`);
  return found;
}

const boughtOf = (state: State, who: number, key: number | undefined) =>
  state.bought.find((order) => order.who === who && order.key === key);

const quantityIn = (person: Person | null | undefined, item: number) =>
  person?.cart?.find((line) => line.item === item)?.quantity ?? 0;

const shortOf = (state: State, lines: CartLine[]): Short[] =>
  lines
    .map(({ item, quantity }) => ({ item, wanted: quantity, stock: itemOf(state, item).stock }))
    .filter(({ wanted, stock }) => wanted > stock)
    .toSorted((a, b) => a.item - b.item);

function cartOf(state: State, who: number): Outcome {
  const person = state.people[who];
  if (!person) return refused('not_found');
  return { told: 'cart', cart: cartView(state, person.cart), short: [] };
}

function cartView(state: State, cart: CartLine[] | null): CartView {
  const lines = (cart ?? [])
    .map((line) => ({ ...line, ...facts(state, line.item) }))
    .toSorted((a, b) => a.item - b.item);
  return {
    opened: cart !== null,
    canPurchase: lines.length > 0 && lines.every(({ quantity, stock }) => quantity <= stock),
    totalCents: lines.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0),
    lines,
  };
}

function orderView(state: State, { key, cancelled, totalCents, lines }: Bought): OrderView {
  const now = lines.map((line) => ({ ...line, stock: itemOf(state, line.item).stock }));
  return { key, cancelled, totalCents, lines: now.toSorted((a, b) => a.item - b.item) };
}

function facts(state: State, item: number) {
  const { priceCents, stock } = itemOf(state, item);
  return { priceCents, stock };
}
