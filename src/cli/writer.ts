import { once } from 'node:events';

/** The reader of a pipe went away (`| head -1`). Ends the command quietly, as a success. */
export class ClosedPipe extends Error {}

/** The person has left the pager. What was asked for was there to be read. */
export class LeftPager extends ClosedPipe {}

/** The results have nowhere to go, such as a full disk. */
export class LostOutput extends Error {}

export type Writer = {
  /** Resolves when the stream takes more. @throws ClosedPipe when nobody reads any longer, LostOutput */
  write(text: string | Uint8Array): Promise<void>;
};

/** Writes no faster than the reader reads. */
export function writerTo(stream: NodeJS.WriteStream): Writer {
  let failure: Error | undefined;
  // Stays for the stream's life: a pipe that breaks after the last write must not become an uncaught error.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= error.code === 'EPIPE' ? new ClosedPipe() : new LostOutput(error.code, { cause: error });
  });

  return {
    async write(text) {
      if (failure) throw failure;
      if (!stream.write(text)) await drained(stream).catch((error) => Promise.reject(failure ?? error));
      // The news of a broken pipe comes in the next round of the event loop.
      await new Promise(setImmediate);
      if (failure) throw failure;
    },
  };
}

async function drained(stream: NodeJS.WriteStream) {
  if (stream.writableNeedDrain) await once(stream, 'drain');
}
