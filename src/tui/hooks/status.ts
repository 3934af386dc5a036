export type Tone = 'good' | 'bad' | 'plain';
export type Said = { text: string; tone: Tone };

/** One sentence at the foot of the screen, which goes away by itself. */
export function createStatus(shownFor = 8_000) {
  let said: Said | undefined;
  let timer: NodeJS.Timeout | undefined;
  const listeners = new Set<() => void>();

  function show(next: Said | undefined) {
    clearTimeout(timer);
    said = next;
    if (next) timer = setTimeout(() => show(undefined), shownFor);
    timer?.unref();
    for (const listener of listeners) listener();
  }

  return {
    say: (text: string, tone: Tone = 'good') => show({ text, tone }),
    clear: () => show(undefined),
    current: () => said,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type Status = ReturnType<typeof createStatus>;
