import { CommanderError } from 'commander';
import { type ErrorKind, ShopError } from '#domain/errors.ts';
import { brief, cleanText, escapeJson } from '#domain/foreign.ts';
import type { Paint } from './paint.ts';
import { priceChangeText } from './shapes/prices.ts';
import { LostOutput } from './writer.ts';

/** What each kind of refusal tells the shell; a kind without a code is a type error. */
export const exitCodes: Record<ErrorKind | 'unexpected', number> = {
  unexpected: 1,
  usage: 2,
  not_found: 3,
  auth: 4,
  conflict: 5,
  unavailable: 6,
  limit: 7,
  interrupted: 130,
};

export type Failure = {
  code: ErrorKind | 'unexpected';
  message: string;
  next?: string | undefined;
  details?: Record<string, unknown> | undefined;
};

/** What a person is told about anything that was thrown. A fault of ours is written down in the log, never shown. */
export async function failureOf(error: unknown, env: NodeJS.ProcessEnv): Promise<Failure> {
  if (error instanceof ShopError) {
    return { code: error.kind, message: error.message, next: error.next, details: error.details };
  }
  if (error instanceof CommanderError) return usageFailure(error.message);
  if (error instanceof LostOutput) {
    return { code: 'unexpected', message: `The result could not be written (${error.message}).` };
  }
  const [{ logFault }, { shopPaths }] = await Promise.all([
    import('#platform/log.ts'),
    import('#platform/paths.ts'),
  ]);
  const { state } = shopPaths(env);
  const log = logFault({ state }, error);
  const where = log ? `it is written down in ${log}` : `its log cannot be written in ${state}`;
  return { code: 'unexpected', message: `Something went wrong that should not have; ${where}` };
}

/** The same for a stranger in front of a kiosk: what is wrong, and nothing of the machine that it runs on. */
export async function failureForStranger(error: unknown, env: NodeJS.ProcessEnv): Promise<Failure> {
  const { code, message } = await failureOf(error, env);
  if (code === 'unexpected')
    return { code, message: 'Something went wrong that should not have. It is noted.' };
  if (code === 'unavailable') return { code, message: 'The shop is closed just now.' };
  return { code, message };
}

/** Commander's `error: missing required argument 'item'` as a sentence that does not give back pages of what was typed. */
function usageFailure(text: string): Failure {
  const words = text.replace(/^error: /, '').replace(/'([^']{41,})'/g, (_, word) => `'${brief(word)}'`);
  const sentence = brief(words.charAt(0).toUpperCase() + words.slice(1), 300);
  return {
    code: 'usage',
    message: /[.!?]$/.test(sentence) ? sentence : `${sentence}.`,
    next: 'Add --help to see what there is.',
  };
}

/** The failure as it goes to stderr: `shop: what is wrong` and below it what to do, or one JSON object. */
export function failureText(
  { code, message, next, details }: Failure,
  { json, paint }: { json: boolean; paint: Paint },
) {
  if (json)
    return `${escapeJson(JSON.stringify({ error: { code, message, details: { ...details, next } } }))}\n`;
  const lines = [`${paint('bad', 'shop:')} ${cleanText(message)}`];
  for (const line of [...shortLines(details), ...changedPrices(details)]) lines.push(`  ${line}`);
  if (next) lines.push(`  ${cleanText(next)}`);
  return `${lines.join('\n')}\n`;
}

/** The lines of an order for which the stock does not reach, each as a sentence. */
function shortLines(details: Record<string, unknown> = {}): string[] {
  if (!Array.isArray(details.lines)) return [];
  return details.lines.map((line) =>
    cleanText(`${line.name}: ${line.wanted} wanted, ${line.stock} in stock`),
  );
}

/** The lines of a cart whose price is no longer what was shown, each as a sentence. */
const changedPrices = ({ prices }: Record<string, unknown> = {}): string[] =>
  Array.isArray(prices) ? prices.map((change) => cleanText(priceChangeText(change))) : [];
