import type { User } from '#domain/accounts.ts';
import { itemsBeginning, ordersBeginning, peopleBeginning } from '#domain/candidates.ts';
import { getCart } from '#domain/cart.ts';
import { brief } from '#domain/foreign.ts';
import { type ItemWish, listItems } from '#domain/items.ts';
import { formatMoney } from '#domain/money.ts';
import { requireOperator } from '#domain/operators.ts';
import { listSessions } from '#domain/sessions.ts';
import type { Shop } from '#shop.ts';
import type { Answer, Candidate, Knowledge } from './candidates.ts';
import type { Place } from './place.ts';

type Found = Pick<Answer, 'kind' | 'candidates'>;

const mostFound = 20;

/**
 * Looks up in the database what may stand for `<item>`, `<id>` or `<user>` of this command. It is ids that are offered, and
 * the names beside them: a name is foreign text, and what a shell puts into a line it may later run.
 */
export async function lookUp(name: string, place: Place, { shell, shop }: Knowledge): Promise<Found> {
  const { command, typed } = place;
  const way = [command.parent?.name(), command.name()].join(' ');
  if (name === 'item') return unless(place.operands, await items(way, typed, { shell, shop }));
  if (name === 'user') return { kind: 'word', candidates: await people(typed, shop) };
  if (name !== 'id') return none;
  const candidates = way === 'account sessions' ? await logins(shop) : await orders(way, typed, shop);
  return { kind: 'word', candidates };
}

const none: Found = { kind: 'word', candidates: [] };

async function items(way: string, typed: string, known: Pick<Knowledge, 'shell' | 'shop'>): Promise<Found> {
  if (way === 'cart set' || way === 'cart remove') return cartLines(known.shop);
  if (way === 'favorites remove') return favorites(known.shop);
  const soldOut = way !== 'cart add';
  if (!/^[0-9]*$/.test(typed)) return named(typed, soldOut, known);
  const found = await itemsBeginning(await known.shop.db(), { digits: typed, soldOut });
  return { kind: 'word', candidates: found.map(itemCandidate) };
}

/** By words of the name, where the shell can put an id in their place. fish offers only what is like what was typed. */
async function named(
  typed: string,
  soldOut: boolean,
  { shell, shop }: Pick<Knowledge, 'shell' | 'shop'>,
): Promise<Found> {
  if (shell === 'fish' || !/[\p{L}\p{N}]/u.test(typed)) return none;
  const wish: ItemWish = { search: typed.replace(/,/g, ' '), stock: soldOut ? 'all' : 'in' };
  const { items } = await listItems(await shop.db(), { ...wish, limit: mostFound });
  return { kind: 'found', candidates: items.map(itemCandidate) };
}

async function cartLines(shop: Shop): Promise<Found> {
  const person = await shop.whoever();
  if (!person) return none;
  const { items } = await getCart(await shop.db(), person.user.id);
  const candidates = items.map(({ itemId, name, quantity }) => ({
    value: String(itemId),
    about: `${brief(name)}, ${quantity} in the cart`,
  }));
  return { kind: 'word', candidates };
}

async function favorites(shop: Shop): Promise<Found> {
  const { user } = await shop.person();
  const wish: ItemWish = { favoritesOnly: true, stock: 'all', userId: user.id };
  const { items } = await listItems(await shop.db(), { ...wish, limit: 200 });
  return { kind: 'word', candidates: items.map(itemCandidate) };
}

async function orders(way: string, typed: string, shop: Shop): Promise<Candidate[]> {
  const { user } = await shop.person();
  const found = await ordersBeginning(await shop.db(), {
    digits: /^[0-9]*$/.test(typed) ? typed : '',
    // An operator may look at anybody's, and cancel and repeat their own alone.
    userId: user.role === 'operator' && way === 'orders show' ? null : user.id,
    status: way === 'orders cancel' ? 'CLOSED' : undefined,
  });
  return found.map(({ id, status, date, totalCents }) => ({
    value: String(id),
    about: `${status.toLowerCase()}, ${date}, ${formatMoney(totalCents)}`,
  }));
}

async function people(typed: string, shop: Shop): Promise<Candidate[]> {
  const { user } = await shop.person();
  const db = await shop.db();
  await requireOperator(db, user.id);
  const found = await peopleBeginning(db, typed);
  // Another program may have loaded any name: one that a shell would not take for a word stays out.
  return found
    .filter(({ username }) => isPlain(username))
    .map(({ username, name }) => ({ value: username, about: brief(name) }));
}

const isPlain = (username: User['username']) => /^[\p{L}\p{N}][\p{L}\p{N}_.@-]*$/u.test(username);

async function logins(shop: Shop): Promise<Candidate[]> {
  const { user, session } = await shop.person();
  const found = await listSessions(await shop.db(), { userId: user.id });
  return found.map(({ id, device, startedAt }) => ({
    value: id.slice(0, 12),
    about: `${brief(device ?? '')}, ${startedAt}${id === session.id ? ', this one' : ''}`,
  }));
}

const itemCandidate = ({ id, name, priceCents, stock }: Listed): Candidate => ({
  value: String(id),
  about: `${brief(name)}, ${formatMoney(priceCents)}, ${stock === 0 ? 'sold out' : `${stock} in stock`}`,
});

type Listed = { id: number; name: string; priceCents: number; stock: number };

/** Without those that were given before: nobody makes an item a favorite twice. */
const unless = (given: readonly string[], { kind, candidates }: Found): Found => ({
  kind,
  candidates: candidates.filter(({ value }) => !given.includes(value)),
});
