import type { ShopError } from '#domain/errors.ts';

/** What is known of something that is loaded. Ready data stays while newer is fetched, and when that fails. */
export type Query<T> =
  | { state: 'loading' }
  | { state: 'failed'; error: ShopError }
  | { state: 'ready'; data: T };

/** The data, if there is any. */
export const dataOf = <T>(query: Query<T>): T | undefined =>
  query.state === 'ready' ? query.data : undefined;

/**
 * The new data as a query, or the old query itself when nothing has changed, so that React draws nothing anew.
 * The data are plain: what the domain answers, with its keys in one order.
 */
export function settledWith<T>(old: Query<T>, data: T): Query<T> {
  if (old.state === 'ready' && same(old.data, data)) return old;
  return { state: 'ready', data };
}

/** Whether two plain values say the same. */
export const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
