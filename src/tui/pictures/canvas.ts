import type { WriteStream } from 'node:tty';
import { stdoutWith } from '#tui/stdout-with.ts';
import type { Drawn } from './draw.ts';

type Place = { x: number; y: number };
type Picture = { drawn: Extract<Drawn, { kind: 'sequence' }>; place: () => Place | null };

/**
 * Where pictures are drawn that are no text. Ink knows nothing of them: whatever it writes may take them away, so they are
 * drawn again after each frame, in the same turn.
 */
export function createCanvas(stdout: WriteStream) {
  let shown: Picture | undefined;
  let last: Place | undefined;
  let due = false;

  const at = ({ x, y }: Place) => `\x1b[${y + 1};${x + 1}H`;
  const around = (sequence: string) => `\x1b7${sequence}\x1b8`;

  function paint() {
    due = false;
    const place = shown?.place();
    if (!shown || !place) return;
    // kitty keeps a picture where it is whatever is written; a second one of the same number would flicker.
    if (shown.drawn.remove && last?.x === place.x && last.y === place.y) return;
    last = place;
    stdout.write(around(at(place) + shown.drawn.show));
  }
  function soon() {
    if (due || !shown) return;
    due = true;
    queueMicrotask(paint);
  }
  function erase({ drawn }: Picture, place: Place) {
    const rows = Array.from({ length: drawn.rows }, (_, row) => {
      return `${at({ x: place.x, y: place.y + row })}\x1b[${drawn.columns}X`;
    });
    stdout.write(around(drawn.remove || rows.join('')));
  }

  const write = (...args: unknown[]): boolean => {
    soon();
    return Reflect.apply(stdout.write, stdout, args);
  };
  return {
    /** Draws again what is shown: the terminal was somebody else's meanwhile. */
    renew() {
      last = undefined;
      soon();
    },
    /** For Ink: the terminal, with what is drawn here brought back after each frame. */
    stdout: stdoutWith(stdout, write),
    /** Shows a picture at a place, which is asked for each time it is drawn, until the answer is called. */
    put(picture: Picture): () => void {
      shown = picture;
      last = undefined;
      soon();
      return () => {
        if (shown !== picture) return;
        shown = undefined;
        if (last) erase(picture, last);
        last = undefined;
      };
    },
  };
}

export type Canvas = ReturnType<typeof createCanvas>;
