import { setFlagsFromString } from 'node:v8';

/**
 * Runs work that leaves nothing behind, such as a stream. V8 would give it ever more room for what is new, twice the
 * memory for a tenth of the time.
 */
export async function inLittleSpace<Result>(work: () => Promise<Result>): Promise<Result> {
  setFlagsFromString('--semi-space-growth-factor=1');
  try {
    return await work();
  } finally {
    // V8's default. What is kept of the program's code is for this setting.
    setFlagsFromString('--semi-space-growth-factor=2');
  }
}
