import * as smd from 'streaming-markdown';

/** A piece of an answer as it is to be shown. Line breaks stand in `text`. */
export type Span = { text: string; look: 'plain' | 'strong' | 'code' | 'quiet' };

/** Reads Markdown as it comes, and gives out what can be shown of it, without the marks. */
export function readMarkdown(onSpan: (span: Span) => void): { push(text: string): void; end(): void } {
  const parser = smd.parser(rendererFor(onSpan));
  return {
    push: (text) => smd.parser_write(parser, text),
    end: () => smd.parser_end(parser),
  };
}

/** A whole text at once. */
export function spansOf(markdown: string): Span[] {
  const spans: Span[] = [];
  const reader = readMarkdown((span) => spans.push(span));
  reader.push(markdown);
  reader.end();
  return spans;
}

const { Token, Attr } = smd;
type Token = smd.Token;

type Open = { token: Token; url?: string; text: string; number: number; cells: number; checked?: boolean };

const strong: Token[] = [
  Token.Strong_Ast,
  Token.Strong_Und,
  Token.Heading_1,
  Token.Heading_2,
  Token.Heading_3,
  Token.Heading_4,
  Token.Heading_5,
  Token.Heading_6,
];
const code: Token[] = [Token.Code_Inline, Token.Code_Fence, Token.Code_Block];
const lists: Token[] = [Token.List_Unordered, Token.List_Ordered];
const blocks: Token[] = [
  ...strong.slice(2),
  ...lists,
  Token.Paragraph,
  Token.Code_Fence,
  Token.Code_Block,
  Token.Blockquote,
  Token.Table,
  Token.Rule,
];

function rendererFor(onSpan: (span: Span) => void): smd.Renderer<Open[]> {
  let endsWith = '\n\n';
  const put = (text: string, look: Span['look'] = 'plain') => {
    if (text === '') return;
    endsWith = (endsWith + text).slice(-2);
    onSpan({ text, look });
  };
  // So many line breaks stand before what comes next; before the first text none do.
  const breakLines = (count: number) => {
    for (let at = count; at > 0 && !endsWith.endsWith('\n'.repeat(count)); at -= 1) put('\n');
  };
  const within = (open: Open[], tokens: Token[]) => open.some(({ token }) => tokens.includes(token));
  const indent = (open: Open[]) =>
    '  '.repeat(Math.max(0, open.filter(({ token }) => lists.includes(token)).length - 1));
  const lookIn = (open: Open[]) => {
    if (within(open, code)) return 'code';
    return within(open, strong) ? 'strong' : 'plain';
  };

  const begin = (open: Open[], token: Token) => {
    const list = open.findLast((one) => lists.includes(one.token));
    if (blocks.includes(token)) breakLines(within(open, [Token.List_Item]) ? 1 : 2);
    if (token === Token.Rule) put('───', 'quiet');
    if (token === Token.Paragraph && open.at(-1)?.token === Token.Blockquote) put('│ ', 'quiet');
    if (token === Token.Line_Break) put(`\n${indent(open)}`);
    if (token === Token.List_Item && list) {
      breakLines(1);
      put(`${indent(open)}${list.token === Token.List_Ordered ? `${list.number}.` : '•'} `);
      list.number += 1;
    }
    if (token === Token.Table_Row) breakLines(1);
    const row = open.at(-1);
    if (token === Token.Table_Cell && row) {
      if (row.cells > 0) put('  ');
      row.cells += 1;
    }
  };

  return {
    data: [],
    add_token(open, token) {
      begin(open, token);
      open.push({ token, text: '', number: 1, cells: 0 });
    },
    end_token(open) {
      const ended = open.pop();
      if (ended?.token === Token.Checkbox) put(ended.checked ? '☑' : '☐');
      if (ended?.url && ended.url !== ended.text) put(` (${ended.url})`, 'quiet');
    },
    add_text(open, text) {
      for (const one of open) one.text += text;
      put(
        within(open, [Token.Code_Fence, Token.Code_Block])
          ? text
          : text.replaceAll('\n', `\n${indent(open)}`),
        lookIn(open),
      );
    },
    set_attr(open, attr, value) {
      const last = open.at(-1);
      if (!last) return;
      if (attr === Attr.Href || attr === Attr.Src) last.url = value;
      if (attr === Attr.Start) last.number = Number(value);
      if (attr === Attr.Checked) last.checked = true;
    },
  };
}
