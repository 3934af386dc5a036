import * as z from 'zod/mini';
import { getCart } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import { getItem, type Item, listItems } from '#domain/items.ts';
import { formatMoney } from '#domain/money.ts';
import { listOrders, type Order } from '#domain/orders.ts';
import type { Asker } from './answer.ts';
import type { Look } from './look.ts';
import { type Proposal, proposalFor } from './proposals.ts';

/** What a tool has found: `shown` goes to the model, the rest stays here for the person. */
type Found = { shown: unknown; items?: Item[]; proposal?: Proposal };

type Tool = {
  description: string;
  /** Needs an account: a visitor's model is not even told of it. */
  personal: boolean;
  input: z.core.$ZodType;
  run(input: unknown, asker: Asker, look: Look): Promise<Found>;
};

const mostRows = 20;
const longestDescription = 300;

const price = z.number().check(z.gte(0), z.lte(99_999_999));
const quantity = z.int().check(z.gte(1), z.lte(1_000_000));
const limit = z._default(z.int().check(z.gte(1), z.lte(mostRows)), mostRows);
const itemRef = z.union([
  z.string().check(z.minLength(1), z.maxLength(255)),
  z.int().check(z.gte(1), z.lte(2_147_483_647)),
]);
const sorts = ['relevance', 'name', 'price', 'price_desc', 'stock'] as const;

/** The input is what the schema says before `run` sees it. None names a person: every tool acts for the one who asks. */
const tool = <Schema extends z.core.$ZodType>(
  facts: { description: string; personal: boolean; input: Schema },
  run: (input: z.output<Schema>, asker: Asker, look: Look) => Promise<Found>,
): Tool => ({
  ...facts,
  run: async (input, asker, look) => run(z.core.parse(facts.input, input), asker, look),
});

const tools: Record<string, Tool> = {
  search_items: tool(
    {
      description: `Lists items of the shop, at most ${mostRows}. Prices are in the shop's currency.`,
      personal: false,
      input: z.strictObject({
        search: z.optional(z.string().check(z.maxLength(200))),
        min_price: z.optional(price),
        max_price: z.optional(price),
        in_stock_only: z._default(z.boolean(), true),
        sort: z.optional(z.enum(sorts)),
        limit,
      }),
    },
    async (wish, { userId }, look) => {
      const { items } = await look((db) =>
        listItems(db, {
          search: wish.search,
          minPriceCents: centsOf(wish.min_price),
          maxPriceCents: centsOf(wish.max_price),
          stock: wish.in_stock_only ? 'in' : 'all',
          sort: wish.sort === 'price_desc' ? 'price' : wish.sort,
          desc: wish.sort === 'price_desc',
          limit: wish.limit,
          userId,
        }),
      );
      return { shown: items.map(itemColumns), items };
    },
  ),
  get_item: tool(
    {
      description: 'One item, by its id or its exact name.',
      personal: false,
      input: z.strictObject({ item: itemRef }),
    },
    async ({ item }, { userId }, look) => {
      const found = await look((db) => getItem(db, { item, userId }));
      return { shown: itemColumns(found), items: [found] };
    },
  ),
  propose_change: tool(
    {
      description:
        'Suggests a change of cart or favorites. Nothing is changed: the person sees item, price and stock and decides.',
      personal: false,
      input: z.strictObject({
        change: z.enum(['cart.add', 'cart.remove', 'favorites.add', 'favorites.remove']),
        item: itemRef,
        quantity: z._default(quantity, 1),
      }),
    },
    async ({ change, item, quantity }, asker, look) => {
      if (change.startsWith('favorites') && !asker.isRegistered) return refused('Favorites need an account.');
      const found = await look((db) => getItem(db, { item, userId: asker.userId }));
      if (found.retired) return refused('It is no longer sold.');
      if (change === 'cart.add' && found.stock < quantity)
        return refused(`There are only ${found.stock} in stock.`);
      const proposal = proposalFor(change, found, quantity);
      return { shown: { proposed: itemColumns(found), change, quantity }, items: [found], proposal };
    },
  ),
  get_cart: tool(
    { description: 'The cart of the person who asks.', personal: true, input: z.strictObject({}) },
    async (_input, { userId }, look) => ({ shown: orderColumns(await look((db) => getCart(db, userId))) }),
  ),
  list_orders: tool(
    {
      description: 'The orders of the person who asks, newest first.',
      personal: true,
      input: z.strictObject({ limit }),
    },
    async ({ limit }, { userId }, look) => {
      const { orders } = await look((db) => listOrders(db, { userId, limit }));
      return { shown: orders.map(orderColumns) };
    },
  ),
  list_favorites: tool(
    {
      description: 'The favorites of the person who asks.',
      personal: true,
      input: z.strictObject({ limit }),
    },
    async ({ limit }, { userId }, look) => {
      const { items } = await look((db) =>
        listItems(db, { favoritesOnly: true, stock: 'all', limit, userId }),
      );
      return { shown: items.map(itemColumns), items };
    },
  ),
};

const refused = (error: string): Found => ({ shown: { error } });

const centsOf = (amount: number | undefined) => (amount === undefined ? undefined : Math.round(amount * 100));

// The columns that leave the shop, one by one: a new column of a table does not leave by itself.
const itemColumns = ({ id, name, priceCents, stock, description }: Item) => ({
  id,
  name,
  price: formatMoney(priceCents),
  stock,
  description: description?.slice(0, longestDescription) ?? null,
});

const orderColumns = ({ id, status, date, totalCents, items }: Order) => ({
  id,
  status: status === 'TEMP' ? 'cart' : status.toLowerCase(),
  date,
  total: formatMoney(totalCents),
  lines: items.slice(0, mostRows).map(({ itemId, name, quantity, unitPriceCents }) => ({
    itemId,
    name,
    quantity,
    unitPrice: unitPriceCents === null ? null : formatMoney(unitPriceCents),
  })),
});

/** What the model is told that it may call, for this person. The parameters are JSON Schema. */
export const toolsFor = ({ isRegistered }: Asker) =>
  Object.entries(tools)
    .filter(([, { personal }]) => isRegistered || !personal)
    .map(([name, { description, input }]) => ({
      name,
      description,
      parameters: z.toJSONSchema(input, { io: 'input' }) as Record<string, unknown>, // a JSON Schema is an object
    }));

/**
 * Runs one call of the model. Whatever is wrong with it, an unknown tool, arguments that are no JSON or absurd, an item
 * that is not there, is told to the model and is no failure of ours.
 */
export async function runTool(
  call: { name: string; arguments: string },
  asker: Asker,
  look: Look,
): Promise<Found> {
  const found = Object.hasOwn(tools, call.name) ? tools[call.name] : undefined;
  if (!found || (found.personal && !asker.isRegistered)) return refused('There is no such tool.');
  const input = z.safeParse(found.input, jsonIn(call.arguments));
  if (!input.success) return refused('These arguments are not valid.');
  try {
    return await found.run(jsonIn(call.arguments), asker, look);
  } catch (error) {
    const isTheirs = error instanceof ShopError && ['not_found', 'usage', 'conflict'].includes(error.kind);
    if (isTheirs) return refused(error.message);
    throw error;
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    return undefined;
  }
}
