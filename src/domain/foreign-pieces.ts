import { cleanLines } from './foreign.ts';
import { BROKEN_SEQUENCE } from './sequences.ts';

// Half of something at the end of a piece: an escape sequence, a pair of surrogates, a line break.
const UNFINISHED = new RegExp(String.raw`${BROKEN_SEQUENCE}|[\ud800-\udbff]$|\r$`);
const longestWait = 4096;
// What stands before decides whether marks and joiners stay.
const LAST = /[\s\S][\p{M}\u200c\u200d]*$/u;

/** As `cleanLines`, for text that comes in pieces: what one breaks off waits for the next. */
export function pieceCleaner(): { push(piece: string): string; end(): string } {
  let before = '';
  let waiting = '';
  const take = (text: string) => {
    const clean = cleanLines(before + text);
    const fresh = clean.slice(before.length);
    before = LAST.exec(clean)?.[0] ?? '';
    return fresh;
  };
  return {
    push(piece) {
      const text = waiting + piece;
      const at = text.search(UNFINISHED);
      const whole = at < 0 || text.length - at > longestWait ? text.length : at;
      waiting = text.slice(whole);
      return take(text.slice(0, whole));
    },
    end() {
      const text = waiting;
      waiting = '';
      return take(text);
    },
  };
}
