import { type Command, Option } from 'commander';
import * as z from 'zod/mini';
import { addChoices } from '#cli/choices.ts';
import { examples } from '#cli/examples.ts';
import { money, oneOf, parse, text, wholeNumber } from '#cli/input.ts';
import { upTo } from '#cli/pages.ts';
import type { Ending, Room } from '#cli/room.ts';
import { itemShape } from '#cli/shapes/item.ts';
import type { Db } from '#db/connect.ts';
import { ShopError } from '#domain/errors.ts';
import { termsOf } from '#domain/item-search.ts';
import { everyItem, hasNoItems, type ItemWish, listItems } from '#domain/items.ts';

export const prints = itemShape;

const stocks = ['in', 'out', 'all'] as const;
const sorts = ['id', 'name', 'price', 'stock', 'relevance'] as const;
// One page is asked for at once up to here; beyond, the rows are streamed.
const onePage = 1000;

const ItemsListInput = z.object({
  search: z.optional(text('--search', { max: 500 })),
  minPrice: z.optional(money('--min-price')),
  maxPrice: z.optional(money('--max-price')),
  stock: oneOf('--stock', stocks),
  favorites: z.optional(z.boolean()),
  sort: z.optional(oneOf('--sort', sorts)),
  desc: z.optional(z.boolean()),
  limit: wholeNumber('--limit'),
  all: z.optional(z.boolean()),
});

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command
    .option('-s, --search <words>', 'all words must match, by their beginning; commas separate alternatives')
    .option('--min-price <amount>', 'not cheaper than this')
    .option('--max-price <amount>', 'not dearer than this')
    .option('--stock <which>', 'whether what is in stock, what is sold out, or all', 'in')
    .option('--favorites', 'your favorites alone')
    .option('--sort <order>', 'the order; without it relevance with --search, else id')
    .option('--desc', 'the other way round')
    .option('--limit <n>', 'at most so many', '50')
    .addOption(new Option('--all', 'every match, streamed').conflicts('limit'))
    .action(async (options) => {
      const { limit, all, ...wish } = readWish(options);
      const who = wish.favoritesOnly ? shop.person() : shop.whoever();
      const [person, db] = await Promise.all([who, shop.db()]);
      const mine = { ...wish, userId: person?.user.id ?? null };
      const shape = { ...itemShape, empty: () => whyNothing(db) };
      if (all || limit > onePage) return out.list(upTo(all ? Infinity : limit, everyItem(db, mine)), shape);
      const { items, next } = await listItems(db, { ...mine, limit });
      await out.list([items], shape);
      if (next)
        out.hint(`Only the first ${items.length} are shown; see more with --limit <n>, or all with --all.`);
    });
  addChoices(command, { stock: stocks, sort: sorts });
  examples(command, [
    'shop items list --search "red lamp, torch" --max-price 20 --sort price',
    'shop items list --all -o ndjson | wc -l',
  ]);
}

const whyNothing = async (db: Db) =>
  (await hasNoItems(db))
    ? 'The shop has no items yet. Load the sample shop with: shop db seed'
    : 'No item matches.';

function readWish(options: unknown): ItemWish & { limit: number; all?: boolean } {
  const { minPrice, maxPrice, favorites, ...wish } = parse(ItemsListInput, options);
  if (minPrice !== undefined && maxPrice !== undefined && minPrice > maxPrice) {
    throw new ShopError('usage', '--min-price is above --max-price, so nothing could match.');
  }
  if (wish.search !== undefined && termsOf(wish.search).length === 0) {
    throw new ShopError('usage', `--search must be words to look for, not "${wish.search}".`);
  }
  if (wish.sort === 'relevance' && !wish.search) {
    throw new ShopError('usage', '--sort relevance needs words to search for.', {
      next: 'Add --search <words>.',
    });
  }
  return { ...wish, minPriceCents: minPrice, maxPriceCents: maxPrice, favoritesOnly: favorites };
}
