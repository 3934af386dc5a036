import type { Command } from 'commander';
import * as z from 'zod/mini';
import { examples } from '#cli/examples.ts';
import { oneOf, parse } from '#cli/input.ts';
import type { Room } from '#cli/room.ts';
import { ShopError } from '#domain/errors.ts';

const screens = ['items', 'cart', 'orders', 'favorites', 'account'] as const;

const TuiInput = z.object({ screen: oneOf('[screen]', screens) });

export function register(command: Command, { shop, out, stdin, stdout }: Room) {
  command.action(async (typed = 'items') => {
    const { screen } = parse(TuiInput, { screen: typed });
    if (!stdin.isTTY || !stdout.isTTY) {
      throw new ShopError('usage', 'The whole-screen shop needs a terminal.', {
        next: 'In a script use shop items list.',
      });
    }
    const { runTui } = await import('#tui/main.tsx');
    const receipt = await runTui(shop, { screen, stdin, stdout });
    if (receipt) await out.lines(receipt);
  });
  examples(command, ['shop tui', 'shop tui cart']);
}
