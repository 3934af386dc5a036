import type { Db } from '#db/connect.ts';
import { getCart } from '#domain/cart.ts';
import { counted } from '#domain/counted.ts';
import { countItems, type Item, type ItemWish, listItems } from '#domain/items.ts';
import { formatMoney } from '#domain/money.ts';
import { getOrder, listOrders, type Order } from '#domain/orders.ts';
import { type Answer, type Asker, asText } from './answer.ts';
import { type Proposal, proposalFor, proposalText } from './proposals.ts';
import type { Route } from './router.ts';
import type { Change } from './rules/rule.ts';

type Told = Omit<Answer, 'source'>;

/** The most that an answer lists. */
const most = 20;

/** Answers a routed question from the database, for the person who asks. */
export async function fromDatabase(db: Db, route: Route, asker: Asker): Promise<Told> {
  switch (route.to) {
    case 'cheapest':
    case 'dearest':
      return tellExtreme(db, route, asker);
    case 'price':
      return tellEach(route.items, (item) => priceSentence(item, route.quantity));
    case 'stock':
      return tellEach(route.items, stockSentence);
    case 'item':
      return tellEach(route.items, itemSentence);
    case 'list':
      return tellList(db, route, asker);
    case 'missing':
      return told(`There is no ${asText(route.name)}.`);
    case 'count':
      return tellCount(db);
    case 'cart':
      return told(cartText(await getCart(db, asker.userId)));
    case 'cart.clear':
      return tellClearing(await getCart(db, asker.userId));
    case 'orders':
      return asker.isRegistered ? tellOrders(db, route, asker) : told(needsAccount);
    case 'favorites':
      return asker.isRegistered ? tellFavorites(db, asker) : told(needsAccount);
    default:
      return tellChange(db, route, asker);
  }
}

const told = (answer: string, items: Item[] = []): Told => ({ answer, items, proposal: null });

const needsAccount =
  'Orders and favorites belong to an account: `shop login`, or `shop register` for a new one.';

async function tellExtreme(
  db: Db,
  { to, search, items, count }: Route & { to: 'cheapest' | 'dearest' },
  { userId }: Asker,
): Promise<Told> {
  const desc = to === 'dearest';
  const sorted =
    search === ''
      ? (await listItems(db, { sort: 'price', desc, limit: most, userId })).items
      : items
          .filter(({ stock }) => stock > 0)
          .sort((a, b) => (desc ? b.priceCents - a.priceCents : a.priceCents - b.priceCents));
  const [first] = sorted;
  if (!first) return told('There is nothing in stock.');
  if (count !== undefined && count > 1) {
    const some = sorted.slice(0, Math.min(count, most));
    return told(bullets(some), some);
  }
  const equal = sorted.filter(({ priceCents }) => priceCents === first.priceCents).slice(0, most);
  const what = to === 'cheapest' ? 'The cheapest' : 'The most expensive';
  if (equal.length === 1) return told(`${what} is ${brief(first)}.`, equal);
  return told(`${what} at ${formatMoney(first.priceCents)}:\n\n${bullets(equal)}`, equal);
}

const brief = (item: Item) =>
  `**${asText(item.name)}**, ${formatMoney(item.priceCents)}, ${stockWords(item)}`;

const stockWords = ({ stock, retired }: Item) => {
  if (retired) return 'no longer sold';
  return stock === 0 ? 'sold out' : `${stock} in stock`;
};

const bullets = (items: Item[]) => items.map((item) => `- ${brief(item)}`).join('\n');

function tellEach(items: Item[], sentence: (item: Item) => string): Told {
  const [first] = items;
  if (first && items.length === 1) return told(sentence(first), items);
  const shown = items.slice(0, most);
  return told([bullets(shown), ...beyond(items.length)].join('\n\n'), shown);
}

const beyond = (count: number) => (count > most ? [`These are ${most} of ${count}.`] : []);

function priceSentence(item: Item, quantity: number): string {
  if (quantity <= 1) return `${brief(item)}.`;
  const total = formatMoney(item.priceCents * quantity);
  const short = item.stock < quantity ? ` There are only ${item.stock} in stock.` : '';
  return `${quantity} × **${asText(item.name)}** make ${total} (${formatMoney(item.priceCents)} each).${short}`;
}

// Without a yes or a no: "is it in stock?" and "is it sold out?" are both answered by it.
function stockSentence(item: Item): string {
  if (item.stock === 0) return `**${asText(item.name)}** is sold out.`;
  return `**${asText(item.name)}**: ${stockWords(item)}, ${formatMoney(item.priceCents)} each.`;
}

const itemSentence = (item: Item) =>
  [`${brief(item)}.`, item.description && asText(item.description)].filter(Boolean).join('\n\n');

