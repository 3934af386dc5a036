/** Text as man(7) sets it: nothing of it is taken for a request or an escape. */
export function escaped(text: string): string {
  return text
    .replace(/[\\'`^~"-]/g, (character) => escapes[character] ?? character)
    .replace(/[^\n -~]/gu, (character) => `\\[u${hex(character)}]`)
    .replace(/^\./gm, '\\&.');
}

// groff_char(7): what a terminal may show as another sign unless it is named.
const escapes: Record<string, string> = {
  '\\': '\\e',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
  '"': '\\(dq',
  '-': '\\-',
};

const hex = (character: string) =>
  (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

export const section = (title: string) => `.SH ${escaped(title.toUpperCase())}`;

/** The title in quotes: its words are one. */
export const subsection = (title: string) => `.SS "${escaped(title)}"`;

/** Filled text; what stands in marks of Markdown becomes bold. */
export const paragraph = (text: string) => `.PP\n${emphasised(text)}`;

/** A term in bold, and below it what it means. */
export const entry = (term: string, meaning: string) =>
  `.TP\n.B ${escaped(term)}\n${emphasised(meaning) || '\\&'}`;

/** Lines that stay as they are. */
export const literal = (lines: readonly string[]) =>
  ['.PP', '.RS 4', '.EX', ...lines.map((line) => escaped(line)), '.EE', '.RE'].join('\n');

const emphasised = (text: string) =>
  text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? `\\fB${escaped(part)}\\fR` : escaped(part)))
    .join('');
