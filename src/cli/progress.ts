import { SingleBar } from 'cli-progress';

/** `done` of the total that the bar was made for; `rows`, where that counts something else, such as bytes. */
export type Progress = { update(done: number, rows?: number): void; stop(): void };

/** A bar on a terminal. It leaves the cursor and the wrapping of lines alone, so that there is nothing to restore after Ctrl-C. */
export function progressBar(stream: NodeJS.WriteStream, total: number): Progress {
  const bar = new SingleBar({
    stream,
    format: '{bar} {percentage}%  {rows} rows  {rate}/s  {eta_formatted} left',
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: null,
    linewrap: true,
    clearOnComplete: true,
  });
  const begun = performance.now();
  const rate = (rows: number) => Math.round(rows / Math.max(0.001, (performance.now() - begun) / 1000));
  bar.start(total, 0, { rows: 0, rate: 0 });
  return {
    update: (done, rows = done) => bar.update(done, { rows, rate: rate(rows) }),
    stop: () => bar.stop(),
  };
}
