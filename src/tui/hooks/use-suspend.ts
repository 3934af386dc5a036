import { setTimeout as pause } from 'node:timers/promises';
import { useApp } from 'ink';
import { use, useCallback, useEffect, useRef } from 'react';
import { useServices } from './services.ts';
import { MouseContext } from './use-mouse.ts';

/** Longer than it takes a signal to arrive at its own sender. While the process is stopped, no time passes. */
const ARRIVAL = 50;

/**
 * Ctrl-Z: gives the terminal back to the shell and stops, until `fg`. The answer is the action for the key; the same
 * happens when the signal comes from elsewhere.
 */
export function useSuspend(): () => Promise<void> {
  const { shop, live, caught, pictures } = useServices();
  const { suspendTerminal } = useApp();
  const mouse = use(MouseContext);
  const away = useRef(false);

  const leaveFor = useCallback(
    async (work: () => Promise<void>) => {
      if (away.current) return;
      away.current = true;
      live.pause();
      const takeMouse = mouse?.rest();
      try {
        await suspendTerminal(work);
      } finally {
        away.current = false;
        takeMouse?.();
        pictures?.canvas.renew();
        live.resume();
        void live.soon();
      }
    },
    [live, mouse, pictures, suspendTerminal],
  );

  const suspend = useCallback(() => leaveFor(stopTheGroup), [leaveFor]);

  useEffect(() => {
    // Nobody has a shell there who could go on with it.
    if (shop.kiosk) return;
    const stop = () => void suspend().catch(caught);
    // Stopped by a signal that cannot be caught: the shell may have changed the terminal meanwhile.
    const back = () => void leaveFor(async () => {}).catch(caught);
    process.on('SIGTSTP', stop);
    process.on('SIGCONT', back);
    return () => {
      process.off('SIGTSTP', stop);
      process.off('SIGCONT', back);
    };
  }, [shop, suspend, leaveFor, caught]);

  return suspend;
}

/**
 * Stops the whole group, as the terminal itself does: `npm start` stands between the shell and this process. Where no
 * shell could wake it again, the kernel ignores the signal, and this comes back at once.
 */
async function stopTheGroup(): Promise<void> {
  const listeners = process.listeners('SIGTSTP');
  process.removeAllListeners('SIGTSTP');
  try {
    process.kill(0, 'SIGTSTP');
    await pause(ARRIVAL);
  } finally {
    for (const listener of listeners) process.on('SIGTSTP', listener);
  }
}
