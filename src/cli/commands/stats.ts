import type { Command } from 'commander';
import * as z from 'zod/mini';
import { wantsAscii } from '#cli/chart.ts';
import { examples } from '#cli/examples.ts';
import { day, oneOf, parse, wholeNumber } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { eitherOf } from '#cli/shape.ts';
import {
  bestSellerShape,
  drawnStats,
  lowItemShape,
  openCartShape,
  salesShape,
  statsShape,
} from '#cli/shapes/stats.ts';
import { steps } from '#domain/calendar.ts';
import { ShopError } from '#domain/errors.ts';
import { type Section, type Stats, sections, stats } from '#domain/stats.ts';

const rowShapes = { sales: salesShape, items: bestSellerShape, stock: lowItemShape, carts: openCartShape };

export const prints = eitherOf(
  statsShape,
  Object.fromEntries(sections.map((section) => [`with --section ${section}`, rowShapes[section]])),
);

const StatsInput = z.object({
  since: z.optional(day('--since')),
  until: z.optional(day('--until')),
  by: z.optional(oneOf('--by', steps)),
  section: z.optional(oneOf('--section', sections)),
  stockBelow: wholeNumber('--stock-below'),
  limit: wholeNumber('--limit'),
});

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command
    .option('--since <date>', 'from this day on (default: thirty days)')
    .option('--until <date>', 'up to this day (default: today, UTC)')
    .option('--by <step>', `sales by ${steps.join(', ')} (default: by the length of the period)`)
    .option('--section <name>', `only ${sections.join(', ')}`)
    .option('--stock-below <n>', 'a stock is low with less than this', '5')
    .option('--limit <n>', 'name at most so many items and carts', '10')
    .action(async (options) => {
      const { section, ...wish } = readWish(options);
      out.expect(section ? rowShapes[section] : statsShape);
      const { user } = await shop.person();
      const wanted = section ? [section] : sections;
      const found = await stats(await shop.db(), { ...wish, operatorId: user.id, sections: wanted });
      const ascii = wantsAscii(shop.env, shop.config.setting('tui.borders'));
      const isDrawn = out.format === 'table' && !out.chosen;
      if (section && !isDrawn) return printSection(section, found, out);
      await out.print(found, drawnStats(wanted, { ascii }));
    });
  command.addHelpText('after', notes);
  examples(command, [
    'shop stats --since 2026-01-01 --by month',
    'shop stats --section items --limit 3 -o csv',
    'shop stats --json --fields revenue,orders',
  ]);
}

const notes = `
Orders count on the day (UTC) on which they were bought; cancelled ones are
told apart and count in no sum. Without --section, tsv and csv hold the sales
alone.`;

function readWish(options: unknown) {
  const wish = parse(StatsInput, options);
  if (wish.since && wish.until && wish.since > wish.until) {
    throw new ShopError('usage', '--since is after --until, so no order could match.');
  }
  return wish;
}

function printSection(section: Section, found: Stats, out: Room['out']) {
  switch (section) {
    case 'sales':
      return out.list([found.sales], salesShape);
    case 'items':
      return out.list([found.items], bestSellerShape);
    case 'stock':
      return out.list([found.stock], lowItemShape);
    case 'carts':
      return out.list([found.carts], openCartShape);
  }
}
