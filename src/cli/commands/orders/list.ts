import { type Command, Option } from 'commander';
import * as z from 'zod/mini';
import { addChoices } from '#cli/choices.ts';
import { examples } from '#cli/examples.ts';
import { day, oneOf, parse, text, wholeNumber } from '#cli/input.ts';
import { upTo } from '#cli/pages.ts';
import type { Ending, Room } from '#cli/room.ts';
import { everyonesOrderShape, orderShape } from '#cli/shapes/order.ts';
import { ShopError } from '#domain/errors.ts';
import { requireOperator } from '#domain/operators.ts';
import { everyOrder, listOrders, type Order } from '#domain/orders.ts';
import { showUser } from '#domain/people.ts';
import type { Shop } from '#shop.ts';

export const prints = orderShape;

const statuses = ['temp', 'closed', 'cancelled'] as const;
// One page is asked for at once up to here; beyond, the rows are streamed.
const onePage = 1000;

const OrdersListInput = z.object({
  status: z.optional(oneOf('--status', statuses)),
  since: z.optional(day('--since')),
  until: z.optional(day('--until')),
  limit: wholeNumber('--limit'),
  all: z.optional(z.boolean()),
  allUsers: z.optional(z.boolean()),
  user: z.optional(text('--user', { max: 64 })),
});

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command
    .option('--status <status>', 'only the open one, the bought or the cancelled')
    .option('--since <date>', 'from this day on, like 2026-01-31')
    .option('--until <date>', 'up to this day')
    .option('--limit <n>', 'at most so many', '50')
    .addOption(new Option('--all', 'every order, streamed').conflicts('limit'))
    .option('--all-users', "everybody's orders (operators)")
    .addOption(new Option('--user <user>', "one person's orders (operators)").conflicts('allUsers'))
    .action(async (options) => {
      const { all, limit, allUsers, user, ...filter } = readWish(options);
      const isOperators = allUsers === true || user !== undefined;
      const shape = isOperators ? everyonesOrderShape : orderShape;
      const userId = isOperators ? await whose(shop, user) : await myself(shop);
      if (userId === undefined) return out.list([], shape);
      const db = await shop.db();
      const wish = { ...filter, userId };
      if (all || limit > onePage) return out.list(upTo(all ? Infinity : limit, everyOrder(db, wish)), shape);
      const { orders, next } = await listOrders(db, { ...wish, limit });
      await out.list([orders], shape);
      if (next)
        out.hint(`Only the first ${orders.length} are shown; see more with --limit <n>, or all with --all.`);
    });
  addChoices(command, { status: statuses });
  examples(command, [
    'shop orders list --status closed --since 2026-01-01',
    'shop orders list --all-users --status closed --all -o csv',
  ]);
}

function readWish(options: unknown) {
  const { status, ...wish } = parse(OrdersListInput, options);
  if (wish.since && wish.until && wish.since > wish.until) {
    throw new ShopError('usage', '--since is after --until, so no order could match.');
  }
  // The words of the database, which the domain uses too.
  return { ...wish, status: status?.toUpperCase() as Order['status'] | undefined };
}

/** Whose orders these are; a visitor has a cart at most. */
async function myself(shop: Shop): Promise<number | undefined> {
  return (await shop.whoever())?.user.id;
}

/** A person's number, or null for everybody's orders. @throws ShopError auth unless an operator asks */
async function whose(shop: Shop, user: string | undefined): Promise<number | null> {
  const { user: me } = await shop.person();
  const db = await shop.db();
  if (user !== undefined) return (await showUser(db, { operatorId: me.id, user })).id;
  await requireOperator(db, me.id);
  return null;
}
