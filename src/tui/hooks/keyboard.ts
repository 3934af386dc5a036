import { type Action, BINDINGS, type Binding, bindingOf, bindingsIn, type Where } from '#tui/keys.ts';
import { createCount } from './count.ts';

/** Which layer hears a key first: a question over a text field over an opened view over the screen over the program. */
const LEVELS = ['program', 'screen', 'view', 'field', 'popup'] as const;
export type Level = (typeof LEVELS)[number];

/** What cannot be done just now. Its key is heard all the same, and says why. */
export type Off = { why: string };

/** `count` is 1, or what was typed before the key. */
export type Act = ((count: number) => unknown) | Off;
export type Actions = Partial<Record<Action, Act>>;

const isOff = (act: Act): act is Off => typeof act === 'object';

export type Layer = {
  where: Where;
  level: Level;
  /** A modal layer lets nothing through but `leave` and `suspend`. */
  modal: boolean;
  actions: Actions;
  /** Takes presses as text, before any binding; answers whether it did. */
  typing?: ((press: string) => boolean) | undefined;
  /** Remembers where the person is. @returns the way back there */
  bookmark?: (() => () => void) | undefined;
  /** Takes pasted text. */
  paste?: ((text: string) => void) | undefined;
};

export type Hint = Binding & { id: Action };

/** What can be reached from here, possible or not. */
export type Reachable = { binding: Hint; act: Act };

const isDigit = (press: string) => /^[0-9]$/.test(press);

/** Ctrl-C and Ctrl-Z are heard through everything. */
const ALWAYS: readonly Action[] = ['leave', 'suspend'];

/**
 * Who hears which key. Layers come and go with the components that own them; the footer listens to `hints`.
 * `caught` is told whatever an action throws or its promise rejects with, `say` why a key does nothing just now.
 */
export function createKeyboard(
  caught: (error: unknown) => void,
  say: (why: string) => void = () => {},
  bindings: readonly Hint[] = BINDINGS,
) {
  let layers: Layer[] = [];
  let hints: readonly Hint[] = [];
  let named = '';
  const listeners = new Set<() => void>();
  const count = createCount();

  const fromTheTop = () => layers.toSorted((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level));

  function changed() {
    const next = reachableFrom(fromTheTop(), bindings)
      .filter(({ act }) => !isOff(act))
      .map(({ binding }) => binding);
    const name = next.map(({ id, where }) => `${where[0]}.${id}`).join();
    if (name === named) return;
    named = name;
    hints = next;
    for (const listener of listeners) listener();
  }

  function run(act: Act, count = 1) {
    if (isOff(act)) return say(act.why);
    try {
      const result = act(count);
      if (result instanceof Promise) result.catch(caught);
    } catch (error) {
      caught(error);
    }
  }

  /** Whether letters are text just now, or a question has the keyboard. */
  const isTyped = () => fromTheTop().some(({ typing, modal }) => typing || modal);

  const here = () => ({
    reachable: reachableFrom(fromTheTop(), bindings),
    back: layers.find(({ bookmark }) => bookmark)?.bookmark?.() ?? (() => {}),
  });

  return {
    /** Puts a layer on; the answer takes it off. A layer put on later lies above others of its level. */
    add(layer: Layer): () => void {
      layers = [layer, ...layers];
      changed();
      return () => {
        layers = layers.filter((other) => other !== layer);
        changed();
      };
    },
    changed,
    press(press: string): void {
      if (isDigit(press) && !isTyped()) count.digit(press, here);
      else {
        const counted = count.take(press);
        if (counted) {
          counted.back();
          run(counted.act, counted.count);
          return;
        }
      }
      let blocked = false;
      for (const layer of fromTheTop()) {
        const binding = bindingOf(layer.where, press, bindings);
        const action = binding && layer.actions[binding.id];
        if (blocked && !(binding && ALWAYS.includes(binding.id))) continue;
        if (layer.typing?.(press)) return;
        if (action) {
          run(action);
          return;
        }
        blocked ||= layer.modal;
      }
    },
    /** Pasted text goes to the field that is being typed into, or nowhere: it is never taken for keys. */
    paste(text: string): void {
      const layer = fromTheTop().find(({ paste, modal }) => paste || modal);
      if (layer?.paste) run(() => layer.paste?.(text));
    },
    bindings,
    /** Whether what belongs to this level is heard, or something modal lies above it. */
    hears(level: Level): boolean {
      const modal = fromTheTop().find((layer) => layer.modal);
      return !modal || LEVELS.indexOf(level) >= LEVELS.indexOf(modal.level);
    },
    hints: () => hints,
    /** What the keys could do from here, with the actions as they are now. */
    reachable: () => reachableFrom(fromTheTop(), bindings),
    run,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type Keyboard = ReturnType<typeof createKeyboard>;

/** What the keys do here, from the uppermost layer down; a key that a layer above has taken is not said again. */
function reachableFrom(layers: readonly Layer[], bindings: readonly Hint[]): Reachable[] {
  const taken = new Set<string>();
  const found: Reachable[] = [];
  for (const layer of layers) {
    for (const binding of bindingsIn(layer.where, bindings)) {
      const act = layer.actions[binding.id];
      if (!act || taken.has(binding.keys[0] ?? '')) continue;
      for (const key of binding.keys) taken.add(key);
      found.push({ binding, act });
    }
    // Letters are text while a field has the keyboard, so what lies below cannot be reached by them.
    if (layer.modal || layer.typing) break;
  }
  return found;
}
