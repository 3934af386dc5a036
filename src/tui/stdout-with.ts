import type { WriteStream } from 'node:tty';

/** A terminal whose `write` is another one; everything else is its own: its size, its events, whether it is there at all. */
export const stdoutWith = (stdout: WriteStream, write: (...args: unknown[]) => boolean): WriteStream =>
  new Proxy(stdout, {
    get: (target, name) => {
      if (name === 'write') return write;
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
