import { stayInLittleSpace } from '#platform/little-space.ts';
import type { Wish } from '#tui/main.tsx';
import { BySignal } from './by-signal.ts';
import type { Room } from './room.ts';

// By then the first frames are drawn, and the room for new things is what a frame needs.
const STARTED = 1_500;

/** Opens the shop on the whole screen, and prints what the person should still see after it. @throws BySignal; ShopError */
export async function openFullScreen(
  { shop, out, stdin, stdout, hold }: Room,
  wish: Omit<Wish, 'stdin' | 'stdout' | 'ending'>,
): Promise<void> {
  const { runTui } = await import('#tui/main.tsx');
  // Who closes a window does it more than once: what a stranger has left here is to be removed all the same.
  const ending = shop.kiosk ? { ending: hold } : {};
  const started = setTimeout(stayInLittleSpace, STARTED);
  const { lines, signal } = await runTui(shop, { ...wish, ...ending, stdin, stdout }).finally(() =>
    clearTimeout(started),
  );
  if (signal) throw new BySignal(signal);
  if (lines) await out.lines(lines);
}
