import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ShopError } from '#domain/errors.ts';
import { createLive } from '#tui/hooks/live.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const gone = () => new ShopError('unavailable', 'The database cannot be reached.');
const aLive = () => {
  const caught = vi.fn();
  return { caught, live: createLive({ every: 1000, patience: 3000, caught }) };
};

test('a load begins at once, is repeated while it is shown, and not afterwards', async () => {
  const { live } = aLive();
  const load = vi.fn(async () => true);

  const end = live.add(load);
  await vi.advanceTimersByTimeAsync(3500);
  end();
  await vi.advanceTimersByTimeAsync(5000);

  expect(load).toHaveBeenCalledTimes(4);
});

test('nothing is loaded while the terminal is away', async () => {
  const { live } = aLive();
  const load = vi.fn(async () => true);
  live.add(load);

  live.pause();
  await vi.advanceTimersByTimeAsync(10_000);
  const away = load.mock.calls.length;
  live.resume();
  await vi.advanceTimersByTimeAsync(1000);

  expect([away, load.mock.calls.length]).toEqual([1, 2]);
});

test('a lost database is tried again at growing distances, until it is found', async () => {
  const { live, caught } = aLive();
  let there = false;
  const load = vi.fn(async () => {
    if (!there) throw gone();
    return true;
  });
  const told = vi.fn();
  live.subscribe(told);

  live.add(load);
  await vi.advanceTimersByTimeAsync(0);
  expect(live.lost()).toMatchObject({ nextTry: Date.now() + 1000 });
  await vi.advanceTimersByTimeAsync(20_000);
  const tries = load.mock.calls.length;
  there = true;
  await vi.advanceTimersByTimeAsync(20_000);

  expect(tries).toBeLessThan(8);
  expect(live.lost()).toBeUndefined();
  expect(told).toHaveBeenCalled();
  expect(caught).not.toHaveBeenCalled();
});

test('a database that does not answer counts as lost, and is not asked a second time meanwhile', async () => {
  const { live } = aLive();
  const load = vi.fn(() => new Promise<boolean>(() => {}));

  live.add(load);
  await vi.advanceTimersByTimeAsync(30_000);

  expect(live.lost()?.error.message).toBe('The database does not answer.');
  expect(load).toHaveBeenCalledTimes(1);
});

test('a database that is being made is not lost, however long that takes', async () => {
  let starting = true;
  const live = createLive({ every: 1000, patience: 3000, starting: () => starting, caught: vi.fn() });
  live.add(() => new Promise<boolean>(() => {}));

  await vi.advanceTimersByTimeAsync(20_000);
  const meanwhile = live.lost();
  starting = false;
  await vi.advanceTimersByTimeAsync(3000);

  expect([meanwhile, live.lost()?.error.kind]).toEqual([undefined, 'unavailable']);
});

test('any other failure is for whoever catches them', async () => {
  const { live, caught } = aLive();
  const refusal = new ShopError('auth', 'Your login has ended.');

  live.add(async () => {
    throw refusal;
  });
  await vi.advanceTimersByTimeAsync(0);

  expect(caught).toHaveBeenCalledWith(refusal);
  expect(live.lost()).toBeUndefined();
});

test('after a change everything is loaded anew, what was under way once more', async () => {
  const { live } = aLive();
  const first = Promise.withResolvers<boolean>();
  const load = vi.fn(async () => true);
  load.mockReturnValueOnce(first.promise);
  live.add(load);

  const renewed = live.soon();
  first.resolve(true);
  await renewed;

  expect(load).toHaveBeenCalledTimes(2);
});

test('a load that asks no database says nothing about whether it is back', async () => {
  const { live } = aLive();
  let there = false;
  live.add(async () => {
    if (!there) throw gone();
    return true;
  });
  live.add(async () => false);

  await vi.advanceTimersByTimeAsync(10_000);
  const meanwhile = live.lost()?.error.message;
  there = true;
  await vi.advanceTimersByTimeAsync(20_000);

  expect([meanwhile, live.lost()]).toEqual(['The database cannot be reached.', undefined]);
});

test('a lost database is revived before each new try, and never before it is lost', async () => {
  const order: string[] = [];
  const live = createLive({
    every: 1000,
    patience: 3000,
    caught: () => {},
    revive: async () => {
      order.push('revive');
    },
  });
  live.add(async () => {
    order.push('load');
    if (order.length < 4) throw gone();
    return true;
  });

  await vi.advanceTimersByTimeAsync(6000);

  expect(order.slice(0, 6)).toEqual(['load', 'revive', 'load', 'revive', 'load', 'load']);
});
