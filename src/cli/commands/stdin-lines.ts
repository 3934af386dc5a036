import type { Command } from 'commander';
import { ShopError } from '#domain/errors.ts';

/** The option of a command that takes `-` for the lines of stdin. */
export const addStopOnError = (command: Command): Command =>
  command.option('--stop-on-error', 'with -: do nothing after the first line that fails');

/** Whether stdin is to be read. @throws ShopError usage where `-` stands beside items, or the option without `-` */
export function takesStdin(items: readonly string[], { stopOnError }: { stopOnError?: boolean | undefined }) {
  const isStdin = items.includes('-');
  if (isStdin && items.length > 1) {
    throw new ShopError('usage', '- stands alone: it is for the lines of stdin.');
  }
  if (stopOnError && !isStdin) {
    throw new ShopError('usage', '--stop-on-error is for the lines of stdin.', {
      next: 'Write - for the item.',
    });
  }
  return isStdin;
}
