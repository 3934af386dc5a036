import type { Command } from 'commander';
import * as z from 'zod/mini';
import { examples } from '#cli/examples.ts';
import { oneOf, parse, text } from '#cli/input.ts';
import type { Room } from '#cli/room.ts';
import { ShopError } from '#domain/errors.ts';

const screens = ['items', 'cart', 'orders', 'favorites', 'chat', 'account'] as const;

const TuiInput = z.object({
  screen: oneOf('[screen]', screens),
  search: z.optional(text('--search', { max: 100 })),
});

export function register(command: Command, { shop, out, stdin, stdout }: Room) {
  command.option('-s, --search <words>', 'begin with the items that match');
  command.addHelpText('after', `\nThe screens: ${screens.join(', ')} (default: items)`);
  command.action(async (typed = 'items', options) => {
    const { screen, search } = parse(TuiInput, { screen: typed, ...options });
    if (search !== undefined && screen !== 'items') {
      throw new ShopError('usage', 'Only the items can be searched.', {
        next: 'shop tui items --search <words>',
      });
    }
    if (!stdin.isTTY || !stdout.isTTY) {
      throw new ShopError('usage', 'The whole-screen shop needs a terminal.', {
        next: 'In a script use shop items list.',
      });
    }
    const { runTui } = await import('#tui/main.tsx');
    const receipt = await runTui(shop, {
      ...(screen === 'chat' ? { chat: true } : { screen }),
      search,
      stdin,
      stdout,
    });
    if (receipt) await out.lines(receipt);
  });
  examples(command, ['shop tui', 'shop tui cart', 'shop tui items --search mug']);
}
