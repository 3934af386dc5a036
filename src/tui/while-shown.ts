import { setTimeout as pause } from 'node:timers/promises';
import type { Shop } from '#shop.ts';

/** How long the end waits for what is under way: a database that hangs must not keep anybody here. */
const FAREWELL = 500;

/**
 * The shop for as long as its screens are shown. After `close` nothing is asked of it any more: a load that was still
 * under way would open the database anew behind the program's back, and keep the process.
 */
export function whileShown(shop: Shop): { shop: Shop; close: () => Promise<void> } {
  const pending = new Set<Promise<unknown>>();
  let closed = false;

  const asked =
    <Wish extends unknown[], Answer>(ask: (...wish: Wish) => Promise<Answer>) =>
    (...wish: Wish): Promise<Answer> => {
      // Nobody waits for the answer any more, and it must not come as an error.
      if (closed) return new Promise(() => {});
      const answer = ask(...wish);
      pending.add(answer);
      const done = () => pending.delete(answer);
      answer.then(done, done);
      return answer;
    };

  return {
    shop: {
      env: shop.env,
      paths: shop.paths,
      log: shop.log,
      kiosk: shop.kiosk,
      get config() {
        return shop.config;
      },
      get starting() {
        return shop.starting;
      },
      db: asked(shop.db),
      picture: asked(shop.picture),
      revive: asked(shop.revive),
      person: asked(shop.person),
      whoever: asked(shop.whoever),
      shopping: (change) => asked(() => shop.shopping(change))(),
      signIn: asked(shop.signIn),
      register: asked(shop.register),
      signOut: asked(shop.signOut),
      forgetLogin: asked(shop.forgetLogin),
      [Symbol.asyncDispose]: shop[Symbol.asyncDispose],
    },
    async close() {
      closed = true;
      const clock = new AbortController();
      const enough = pause(FAREWELL, undefined, { signal: clock.signal }).catch(() => {});
      await Promise.race([Promise.allSettled(pending), enough]);
      clock.abort();
    },
  };
}
