import { describe, expect, test } from 'vitest';
import { readMarkdown, type Span, spansOf } from '#assistant/markdown.ts';

/** Pieces of one look count as one: where they were torn does not matter. */
function shown(markdown: string): string {
  const whole: Span[] = [];
  for (const { text, look } of spansOf(markdown)) {
    const last = whole.at(-1);
    if (last?.look === look) last.text += text;
    else whole.push({ text, look });
  }
  return whole.map(({ text, look }) => (look === 'plain' ? text : `{${look}:${text}}`)).join('');
}

describe('an answer in Markdown', () => {
  test.for([
    ['Hello **bold** and `code`.', 'Hello {strong:bold} and {code:code}.'],
    ['# Title\n\ntext', '{strong:Title}\n\ntext'],
    ['- one\n- two\n  - three', '• one\n• two\n  • three'],
    ['- one\n- two\n\nend', '• one\n• two\n\nend'],
    ['3. three\n4. four', '3. three\n4. four'],
    ['[here](https://a.example/b)', 'here{quiet: (https://a.example/b)}'],
    ['> said', '{quiet:│ }said'],
    ['a\n\n```sh\nls  -l\n```\n\nb', 'a\n\n{code:ls  -l}\n\nb'],
    ['- [x] done\n- [ ] open', '• ☑ done\n• ☐ open'],
    ['Item\\_1 costs 5 * 3 < 20', 'Item_1 costs 5 * 3 < 20'],
    ['never closed **bold', 'never closed {strong:bold}'],
    ['', ''],
  ])('%j is shown without its marks', ([markdown = '', expected]) => {
    expect(shown(markdown)).toBe(expected);
  });

  test('reads the same letter by letter', () => {
    const markdown =
      '# A\n\nb **c** `d` [e](https://f.example)\n\n- g\n- h\n\n| i | j |\n|---|---|\n| k | l |\n';
    let text = '';
    const reader = readMarkdown((span) => {
      text += span.text;
    });

    for (const letter of markdown) reader.push(letter);
    reader.end();

    expect(text).toBe(
      spansOf(markdown)
        .map((span) => span.text)
        .join(''),
    );
    expect(text).toContain('• g\n• h');
  });
});
