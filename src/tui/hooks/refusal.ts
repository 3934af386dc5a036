import type { ShortLine } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import type { PriceChange } from '#domain/prices.ts';

/** What is said about a refusal: what is wrong and what can be done about it. */
export function sentenceOf(error: ShopError): string {
  const lines = shortLines(error).map(
    ({ name, wanted, stock }) => `${name}: ${wanted} wanted, ${inStock(stock)}.`,
  );
  return [error.message, ...lines, nextOf(error)].filter(Boolean).join(' ');
}

/** The lines that stock does not reach for, when that is why it was refused. */
export function shortLines(error: unknown): ShortLine[] {
  if (!(error instanceof ShopError) || !Array.isArray(error.details?.lines)) return [];
  // The domain's `soldOut` is the one that writes `lines`; its shape is part of the contract.
  return error.details.lines as ShortLine[];
}

/** The lines whose price is no longer the agreed one, when that is why it was refused. */
export function changedPrices(error: unknown): PriceChange[] {
  if (!(error instanceof ShopError) || !Array.isArray(error.details?.prices)) return [];
  // The domain's `refusePriceChanges` is the one that writes `prices`; its shape is part of the contract.
  return error.details.prices as PriceChange[];
}

/** Whether it was refused because the cart is no longer the one that was shown. */
export const isCartChanged = (error: unknown): boolean =>
  error instanceof ShopError && error.details?.cartChanged === true;

/** The form field that a refusal is about, if it is about one. */
export function fieldOf(error: ShopError): string | undefined {
  return typeof error.details?.field === 'string' ? error.details.field : undefined;
}

const inStock = (stock: number) => (stock === 0 ? 'sold out' : `${stock} in stock`);

// Commands are for the shell; here the keys say what can be done.
const nextOf = ({ next }: ShopError) => (next && !/\bshop [a-z]/.test(next) ? next : '');

// What happened to the visitor's own change or question; everything else that is unavailable is so for reasons of the shop.
const THEIRS = [
  'outcome_unknown',
  'bought',
  'tools',
  'empty',
  'silent',
  'stalled',
  'long',
  'declined',
  'cut',
];
const OF_MODEL = [
  'none',
  'key',
  'busy',
  'quota',
  'unknown_model',
  'server',
  'request',
  'unreachable',
  'malformed',
];

/** The refusal as a stranger may see it, who can do nothing about how the shop is set up: no command, name or place of it. */
export function forStrangers({ kind, message, details }: ShopError): ShopError {
  const reason = String(details?.reason);
  if (kind !== 'unavailable' || THEIRS.includes(reason)) return new ShopError(kind, message, { details });
  if (OF_MODEL.includes(reason)) return new ShopError(kind, NO_ANSWER, { details });
  return new ShopError(kind, 'The shop is closed just now.');
}

const NO_ANSWER =
  'I cannot answer that just now. Ask about items, prices, stock, your cart, orders or favorites.';
