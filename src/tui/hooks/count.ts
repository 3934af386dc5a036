import type { Act, Reachable } from './keyboard.ts';

/** What could be counted where the first digit was typed, and the way back there: a digit also changes the screen. */
type Origin = { reachable: readonly Reachable[]; back: () => void };

/** How long after a digit a key still belongs to it. Whoever wants to act on the new screen has to read it first. */
const TOGETHER = 600;
const LONGEST = 4;

/** Digits that are typed right before a key that counts: `12a` adds twelve. */
export function createCount(now: () => number = Date.now) {
  let digits = '';
  let last = 0;
  let origin: Origin | undefined;

  const forget = () => {
    digits = '';
    origin = undefined;
  };

  return {
    digit(press: string, here: () => Origin) {
      if (now() - last > TOGETHER || digits.length >= LONGEST) forget();
      if (digits === '' && press === '0') return;
      origin ??= here();
      digits += press;
      last = now();
    },
    /** What this press means after digits, if it counts. Whatever it means, the digits are spent. */
    take(press: string): { act: Act; count: number; back: () => void } | undefined {
      const [from, count, late] = [origin, Number(digits), now() - last > TOGETHER];
      forget();
      if (!from || late) return undefined;
      const found = from.reachable.find(({ binding }) => binding.counts && binding.keys.includes(press));
      return found && { act: found.act, count, back: from.back };
    },
  };
}
