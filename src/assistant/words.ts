import { cleanLines } from '#domain/foreign.ts';

/**
 * Cleans text that comes in pieces, as `cleanLines` would clean the whole: what a terminal obeys may be torn in two, so a
 * line is held back from its first control character until it is complete, and the halves of a character until both are there.
 */
export function cleanWords(): { push(piece: string): string; end(): string } {
  let held = '';
  const release = (until: number) => {
    const ready = held.slice(0, until);
    held = held.slice(until);
    return cleanLines(ready);
  };
  return {
    push(piece) {
      held += piece;
      const lastLine = held.lastIndexOf('\n') + 1;
      const unsure = held.slice(lastLine).search(/\p{Cc}|[\ud800-\udbff]$/u);
      return release(unsure < 0 ? held.length : lastLine + unsure);
    },
    end: () => release(held.length),
  };
}