async function tellList(db: Db, route: Route & { to: 'list' }, { userId }: Asker): Promise<Told> {
  const { search, minCents, maxCents, soldOut } = route;
  const fits = ({ priceCents }: Item) =>
    priceCents >= (minCents ?? 0) && priceCents <= (maxCents ?? Number.POSITIVE_INFINITY);
  if (search !== '') {
    const found = route.items.filter(fits);
    if (found.length === 0) return told(`There is nothing like “${asText(search)}” here${inRange(route)}.`);
    return tellEach(found, itemSentence);
  }
  const wish: ItemWish = {
    minPriceCents: minCents,
    maxPriceCents: maxCents,
    stock: soldOut ? 'out' : 'in',
    sort: minCents === undefined && maxCents === undefined ? 'name' : 'price',
    userId,
  };
  const { items } = await listItems(db, { ...wish, limit: most });
  if (items.length === 0) {
    if (soldOut) return told('Nothing is sold out.');
    const gone = (await listItems(db, { ...wish, stock: 'out', limit: most })).items;
    if (gone.length === 0) return told(`There is nothing${inRange(route)}.`);
    return told(`All that there is${inRange(route)} is sold out:\n\n${bullets(gone)}`, gone);
  }
  const count = items.length < most ? items.length : await countItems(db, wish);
  return told([bullets(items), ...beyond(count)].join('\n\n'), items);
}

function inRange({ minCents, maxCents }: { minCents?: number; maxCents?: number }): string {
  const from = minCents === undefined ? '' : ` from ${formatMoney(minCents)}`;
  return `${from}${maxCents === undefined ? '' : ` up to ${formatMoney(maxCents)}`}`;
}

async function tellCount(db: Db): Promise<Told> {
  const [all, inStock] = [await countItems(db, { stock: 'all' }), await countItems(db, {})];
  return told(
    `${all === 1 ? 'There is' : 'There are'} ${counted(all, 'item')}, ${inStock} of them in stock.`,
  );
}

function cartText(cart: Order): string {
  if (cart.items.length === 0) return 'Your cart is empty.';
  const short = cart.items.filter(({ available }) => !available);
  const notes = short.map(({ name, stock }) => `Of ${asText(name)} there are only ${stock}.`);
  const pieces = cart.items.reduce((sum, { quantity }) => sum + quantity, 0);
  const total = `${counted(pieces, 'piece')}, together **${formatMoney(cart.totalCents)}**`;
  return [lineList(cart), total, ...notes].join('\n\n');
}

function tellClearing({ items, totalCents }: Order): Told {
  if (items.length === 0) return told('Your cart is empty.');
  const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
  return proposed({ change: 'cart.clear', pieces, totalCents });
}

const proposed = (proposal: Proposal, items: Item[] = []): Told => ({
  answer: asText(proposalText(proposal)),
  items,
  proposal,
});

function lineList({ items }: Order): string {
  const lines = items.slice(0, most).map(({ quantity, name, subtotalCents }) => {
    const sum = subtotalCents === null ? '' : `, ${formatMoney(subtotalCents)}`;
    return `- ${quantity} × ${asText(name)}${sum}`;
  });
  return items.length > most ? [...lines, `- and ${items.length - most} more`].join('\n') : lines.join('\n');
}

async function tellOrders(db: Db, route: Route & { to: 'orders' }, { userId }: Asker): Promise<Told> {
  if (route.orderId !== undefined)
    return told(orderText(await getOrder(db, { userId, orderId: route.orderId })));
  const wish = { userId, limit: most + 1, ...(route.cancelled ? { status: 'CANCELLED' as const } : {}) };
  const found = (await listOrders(db, wish)).orders.filter(({ status }) => status !== 'TEMP');
  const orders = found.slice(0, most);
  const [newest] = orders;
  if (!newest)
    return told(route.cancelled ? 'You have cancelled no order.' : 'You have not ordered anything yet.');
  if (route.last) return told(orderText(newest));
  const head =
    found.length > most ? `Your latest ${most} orders:` : `You have ${counted(found.length, 'order')}:`;
  return told(`${head}\n\n${orders.map((order) => `- ${orderHead(order)}`).join('\n')}`);
}

const orderHead = ({ id, date, status, totalCents }: Order) =>
  `Order ${id} of ${date}, ${status === 'CANCELLED' ? 'cancelled' : 'bought'}, ${formatMoney(totalCents)}`;

const orderText = (order: Order) =>
  [`${orderHead(order)}:`, order.items.length > 0 ? lineList(order) : 'It has no lines.'].join('\n\n');

async function tellFavorites(db: Db, { userId }: Asker): Promise<Told> {
  const wish: ItemWish = { favoritesOnly: true, stock: 'all', userId };
  const { items } = await listItems(db, { ...wish, limit: most });
  if (items.length === 0) return told('You have no favorites yet.');
  const count = items.length < most ? items.length : await countItems(db, wish);
  return told([bullets(items), ...beyond(count)].join('\n\n'), items);
}

async function tellChange(
  db: Db,
  { to, items, quantity }: Route & { to: Change },
  { userId, isRegistered }: Asker,
): Promise<Told> {
  if (to.startsWith('favorites') && !isRegistered) return told(needsAccount);
  const [item] = items;
  if (!item || items.length > 1) {
    const shown = items.slice(0, most);
    return told(`Which one do you mean?\n\n${bullets(shown)}`, shown);
  }
  if (to === 'cart.add' && quantity < 1)
    return told(`How many of **${asText(item.name)}**? At least one.`, items);
  if (to === 'cart.add' && item.stock < quantity) {
    return told(`${brief(item)}: not enough for ${quantity}.`, items);
  }
  if (to === 'cart.remove' && !(await getCart(db, userId)).items.some(({ itemId }) => itemId === item.id)) {
    return told(`${asText(item.name)} is not in your cart.`, items);
  }
  return proposed(proposalFor(to, item, quantity), items);
}
