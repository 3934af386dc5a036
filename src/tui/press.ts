import type { Key } from 'ink';

/**
 * The names of the keys in what Ink hands over at once. A fast typist, a paste in an old terminal or a slow line
 * bring several keys in one piece (`"jj\r"`); each becomes a press of its own, in order.
 */
export function pressesOf(input: string, key: Key): string[] {
  const named = nameOf(key);
  if (named) return [named];
  if (key.ctrl) return input ? [`ctrl+${input}`] : [];
  const typed = Array.from(input, pressOf);
  // Nothing is bound to Alt: Esc and a key that came in one piece are meant as two.
  return key.meta ? ['escape', ...typed] : typed;
}

/** The character that a press writes into a text field, if it is one. */
export const textOf = (press: string): string | undefined => ([...press].length === 1 ? press : undefined);

function nameOf(key: Key): string | undefined {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'escape';
  if (key.tab) return key.shift ? 'backtab' : 'tab';
  if (key.backspace) return 'backspace';
  if (key.delete) return 'delete';
  return undefined;
}

function pressOf(character: string): string {
  if (character === '\r' || character === '\n') return 'enter';
  if (character === '\t') return 'tab';
  if (character === '\x7f' || character === '\b') return 'backspace';
  if (character === '\x1b') return 'escape';
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 ? `ctrl+${String.fromCharCode(code + 0x60)}` : character;
}
