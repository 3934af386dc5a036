import type { ReadStream, WriteStream } from 'node:tty';

/** How the program came to its end. */
export type Ending =
  | { how: 'quit' }
  | { how: 'idle' }
  | { how: 'interrupted' }
  | { how: 'signal'; signal: NodeJS.Signals }
  | { how: 'fault'; error: unknown };

type Wish = {
  stdin: ReadStream;
  stdout: WriteStream;
  /** Told what others wanted to write to stderr, which would have torn the screen. */
  said: (line: string) => void;
};

const FATAL = ['SIGTERM', 'SIGHUP'] as const;

/**
 * Waits for the end: a key, a signal, the terminal's disappearance or a fault anywhere in the process. What was given
 * to `before` runs at that moment, not a turn later, so that the terminal is restored before anybody prints a word.
 */
export function untilEnded({ stdin, stdout, said }: Wish) {
  const { promise, resolve } = Promise.withResolvers<Ending>();
  let cleanUp: (ending: Ending) => void = () => {};
  let ending: Ending | undefined;

  function end(how: Ending) {
    if (ending) return;
    ending = how;
    unhush();
    cleanUp(how);
    forget();
    resolve(how);
  }

  const interrupted = () => end({ how: 'interrupted' });
  const fault = (error: unknown) => end({ how: 'fault', error });
  const bySignal = (signal: NodeJS.Signals) => end({ how: 'signal', signal });
  const gone = () => bySignal('SIGHUP');
  // A terminal that is gone fails every write; the hang-up tells it, not the failed write.
  const ignore = () => {};

  for (const signal of FATAL) process.on(signal, bySignal);
  process.on('SIGINT', interrupted);
  process.on('uncaughtException', fault);
  stdin.on('end', gone);
  stdin.on('error', gone);
  stdout.on('error', ignore);
  const unhush = hushStderr(said);

  function forget() {
    for (const signal of FATAL) process.off(signal, bySignal);
    process.off('SIGINT', interrupted);
    process.off('uncaughtException', fault);
    stdin.off('end', gone);
    stdin.off('error', gone);
  }

  return {
    promise,
    end,
    /** What restores the terminal. When the end has come already, it runs at once. */
    before(work: (ending: Ending) => void) {
      cleanUp = work;
      if (ending) work(ending);
    },
  };
}

/** Until the answer is called, what anybody writes to stderr is told line by line instead of tearing the screen. */
function hushStderr(said: (line: string) => void): () => void {
  const { stderr } = process;
  const write = stderr.write;
  const told = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    for (const line of text.split('\n')) if (line.trim()) said(line.trim());
    const done = rest.findLast((one) => typeof one === 'function');
    if (done) process.nextTick(done as () => void);
    return true;
  };
  // The stream's own method has overloads that no function can be written for.
  stderr.write = told as typeof stderr.write;
  return () => {
    stderr.write = write;
  };
}
