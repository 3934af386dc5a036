import { SingleBar } from 'cli-progress';

export type Progress = { update(done: number): void; stop(): void };

/** A bar on a terminal. It leaves the cursor and the wrapping of lines alone, so that there is nothing to restore after Ctrl-C. */
export function progressBar(stream: NodeJS.WriteStream, total: number): Progress {
  const bar = new SingleBar({
    stream,
    format: '{bar} {percentage}%  {value}/{total}  {eta_formatted} left',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: null,
    linewrap: true,
    clearOnComplete: true,
  });
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}
