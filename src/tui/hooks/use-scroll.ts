import { useState } from 'react';
import type { Actions } from './keyboard.ts';

/**
 * A window over text that has no cursor: which line is uppermost, and the keys that move it. Another `subject` begins at
 * its top.
 */
export function useScroll(subject: unknown, count: number, room: number) {
  const [at, setAt] = useState({ subject, top: 0 });
  if (at.subject !== subject) setAt({ subject, top: 0 });
  const lowest = Math.max(0, count - room);
  const top = Math.min(at.top, lowest);
  const to = (next: number) => () => setAt({ subject, top: Math.max(0, Math.min(next, lowest)) });
  const page = Math.max(1, room - 1);
  return {
    top,
    byPage: { pageUp: to(top - page), pageDown: to(top + page) } satisfies Actions,
    byLine: { up: to(top - 1), down: to(top + 1) } satisfies Actions,
  };
}
