import { type DOMElement, measureElement } from 'ink';
import { createContext, type RefObject, use, useEffect, useLayoutEffect, useRef } from 'react';
import type { Level } from './keyboard.ts';
import type { Mouse, Region } from './mouse.ts';

/** Absent where there is no mouse: in a screen reader's layout, on a terminal without control sequences. */
export const MouseContext = createContext<Mouse | undefined>(undefined);

type Options = { level?: Level; active?: boolean };

/** The box that gets the answer as its `ref` hears clicks for as long as it is shown. */
export function useRegion(
  click: (mouse: Mouse, ...what: Parameters<Region['click']>) => void,
  { level = 'screen', active = true }: Options = {},
): RefObject<DOMElement | null> {
  const ref = useRef<DOMElement>(null);
  const mouse = use(MouseContext);
  const latest = useRef(click);
  useLayoutEffect(() => {
    latest.current = click;
  });
  useEffect(() => {
    if (!mouse || !active) return;
    const box = () => (ref.current ? measureElement(ref.current) : undefined);
    return mouse.add({ level, box, click: (...what) => latest.current(mouse, ...what) });
  }, [mouse, level, active]);
  return ref;
}

/** For the box around the rows of a list: a click marks its row, a double one opens it. */
export const useRows = (options?: Options) =>
  useRegion((mouse, { y }, times) => mouse.pick(y, times), options);
