import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanAll, cleanLines, cleanText, escapeJson } from '#domain/foreign.ts';
import { pieceCleaner } from '#domain/foreign-pieces.ts';

const attacks: [name: string, text: string, clean: string][] = [
  ['colours', '\u001b[31mred\u001b[0m', 'red'],
  ['a title', '\u001b]0;owned\u0007name', 'name'],
  ['a link', '\u001b]8;;file:///etc/passwd\u0007click\u001b]8;;\u0007', 'click'],
  ['a sequence that does not end', 'a\u001b[', 'a\uFFFD['],
  ['C1', 'a\u009b2Jb', 'ab'],
  ['backspaces', 'a\b\bb', 'a\uFFFD\uFFFDb'],
  ['carriage return', 'good\rbad', 'good bad'],
  ['breaks and tabs', 'a\tb\nc\u2028d', 'a b c d'],
  ['a direction override', 'gpj\u202egnp.exe', 'gpjgnp.exe'],
  ['isolates', '\u2066a\u2069', 'a'],
  ['tag characters', 'a\u{e0041}b', 'ab'],
  ['a lone surrogate', 'a\ud800b', 'a\uFFFDb'],
  ['a zero-width space', 'a\u200bb', 'ab'],
];

describe('on a terminal', () => {
  test.each(attacks)('%s', (_name, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  test.each(['plain', 'Grüße', '日本語', '👩‍👩‍👧', 'नमस्ते', 'عربي', 'می‌خواهم', ''])(
    '%j stays as it is',
    (text) => {
      expect(cleanText(text)).toBe(text);
    },
  );

  test('several lines keep their breaks alone', () => {
    expect(cleanLines('a\tb\r\nc\u001b[2Jd')).toBe('a b\ncd');
  });

  test('all texts of a value are cleaned, the rest is kept', () => {
    expect(cleanAll({ name: 'a\u0007', lines: [{ name: '\u202eb', count: 1, gone: null }] })).toEqual({
      name: 'a\uFFFD',
      lines: [{ name: 'b', count: 1, gone: null }],
    });
  });
});

describe('that comes in pieces', () => {
  const inPieces = (pieces: string[]) => {
    const cleaner = pieceCleaner();
    return [...pieces.map(cleaner.push), cleaner.end()];
  };

  test.each<[pieces: string[], shown: string[]]>([
    [
      ['\ud83d', '\ude00!'],
      ['', '😀!', ''],
    ],
    [
      ['red \u001b', '[3', '1m car'],
      ['red ', '', ' car', ''],
    ],
    [
      ['a\u001b]52;c;', 'YWJj', '\u0007b'],
      ['a', '', 'b', ''],
    ],
    [
      ['one\r', '\ntwo\r', 'three'],
      ['one', '\ntwo', ' three', ''],
    ],
    [
      ['e', '\u0301\u0301\u0301', '\u0301\u0301\u0301'],
      ['e', '\u0301\u0301\u0301', '\u0301', ''],
    ],
    [
      ['👩', '\u200d', '👧'],
      ['👩', '\u200d', '👧', ''],
    ],
    [['the end\u001b['], ['the end', '\uFFFD[']],
    [['lost \ud83d'], ['lost ', '\uFFFD']],
  ])('%j waits for what belongs together', (pieces, shown) => {
    expect(inPieces(pieces)).toEqual(shown);
  });

  test('is the same as in one piece, wherever it breaks', () => {
    const part = fc.constantFrom(
      ...[
        '\u001b',
        '[',
        ']',
        '3',
        ';',
        'm',
        '\u0007',
        '\\',
        '\u009b',
        '\u009d',
        '\u009c',
        '\r',
        '\n',
        '\t',
        '(',
        ' ',
      ],
      ...[
        'a',
        'ب',
        '\u0301',
        '\u200d',
        '\ufe0f',
        '\ud83d',
        '\ude00',
        '👩',
        '\u202e',
        '\u{e0041}',
        '\u2028',
        '\0',
      ],
    );

    fc.assert(
      fc.property(fc.array(fc.array(part).map((parts) => parts.join(''))), (pieces) => {
        expect(inPieces(pieces).join('')).toBe(cleanLines(pieces.join('')));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('as JSON', () => {
  test.each(attacks)('%s is kept whole and shown as escapes', (_name, text) => {
    const json = escapeJson(JSON.stringify({ text }));

    expect(JSON.parse(json)).toEqual({ text });
    expect(json).toMatch(/^[\x20-\x7e]*$/);
  });
});
