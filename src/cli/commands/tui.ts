import type { Command } from 'commander';
import * as z from 'zod/mini';
import { addChoices } from '#cli/choices.ts';
import { examples } from '#cli/examples.ts';
import { openFullScreen } from '#cli/full-screen.ts';
import { oneOf, parse, text, wholeNumber } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { ShopError } from '#domain/errors.ts';

const screens = ['items', 'cart', 'orders', 'favorites', 'chat', 'account'] as const;

const TuiInput = z.object({
  screen: oneOf('[screen]', screens),
  search: z.optional(text('--search', { max: 100 })),
  idle: z.optional(wholeNumber('--idle', { max: 1440 })),
});

const USUAL_IDLE = 10;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, room: Room) {
  const { shop, stdin, stdout } = room;
  command
    .option('-s, --search <words>', 'begin with the items that match')
    .option('--kiosk', 'for strangers, who come over SSH: nothing is kept, nothing but the shop is reached')
    .option(
      '--idle <minutes>',
      `a kiosk closes after so many minutes without a key (default: ${USUAL_IDLE})`,
    );
  command.addHelpText('after', `\nThe screens: ${screens.join(', ')} (default: items)`);
  command.action(async (typed = 'items', options) => {
    if (shop.kiosk) refuseCommands(shop.env);
    const { screen, search, idle } = parse(TuiInput, { screen: typed, ...options });
    if (search !== undefined && screen !== 'items') {
      throw new ShopError('usage', 'Only the items can be searched.', {
        next: 'shop tui items --search <words>',
      });
    }
    if (idle !== undefined && !shop.kiosk) {
      throw new ShopError('usage', '--idle goes with --kiosk.', { next: 'shop tui --kiosk --idle 5' });
    }
    if (!stdin.isTTY || !stdout.isTTY) {
      throw new ShopError('usage', 'The whole-screen shop needs a terminal.', {
        next: 'In a script use shop items list.',
      });
    }
    await openFullScreen(room, {
      ...(screen === 'chat' ? { chat: true } : { screen }),
      search,
      idle: shop.kiosk ? (idle ?? USUAL_IDLE) : undefined,
    });
  });
  addChoices(command, { screen: screens });
  examples(command, [
    'shop tui',
    'shop tui cart',
    'shop tui items --search mug',
    'shop tui --kiosk --idle 5',
  ]);
}

/** sshd says there what somebody wanted to run instead: a command, a copy of a file, a subsystem. */
function refuseCommands({ SSH_ORIGINAL_COMMAND: wanted }: NodeJS.ProcessEnv) {
  if (wanted) throw new ShopError('usage', 'This is a shop and runs no commands.');
}
