import { ModelFailure, stoppedByPerson } from './failures.ts';

/** How long the model may take, in milliseconds. */
export type Patience = { firstWord: number; betweenWords: number; inAll: number };

export const usualPatience: Patience = { firstWord: 20_000, betweenWords: 15_000, inAll: 60_000 };

/**
 * Watches over one conversation with the model: the SDK's own timeout ends with the headers, and an aborted stream of it
 * ends as if it were whole. So whatever is waited for is raced against this.
 */
export type Watchdog = {
  /** Aborted when time is up, or when the person stops it. */
  readonly signal: AbortSignal;
  /** A request goes out: its first word has to come in time. */
  asked(): void;
  /** A word has come: so has the next one. */
  heard(): void;
  /** What `promise` brings. @throws ModelFailure when time is up; ShopError interrupted when the person stops it */
  within<Value>(promise: Promise<Value>): Promise<Value>;
  [Symbol.dispose](): void;
};

export function watchdog(patience: Patience, stop?: AbortSignal): Watchdog {
  const end = new AbortController();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  // It is raced, but may come when nobody waits.
  ended.catch(() => {});
  const finish = (reason: unknown) => {
    reject(reason);
    end.abort(reason);
  };
  const onStop = () => finish(stoppedByPerson());
  if (stop?.aborted) onStop();
  stop?.addEventListener('abort', onStop, { once: true });

  const inAll = setTimeout(() => finish(new ModelFailure('long')), patience.inAll);
  let next: NodeJS.Timeout | undefined;
  const wait = (reason: 'silent' | 'stalled', time: number) => {
    clearTimeout(next);
    next = setTimeout(() => finish(new ModelFailure(reason)), time);
  };
  return {
    signal: end.signal,
    asked: () => wait('silent', patience.firstWord),
    heard: () => wait('stalled', patience.betweenWords),
    within: (promise) => Promise.race([promise, ended]),
    [Symbol.dispose]() {
      clearTimeout(inAll);
      clearTimeout(next);
      stop?.removeEventListener('abort', onStop);
    },
  };
}
