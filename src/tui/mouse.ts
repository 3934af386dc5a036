/** What a mouse did, and the cell where, counted from 0. */
export type MouseEvent = { kind: 'click' | 'wheelUp' | 'wheelDown'; x: number; y: number };

// Buttons and wheel (1000), told in decimals (1006), which reach beyond column 223. Source: xterm's control sequences.
const modes = [1000, 1006];

/** Asks the terminal to tell what the mouse does, instead of letting it select text; and no longer. */
export const mouseSequence = (on: boolean): string =>
  modes.map((mode) => `\x1b[?${mode}${on ? 'h' : 'l'}`).join('');

/**
 * Finds in what a terminal sends what the mouse did: Ink leaves that out of its input. What is pasted is none of it, and
 * a report may come in two pieces.
 */
export function createMouseReader(): (chunk: string) => MouseEvent[] {
  let rest = '';
  return (chunk) => {
    const text = (rest + chunk).replace(pasted, '');
    rest = unfinished.exec(text)?.[0] ?? '';
    const whole = text.slice(0, text.length - rest.length);
    return [...whole.matchAll(report)].flatMap(([, button, column, row]) => {
      const kind = kinds[Number(button) & ~modifiers];
      return kind ? [{ kind, x: Number(column) - 1, y: Number(row) - 1 }] : [];
    });
  };
}

const csi = '\\u001b\\[';
const pasted = new RegExp(`${csi}200~.*?${csi}201~`, 'gs');
// The letter M is a press, m would be a release.
const report = new RegExp(`${csi}<(\\d+);(\\d+);(\\d+)M`, 'g');
const unfinished = new RegExp(`(${csi}200~.*|${csi}<[\\d;]*)$`, 's');

const kinds: Record<number, MouseEvent['kind']> = { 0: 'click', 64: 'wheelUp', 65: 'wheelDown' };
// Shift, Alt and Ctrl, which change nothing here.
const modifiers = 4 | 8 | 16;
