import { useInput, usePaste, useStdin } from 'ink';
import {
  createContext,
  use,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Where } from '#tui/keys.ts';
import { createMouseReader } from '#tui/mouse.ts';
import { pressesOf } from '#tui/press.ts';
import {
  type Actions,
  createKeyboard,
  type Hint,
  type Keyboard,
  type Layer,
  type Level,
} from './keyboard.ts';
import type { Mouse } from './mouse.ts';
import { MouseContext } from './use-mouse.ts';

export const KeyboardContext = createContext<Keyboard>(createKeyboard(() => {}));

type Options = Partial<Pick<Layer, 'modal' | 'typing' | 'paste' | 'bookmark'>> & {
  level?: Level;
  /** Whether the layer is on; default: as long as the component is shown. */
  active?: boolean;
};

/** While the component is shown, its actions answer to the keys that `keys.ts` gives them in this place. */
export function useKeys(where: Where, actions: Actions, options: Options = {}) {
  const { level = 'screen', modal = false, active = true, typing, paste, bookmark } = options;
  const keyboard = use(KeyboardContext);
  const layer = useRef<Layer>({ where, level, modal, actions, typing, paste, bookmark });

  useLayoutEffect(() => (active ? keyboard.add(layer.current) : undefined), [keyboard, active]);
  // After each commit the layer holds what that commit meant, so a key never meets an outdated closure.
  useLayoutEffect(() => {
    Object.assign(layer.current, { where, level, modal, actions, typing, paste, bookmark });
    keyboard.changed();
  });
}

/** The keyboard itself, for what is made of its table. */
export const useKeyboard = (): Keyboard => use(KeyboardContext);

/** What the footer says: the keys that work now. */
export function useHints(): readonly Hint[] {
  const keyboard = use(KeyboardContext);
  return useSyncExternalStore(keyboard.subscribe, keyboard.hints);
}

/**
 * Feeds the keyboard from Ink, one press at a time: the next waits until React has drawn what the one before has
 * changed, or `jj⏎` in one piece would open the row that was marked before the two moves. For one component alone.
 */
export function useTerminalInput(keyboard: Keyboard): void {
  const mouse = use(MouseContext);
  const waiting = useRef<(() => void)[]>([]);
  const busy = useRef(false);
  const [drawn, setDrawn] = useState(0);

  const next = useCallback(() => {
    const work = waiting.current.shift();
    busy.current = work !== undefined;
    if (!work) return;
    work();
    // In one batch with whatever the press has changed: when this is drawn, so is that.
    setDrawn((count) => count + 1);
  }, []);
  useLayoutEffect(() => {
    if (drawn > 0) queueMicrotask(next);
  }, [drawn, next]);

  const later = useCallback(
    (work: () => void) => {
      waiting.current.push(work);
      if (!busy.current) next();
    },
    [next],
  );
  useInput((input, key) => {
    for (const press of pressesOf(input, key)) later(() => keyboard.press(press));
  });
  usePaste((text) => later(() => keyboard.paste(text)));
  useMouseInput(mouse, later);
}

/** Hears the same pieces of input as Ink, which reads them. */
function useMouseInput(mouse: Mouse | undefined, later: (work: () => void) => void) {
  const { stdin } = useStdin();
  useEffect(() => {
    if (!mouse) return;
    const read = createMouseReader();
    const hear = (chunk: string | Buffer) => {
      for (const event of read(String(chunk))) later(() => mouse.hear(event));
    };
    stdin.on('data', hear);
    return () => void stdin.off('data', hear);
  }, [stdin, mouse, later]);
}
