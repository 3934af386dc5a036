import type { Cell } from './watch.ts';

// In units of the drawing: a cell of a usual font of 14, and the frame around all of them.
const cell = { width: 8.4, height: 16.4 };
const margin = 14;
const ink = '#d8dee9';
const ground = '#1c2128';
// The sixteen colours that the screens use by name; those that they do not use are not here.
const colors: Record<number, string> = { 1: '#f47067', 2: '#8ddb8c', 3: '#f0c674' };

/** What stands in a terminal, as a drawing that looks the same everywhere. */
export function svgOf(rows: readonly (readonly Cell[])[], title: string): string {
  const columns = rows[0]?.length ?? 0;
  const [width, height] = [columns * cell.width + 2 * margin, rows.length * cell.height + 2 * margin];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${number(width)} ${number(height)}" role="img" aria-label="${escaped(title)}">`,
    `<rect width="100%" height="100%" rx="8" fill="${ground}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">`,
    ...rows.flatMap((row, y) => runsOf(row).flatMap((run) => drawn(run, y))),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

type Run = { x: number; width: number; text: string; style: Omit<Cell, 'text' | 'width'> };

/** Neighbours that look alike are drawn as one; blanks that are nothing but ground are left out. */
function runsOf(row: readonly Cell[]): Run[] {
  const runs: Run[] = [];
  for (const [x, { text, width, ...style }] of row.entries()) {
    if (width === 0) continue;
    const last = runs.at(-1);
    const isSame = last && JSON.stringify(last.style) === JSON.stringify(style);
    // A wide sign begins a run of its own: fonts do not agree on how wide it is.
    if (isSame && width === 1 && last.text.length === last.width && last.x + last.width === x) {
      last.text += text || ' ';
      last.width += 1;
    } else runs.push({ x, width, text: text || ' ', style });
  }
  return runs.filter(
    ({ text, style }) => text.trim() !== '' || style.inverse || style.background !== undefined,
  );
}

function drawn({ x, width, text, style }: Run, y: number): string[] {
  const [front, back] = [colorOf(style.color) ?? ink, colorOf(style.background)];
  const [fill, behind] = style.inverse ? [back ?? ground, front] : [front, back];
  const left = number(margin + x * cell.width);
  const size = `width="${number(width * cell.width)}" height="${cell.height}"`;
  const look = `${style.bold ? ' font-weight="bold"' : ''}${style.dim ? ' opacity="0.6"' : ''}`;
  const box = behind
    ? [`<rect x="${left}" y="${number(margin + y * cell.height)}" ${size} fill="${behind}"/>`]
    : [];
  if (text.trim() === '') return box;
  // Held to the cells, whatever font there is.
  const held = `textLength="${number(width * cell.width)}" lengthAdjust="spacingAndGlyphs"`;
  const place = `x="${left}" y="${number(margin + y * cell.height + 12.5)}"`;
  return [...box, `<text ${place} ${held} fill="${fill}"${look}>${escaped(text)}</text>`];
}

function colorOf(color: number | undefined): string | undefined {
  if (color === undefined) return undefined;
  const found = colors[color % 8];
  if (!found) throw new Error(`The drawing has no colour ${color} yet.`);
  return found;
}

const number = (value: number) => String(Math.round(value * 10) / 10);
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
