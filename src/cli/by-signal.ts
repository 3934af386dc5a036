/** A signal has ended the full screen. What is left to do is done before the process ends by it. */
export class BySignal extends Error {
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(signal);
    this.signal = signal;
  }
}
