import type { Brought } from '#domain/accounts.ts';
import type { ShortLine } from '#domain/cart.ts';

/** What is said when a visitor's cart became the account's. */
export function sayBrought({ pieces, capped }: Brought, say: (line: string) => void) {
  if (pieces === 0) return;
  say(`Your cart came along: ${pieces} ${pieces === 1 ? 'piece' : 'pieces'} from before the login.`);
  sayCapped(capped, say);
}

/** What is said of lines that the stock did not cover. */
export function sayCapped(capped: readonly ShortLine[], say: (line: string) => void) {
  for (const { name, wanted, stock } of capped) {
    say(`Only ${stock} of ${name} in stock: your cart holds that instead of ${wanted}.`);
  }
}
