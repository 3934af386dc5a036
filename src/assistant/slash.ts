import type { Db } from '#db/connect.ts';
import { clearHistory, type Exchange, listHistory } from '#domain/chat.ts';
import { ShopError } from '#domain/errors.ts';

/** What a line that begins with a stroke does. None of them counts as a prompt. */
export type Done =
  | { did: 'clear'; forgotten: number }
  | { did: 'history'; exchanges: Exchange[] }
  | { did: 'help' };

const commands = ['/clear', '/history', '/help'] as const;

export const slashHelp = `/clear forgets what was said, /history shows it.
Ask about items, prices and stock, about your cart, orders and favorites, or ask for something to be put into your cart.`;

const everything = 1_000;

/** Whether a line is a command and no question. */
export const isSlash = (line: string) => line.trim().startsWith('/');

/** @throws ShopError usage for one that there is not */
export async function runSlash(
  line: string,
  { db, sessionId }: { db: Db; sessionId: string | null },
): Promise<Done> {
  const word = line.trim().toLowerCase();
  const command = commands.find((known) => known === word);
  if (!command) {
    throw new ShopError('usage', 'There is no such command in the chat.', {
      next: `There are ${commands.join(', ')}.`,
    });
  }
  if (command === '/help') return { did: 'help' };
  if (command === '/clear')
    return { did: 'clear', forgotten: sessionId ? await clearHistory(db, { sessionId }) : 0 };
  return {
    did: 'history',
    exchanges: sessionId ? await listHistory(db, { sessionId, limit: everything }) : [],
  };
}
