import type { ShortLine } from '#domain/cart.ts';

/** What is said when a visitor's cart became the account's and the stock did not cover every line. */
export function sayCapped(capped: readonly ShortLine[], say: (line: string) => void) {
  for (const { name, wanted, stock } of capped) {
    say(`Only ${stock} of ${name} in stock: your cart holds that instead of ${wanted}.`);
  }
}
