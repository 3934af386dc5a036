/** A text that somebody has put into the shop, and what of it may reach a terminal. */
export type ForeignText = {
  what: string;
  text: string;
  shown: string;
  /** What `--safe-csv` makes of it, where that is not the text. */
  safe?: string;
  /** It can be said, but no database keeps it. */
  unkept?: true;
};

const codes = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at)).join('');

const unknown = (count: number) => '\uFFFD'.repeat(count);

// Text breaks off at the words of the commands that are hidden in it, so a person sees that something was there.
export const foreignTexts: ForeignText[] = [
  { what: 'C0', text: `a${codes(0x01, 0x08)}b`, shown: `a${unknown(8)}b` },
  { what: 'C0 above CR', text: `a${codes(0x0e, 0x1a)}b`, shown: `a${unknown(13)}b` },
  { what: 'NUL', text: 'a\0b', shown: `a${unknown(1)}b` },
  { what: 'DEL', text: 'a\x7fb', shown: `a${unknown(1)}b` },
  { what: 'bell', text: 'ring\x07', shown: 'ring\uFFFD' },
  { what: 'carriage return', text: 'good\rbad', shown: 'good bad' },
  { what: 'tab', text: 'a\tb', shown: 'a b' },
  { what: 'line feed', text: 'a\nb', shown: 'a b' },
  { what: 'line and paragraph separators', text: 'a\u2028b\u2029c', shown: 'a b c' },
  { what: 'C1', text: `a${codes(0x80, 0x84)}b`, shown: `a${unknown(5)}b` },
  { what: 'C1, next line', text: 'a\x85b', shown: 'a b' },
  { what: 'C1, the rest', text: `a${codes(0x86, 0x9f)}b`, shown: `a${unknown(26)}b` },
  { what: 'colours', text: '\x1b[38:2::1:2:3mred\x1b[0m', shown: 'red' },
  { what: 'a screen that is wiped', text: 'wiped\x1b[2J\x1b[H', shown: 'wiped' },
  { what: 'a reset', text: 'reset\x1bc', shown: 'reset' },
  { what: 'another character set', text: '\x1b(0line', shown: 'line' },
  { what: 'a C1 sequence', text: 'c1\x9b2Jb', shown: 'c1b' },
  { what: 'a title', text: '\x1b]0;two words\x07titled', shown: 'titled' },
  { what: 'a link (OSC 8)', text: '\x1b]8;;file:///etc/passwd\x1b\\click\x1b]8;;\x1b\\', shown: 'click' },
  { what: 'the clipboard (OSC 52)', text: 'copied\x1b]52;c;cm0gLXJmICs=\x07', shown: 'copied' },
  { what: 'the clipboard in C1', text: 'copied c1\x9d52;c;cm0=\x9c', shown: 'copied c1' },
  { what: 'a device control string', text: 'dcs\x1bP1$r0m\x1b\\', shown: 'dcs' },
  { what: 'a sequence within one', text: 'in\x1b\x1b[31m[31mside', shown: 'in\uFFFD[31mside' },
  { what: 'one that does not end', text: 'open\x1b[', shown: 'open\uFFFD[' },
  { what: 'bidi overrides', text: 'gpj\u202egnp.exe\u202d', shown: 'gpjgnp.exe' },
  { what: 'bidi isolates', text: '\u2066iso\u2069late\u2068\u2067', shown: 'isolate' },
  { what: 'bidi marks', text: 'm\u200ear\u200fk\u061cs', shown: 'marks' },
  { what: 'tags', text: `tag${codes(0xe0020, 0xe007f)}ged`, shown: 'tagged' },
  { what: 'a selector of the supplement', text: 'sup\u{e0100}\u{e01ef}plement', shown: 'supplement' },
  { what: 'zero-width characters', text: 'z\u200be\u2060r\ufeffo\u00ad', shown: 'zero' },
  { what: 'joiners in Latin', text: 'pay\u200dp\u200cal', shown: 'paypal' },
  { what: 'fillers', text: 'f\u3164i\uffa0l\u115fl', shown: 'fill' },
  { what: 'selectors that select nothing', text: 'se\ufe00\ufe0f\ufe0alect', shown: 'select' },
  { what: 'annotations', text: '\ufff9an\ufffano\ufffb', shown: 'anno' },
  {
    what: 'private use',
    text: 'own \ue000\uf8ff\u{f0000} glyphs',
    shown: 'own \ue000\uf8ff\u{f0000} glyphs',
  },
  {
    what: 'a flood of marks',
    text: `zalg${'o\u0301'}${'\u0336'.repeat(200)}`,
    shown: 'zalgo\u0301\u0336\u0336\u0336',
  },
  { what: 'a stray surrogate', text: 'half\ud800 done', shown: 'half\uFFFD done', unkept: true },
  { what: 'one that is low', text: 'low\udc00', shown: 'low\uFFFD', unkept: true },
  {
    what: 'what has to stay',
    text: '👩‍👩‍👧 ❤️ 🏴‍☠️ می‌خواهم नमस्ते e\u0301',
    shown: '👩‍👩‍👧 ❤️ 🏴‍☠️ می‌خواهم नमस्ते e\u0301',
  },
  { what: 'a formula', text: '=1+1', shown: '=1+1', safe: "'=1+1" },
  { what: 'a sum', text: '+49 30 1', shown: '+49 30 1', safe: "'+49 30 1" },
  { what: 'a difference', text: '-2+3', shown: '-2+3', safe: "'-2+3" },
  { what: 'a function', text: '@SUM(1)', shown: '@SUM(1)', safe: "'@SUM(1)" },
  { what: 'a formula in full width', text: '＝1+1', shown: '＝1+1', safe: "'＝1+1" },
  { what: 'a formula behind a tab', text: '\t=2', shown: ' =2', safe: "'\t'=2" },
  { what: 'a formula behind a break', text: '\r=3', shown: ' =3', safe: "'\r'=3" },
  { what: 'a formula that nobody sees', text: '\u200b=4', shown: '=4', safe: "'\u200b=4" },
  { what: 'a formula in quotes', text: '"=5"', shown: '"=5"' },
  { what: 'a formula of another cell', text: 'a;=6,"', shown: 'a;=6,"', safe: `a;'=6,"` },
  { what: 'one that is guarded', text: "'=7", shown: "'=7", safe: "''=7" },
  { what: 'an apostrophe', text: "'tis", shown: "'tis" },
];

/** Those that a database keeps. */
export const keptTexts = foreignTexts.filter(({ unkept }) => !unkept);
