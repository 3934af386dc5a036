import type { Keyboard } from './hooks/keyboard.ts';
import type { Status } from './hooks/status.ts';

type Wish = {
  /** Without it the shop stays open for ever. */
  minutes: number | undefined;
  status: Status;
  leave: () => void;
};

/** Seconds before the end. */
const WARNINGS = [60, 30, 10];

/** Counts for how long nobody has touched a key, warns, and leaves. */
export function createIdle({ minutes = Number.POSITIVE_INFINITY, status, leave }: Wish) {
  const limit = minutes * 60_000;
  let timers: NodeJS.Timeout[] = [];
  let warned = false;

  function stop() {
    for (const timer of timers) clearTimeout(timer);
    timers = [];
  }

  const warn = (seconds: number) => () => {
    warned = true;
    status.say(`Still there? The shop closes in ${seconds} s. Any key keeps it open.`, 'plain');
  };

  function touch() {
    stop();
    if (limit === Number.POSITIVE_INFINITY) return;
    if (warned) status.clear();
    warned = false;
    const warnings = WARNINGS.filter((seconds) => seconds * 1_000 < limit);
    timers = [
      ...warnings.map((seconds) => setTimeout(warn(seconds), limit - seconds * 1_000)),
      setTimeout(leave, limit),
    ];
  }

  return {
    touch,
    stop,
    /** The same keyboard, whose keys are signs of life. */
    heard: (keyboard: Keyboard): Keyboard => ({
      ...keyboard,
      press: (press) => {
        touch();
        keyboard.press(press);
      },
      paste: (text) => {
        touch();
        keyboard.paste(text);
      },
      // What the mouse does it does by this.
      run: (act, count) => {
        touch();
        keyboard.run(act, count);
      },
    }),
  };
}
