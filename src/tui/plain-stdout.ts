import type { WriteStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { stdoutWith } from './stdout-with.ts';

/** Longer than it takes a screen to settle after a key, shorter than anybody would call waiting. */
const SETTLED = 100;

/**
 * A stdout for a terminal that cannot move its cursor: each frame that differs from the one before is written below
 * it, once it has settled, and without a single control sequence.
 */
export function plainStdout(stdout: WriteStream): WriteStream {
  let last = '';
  let timer: NodeJS.Timeout | undefined;

  const show = (frame: string) => {
    if (frame === last) return;
    last = frame;
    stdout.write(`${frame}\n\n`);
  };
  const write = (chunk: unknown, ...rest: unknown[]): boolean => {
    const frame = stripVTControlCharacters(String(chunk)).trimEnd();
    const done = rest.findLast((one) => typeof one === 'function');
    if (done) process.nextTick(done as () => void);
    if (frame === '') return true;
    clearTimeout(timer);
    timer = setTimeout(() => show(frame), SETTLED);
    timer.unref();
    return true;
  };
  return stdoutWith(stdout, write);
}
