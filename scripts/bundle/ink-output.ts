// Stands in for Ink's output.js, which puts every cell of the screen together anew for each frame: half of what a key costs
// on a large terminal, where a key changes two lines. Here a row of the screen is put together only when something else
// lies on it than in the frame before, and by Ink itself unless it is plain text side by side.
import InkOutput from '../../node_modules/ink/build/output.js';

type Transformer = Parameters<InkOutput['write']>[3]['transformers'][number];
type Clip = { x1: number; x2: number; y1: number; y2: number };
/** One line of a text, `at` being its place in the text. */
type Piece = { x: number; line: string; at: number; clip: Clip; transformers: Transformer[] };
type Row = { key: string; pieces: Piece[] };

const EVERYWHERE: Clip = { x1: -Infinity, x2: Infinity, y1: -Infinity, y2: Infinity };

/** What the last frame's rows were made of, and what became of it. Each frame leaves only its own. */
let known = new Map<string, string>();

/** Texts of several lines, such as a border's side, as the lines that Ink makes of them. */
const linesKnown = new Map<string, string[]>();
const MOST_TEXTS = 500;

const transformerIds = new WeakMap<Transformer, number>();
let transformersSeen = 0;

export default class Output {
  private readonly width: number;
  private readonly height: number;
  private readonly rows: Row[];
  private readonly clips: Clip[] = [];

  constructor({ width, height }: { width: number; height: number }) {
    this.width = width;
    this.height = height;
    this.rows = Array.from({ length: height }, () => ({ key: `${width}\n`, pieces: [] }));
  }

  write(x: number, y: number, text: string, { transformers }: { transformers: Transformer[] }) {
    if (text === '') return;
    const clip = this.clips.at(-1) ?? EVERYWHERE;
    const lines = linesOf(text);
    const last = Math.min(lines.length, clip.y2 - y);
    for (let at = Math.max(0, clip.y1 - y); at < last; at += 1) {
      const [row, line] = [this.rows[y + at], lines[at]];
      if (!row || line === undefined) continue;
      row.key += `${x} ${clip.x1} ${clip.x2} ${namesOf(transformers, at)} ${line}\n`;
      row.pieces.push({ x, line, at, clip, transformers });
    }
  }

  clip({ x1, x2, y1, y2 }: { [Edge in keyof Clip]: number | undefined }) {
    const outer = this.clips.at(-1) ?? EVERYWHERE;
    this.clips.push({
      x1: Math.max(outer.x1, x1 ?? outer.x1),
      x2: Math.min(outer.x2, x2 ?? outer.x2),
      y1: Math.max(outer.y1, y1 ?? outer.y1),
      y2: Math.min(outer.y2, y2 ?? outer.y2),
    });
  }

  unclip() {
    this.clips.pop();
  }

  get() {
    const before = known;
    const easy = this.rows.map(({ key, pieces }) => before.get(key) ?? sideBySide(this.width, pieces));
    const drawn = drawnByInk(
      this.width,
      this.rows.filter((_, y) => easy[y] === undefined),
    );
    const rows = this.rows.map(({ key }, y) => easy[y] ?? drawn.get(key) ?? '');
    known = new Map(this.rows.map(({ key }, at) => [key, rows[at] ?? '']));
    return { output: rows.join('\n'), height: this.height };
  }
}

// One cell for each of its UTF-16 units, in every terminal: ASCII, Latin, typography, currencies, lines and blocks, the heart.
const PLAIN = /^[ -~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u203a\u20a0-\u20bf\u2500-\u259f\u2665]*$/;

/** The row, where no text lies on another one, goes over an edge, or leaves a style to what comes after it. */
function sideBySide(width: number, pieces: readonly Piece[]): string | undefined {
  let row = '';
  let end = 0;
  for (const { x, line, at, clip, transformers } of pieces.toSorted((a, b) => a.x - b.x)) {
    const styled = transformers.reduce((text, transform) => transform(text, at), line);
    const plain = styled.replaceAll(STYLE, '');
    const to = x + plain.length;
    if (x < Math.max(end, clip.x1) || to > Math.min(width, clip.x2)) return undefined;
    if (!PLAIN.test(plain) || !isClosed(styled)) return undefined;
    row += ' '.repeat(x - end) + styled;
    end = to;
  }
  return row.trimEnd();
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a style begins with one.
const STYLE = /\x1b\[(\d{1,2})m/g;

// By its first digit where there are two: what ends a foreground, a background, a bright foreground.
const ENDS: Record<string, string> = { 3: '39', 4: '49', 9: '39' };

/** Whether each style that the text begins is ended by it, and it ends no other. */
function isClosed(text: string): boolean {
  const open = new Set<string>();
  for (const [, code = ''] of text.matchAll(STYLE)) {
    const isEnd = code.startsWith('2') && code.length === 2;
    if (isEnd || code === '39' || code === '49') {
      if (!open.delete(code)) return false;
    } else if (code.length === 2) open.add(ENDS[code[0] ?? ''] ?? 'unknown');
    // Bold and dim have one end.
    else open.add(code === '1' ? '22' : `2${code}`);
  }
  return open.size === 0;
}

function drawnByInk(width: number, rows: readonly Row[]): Map<string, string> {
  if (rows.length === 0) return new Map();
  const ink = new InkOutput({ width, height: rows.length });
  for (const [y, { pieces }] of rows.entries()) {
    for (const { x, line, at, clip, transformers } of pieces) {
      const { x1, x2 } = clip;
      const isClipped = x1 !== EVERYWHERE.x1;
      if (isClipped) ink.clip({ x1, x2, y1: undefined, y2: undefined });
      const ofThisLine = transformers.map(
        (transform): Transformer =>
          (text) =>
            transform(text, at),
      );
      ink.write(x, y, line, { transformers: ofThisLine });
      if (isClipped) ink.unclip();
    }
  }
  const lines = ink.get().output.split('\n');
  return new Map(rows.map(({ key }, y) => [key, lines[y] ?? '']));
}

// A style goes on into the next line: only Ink knows what that means for each of them.
function linesOf(text: string): string[] {
  if (!text.includes('\n')) return [text];
  const found = linesKnown.get(text);
  if (found) return found;
  const lines: string[] = [];
  const ink = new InkOutput({ width: 1, height: text.split('\n').length });
  const told: Transformer = (line, at) => {
    lines[at] = line;
    return '';
  };
  ink.write(0, 0, text, { transformers: [told] });
  ink.get();
  if (linesKnown.size >= MOST_TEXTS) linesKnown.clear();
  linesKnown.set(text, lines);
  return lines;
}

/** Which transformers they are, and for which of a text's lines. */
function namesOf(transformers: readonly Transformer[], at: number): string {
  if (transformers.length === 0) return '';
  return `${transformers.map(idOf)} of ${at}`;
}

function idOf(transformer: Transformer): number {
  const id = transformerIds.get(transformer) ?? transformersSeen + 1;
  if (id > transformersSeen) transformerIds.set(transformer, id);
  transformersSeen = Math.max(transformersSeen, id);
  return id;
}
