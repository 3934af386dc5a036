import { renderToString } from 'ink';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { Foreign, fitted } from '#tui/components/foreign.tsx';

const texts = ['', 'plain', '日本の湯呑み', '👨‍👩‍👧 family', 'e\u0301clair', 'a'.repeat(50)];

describe('a text in a column', () => {
  test.for(texts)('%j is exactly as wide as asked for', (text) => {
    for (const width of [0, 1, 2, 5, 8, 20]) {
      expect(stringWidth(fitted(text, width))).toBe(width);
      expect(stringWidth(fitted(text, width, 'right'))).toBe(width);
    }
  });

  test('what is cut says so', () => {
    expect([fitted('a long name', 6), fitted('12.50', 8, 'right')]).toEqual(['a lon…', '   12.50']);
  });
});

test('a foreign text can do nothing to the terminal', () => {
  const evil = 'Mug\u001b[31m\u001b]8;;file:///etc/passwd\u0007\u202e\u2028\r\nx';

  expect(fitted(evil, 12)).toMatch(/^Mug +x +$/);
  expect(renderToString(<Foreign text={evil} />)).toMatch(/^Mug +x$/);
});
