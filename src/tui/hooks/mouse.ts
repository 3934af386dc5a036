import type { ElementMetrics } from 'ink';
import type { Action } from '#tui/keys.ts';
import { type MouseEvent, mouseSequence } from '#tui/mouse.ts';
import type { Keyboard, Level } from './keyboard.ts';

/** A cell, seen from the upper left corner of a region. */
export type Spot = { x: number; y: number };

/** A part of the screen that hears clicks. */
export type Region = {
  /** Below a question or a popup it hears nothing, as with keys. */
  level: Level;
  box: () => ElementMetrics | undefined;
  click: (spot: Spot, times: 1 | 2) => void;
};

const DOUBLE = 400;
const WHEEL_ROWS = 3;

/**
 * What the mouse does is done by the actions of the keyboard, so it can do nothing that a key cannot. `write` reaches the
 * terminal; `now` is in milliseconds.
 */
export function createMouse(
  keyboard: Keyboard,
  write: (text: string) => void,
  now = () => performance.now(),
) {
  let regions: Region[] = [];
  let on = false;
  let last = { x: -1, y: -1, at: Number.NEGATIVE_INFINITY };

  const act = (id: Action) => keyboard.reachable().find(({ binding }) => binding.id === id)?.act;

  function does(id: Action, count = 1): boolean {
    const found = act(id);
    if (found) keyboard.run(found, count);
    return found !== undefined;
  }

  function wheel(id: 'up' | 'down', page: 'pageUp' | 'pageDown') {
    if (!act(id)) return void does(page);
    for (let row = 0; row < WHEEL_ROWS; row += 1) does(id);
  }

  function click({ x, y }: Spot) {
    const at = now();
    const again = x === last.x && y === last.y && at - last.at < DOUBLE;
    // A third click begins anew.
    last = { x, y, at: again ? Number.NEGATIVE_INFINITY : at };
    for (const region of regions) {
      const box = region.box();
      if (!box || !keyboard.hears(region.level) || !isIn(box, { x, y })) continue;
      region.click({ x: x - box.x, y: y - box.y }, again ? 2 : 1);
      return;
    }
  }

  return {
    /** Does what a key would do, where one would. */
    does,
    /** Marks a row of the list that has the keys; twice opens it. */
    pick(row: number, times: 1 | 2) {
      if (does('pick', row) && times === 2) keyboard.press('enter');
    },
    /** Puts a region over those that are there; the answer takes it off. */
    add(region: Region): () => void {
      regions = [region, ...regions];
      return () => {
        regions = regions.filter((other) => other !== region);
      };
    },
    hear(event: MouseEvent) {
      if (!on) return;
      if (event.kind === 'click') click(event);
      else if (event.kind === 'wheelUp') wheel('up', 'pageUp');
      else wheel('down', 'pageDown');
    },
    isOn: () => on,
    turn(wanted: boolean) {
      if (wanted === on) return;
      on = wanted;
      write(mouseSequence(on));
    },
    /** Gives the terminal its own mouse back while the program is away. @returns what takes it again */
    rest(): () => void {
      if (!on) return () => {};
      write(mouseSequence(false));
      return () => {
        if (on) write(mouseSequence(true));
      };
    },
  };
}

export type Mouse = ReturnType<typeof createMouse>;

const isIn = (box: ElementMetrics, { x, y }: Spot) =>
  x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
