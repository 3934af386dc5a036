import type { Key } from 'ink';
import { expect, test } from 'vitest';
import { pressesOf, textOf } from '#tui/press.ts';

const none: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
  eventType: undefined,
};

const presses: [string, Partial<Key>, string[]][] = [
  ['a', {}, ['a']],
  ['jj\r', {}, ['j', 'j', 'enter']],
  ['ab\tc\n', {}, ['a', 'b', 'tab', 'c', 'enter']],
  ['q\u0003', {}, ['q', 'ctrl+c']],
  ['x\u007f', {}, ['x', 'backspace']],
  ['茶🍵', {}, ['茶', '🍵']],
  ['', { upArrow: true }, ['up']],
  ['', { return: true }, ['enter']],
  ['', { tab: true, shift: true }, ['backtab']],
  ['c', { ctrl: true }, ['ctrl+c']],
  // Esc and the next key in one piece look like Alt to a terminal.
  ['1', { meta: true }, ['escape', '1']],
  ['', { escape: true }, ['escape']],
];
test.for(presses)('%j with %j', ([input, key, names]) => {
  expect(pressesOf(input, { ...none, ...key })).toEqual(names);
});

test('only characters are text', () => {
  expect(['a', ' ', '茶', '🍵'].map(textOf)).toEqual(['a', ' ', '茶', '🍵']);
  expect(['enter', 'ctrl+a', 'up'].map(textOf)).toEqual([undefined, undefined, undefined]);
});
