import type { ShortLine } from '#domain/cart.ts';

/** What is said after an order was put into the cart again. */
export function reorderedWords(orderId: number, short: readonly ShortLine[]): string {
  if (short.length === 0) return `Order ${orderId} is in your cart again.`;
  const lines = short.map(({ name, wanted, stock }) => `${name} ${stock} of ${wanted}`);
  return `Order ${orderId} is in your cart again, as far as stock goes: ${lines.join(', ')}.`;
}
