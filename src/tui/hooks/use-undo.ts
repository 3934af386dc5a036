import { useMemo, useSyncExternalStore } from 'react';
import type { Actions } from './keyboard.ts';
import { useServices } from './services.ts';
import { useCart } from './use-cart.tsx';

/** Takes back the last change of cart or favorites, or makes it again, and says what became of it. */
export function useUndo(): Pick<Actions, 'undo' | 'redo'> {
  const { history, status, live } = useServices();
  const { pending, settled } = useCart();
  const reach = useSyncExternalStore(history.subscribe, history.reach);
  return useMemo(() => {
    const told = (work: () => Promise<string | undefined>) => async () => {
      // What was pressed before is done first, so that the last change is the one that the person means.
      await settled();
      const words = await work();
      status.say(words ?? NOTHING.why, words ? 'good' : 'plain');
      void live.soon();
    };
    return {
      undo: reach.undo || pending ? told(history.undo) : NOTHING,
      redo: reach.redo ? told(history.redo) : { why: 'There is nothing to make again.' },
    };
  }, [reach, pending, settled, history, status, live]);
}

const NOTHING = { why: 'There is nothing to undo.' };
