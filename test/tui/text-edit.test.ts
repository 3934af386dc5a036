import { expect, test } from 'vitest';
import { type Edited, edit, edited, inserted } from '#tui/components/text-edit.ts';
import { sight } from '#tui/components/text-field.tsx';

const edits: [string, Edited, Edited][] = [
  ['left', { text: 'abc', at: 3 }, { text: 'abc', at: 2 }],
  ['left', { text: 'abc', at: 0 }, { text: 'abc', at: 0 }],
  ['right', { text: 'abc', at: 0 }, { text: 'abc', at: 1 }],
  ['right', { text: 'abc', at: 3 }, { text: 'abc', at: 3 }],
  ['home', { text: 'abc', at: 2 }, { text: 'abc', at: 0 }],
  ['ctrl+e', { text: 'abc', at: 0 }, { text: 'abc', at: 3 }],
  ['backspace', { text: 'abc', at: 2 }, { text: 'ac', at: 1 }],
  ['backspace', { text: 'abc', at: 0 }, { text: 'abc', at: 0 }],
  ['delete', { text: 'abc', at: 1 }, { text: 'ac', at: 1 }],
  ['ctrl+u', { text: 'one two', at: 4 }, { text: 'two', at: 0 }],
  ['ctrl+k', { text: 'one two', at: 3 }, { text: 'one', at: 3 }],
  ['ctrl+w', { text: 'one two ', at: 8 }, { text: 'one ', at: 4 }],
  // A family and a flag are one character to whoever looks at them.
  ['backspace', edited('a👨‍👩‍👧'), { text: 'a', at: 1 }],
  ['left', edited('e\u0301'), { text: 'e\u0301', at: 0 }],
  ['delete', { text: '🇩🇪x', at: 0 }, { text: 'x', at: 0 }],
];
test.for(edits)('%s in %j', ([press, line, after]) => {
  expect(edit(line, press)).toEqual(after);
});

test('a key that does not edit is left to others', () => {
  expect(
    ['enter', 'escape', 'tab', 'x', 'pageup', 'ctrl+c'].map((press) => edit(edited('abc'), press)),
  ).toEqual(Array.from({ length: 6 }));
});

test('what is written goes to the cursor, as one line without control characters', () => {
  expect(inserted({ text: 'ad', at: 1 }, 'b\r\n\u001b[31mc\u0000')).toEqual({ text: 'ab [31mcd', at: 8 });
});

test('what is longer than the field may hold is cut between two characters', () => {
  expect(inserted(edited('123'), '👨‍👩‍👧4', 5)).toEqual(edited('123'));
  expect(inserted(edited('123'), '4567', 5)).toEqual(edited('12345'));
});

test('a line longer than its field is shown around the cursor', () => {
  expect(sight(edited('abcdefghij'), 5)).toEqual({ text: 'ghij', column: 4 });
  expect(sight({ text: 'abcdefghij', at: 2 }, 5)).toEqual({ text: 'abcdefghij', column: 2 });
  expect(sight(edited('日本語'), 5)).toEqual({ text: '本語', column: 4 });
});
