import { useCallback } from 'react';
import { useServices } from './services.ts';

/** Takes back the last change of cart or favorites, and says so. */
export function useUndo(): () => Promise<void> {
  const { history, status, live } = useServices();
  return useCallback(async () => {
    const change = history.take();
    if (!change) return status.say('There is nothing to undo.', 'plain');
    await change.back();
    status.say(change.undone);
    void live.soon();
  }, [history, status, live]);
}
