import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import { cleanText } from '#domain/foreign.ts';
import type { Paint } from './paint.ts';
import type { Column } from './shape.ts';

const gap = '  ';
const narrowest = 6;

/** `widths`: those that the first page of a long list has settled, so that the pages after it stand under it. */
type TableWish = { width: number; paint: Paint; header?: boolean; widths?: readonly number[] };

/** How wide each column may be so that the first page fits: the widest texts give way first, numbers never. */
export function settleWidths<Value>(
  columns: readonly Column<Value>[],
  values: readonly Value[],
  width: number,
): number[] {
  const widths = columns.map((column) =>
    values.reduce(
      (widest, value) => Math.max(widest, stringWidth(cleanText(column.text(value)))),
      stringWidth(column.title),
    ),
  );
  let excess = sum(widths) + gap.length * (columns.length - 1) - width;
  while (excess > 0) {
    const widest = widestText(columns, widths);
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

/** An aligned table, one line a row, each ending in a line break. */
export function drawTable<Value>(
  columns: readonly Column<Value>[],
  values: readonly Value[],
  { width, paint, header = true, widths = settleWidths(columns, values, width) }: TableWish,
): string {
  const last = columns.length - 1;
  const cell = (text: string, index: number) => {
    const room = widths[index] ?? 0;
    const shown = cliTruncate(text, room);
    const space = ' '.repeat(Math.max(0, room - stringWidth(shown)));
    if (columns[index]?.number) return space + shown;
    return index === last ? shown : shown + space;
  };
  const head = columns.map((column, index) => paint('quiet', cell(column.title.toUpperCase(), index)));
  const body = values.map((value) =>
    columns.map((column, index) =>
      paint(column.meaning?.(value), cell(cleanText(column.text(value)), index)),
    ),
  );
  return [...(header ? [head] : []), ...body].map((cells) => `${joined(cells, width)}\n`).join('');
}

function joined(cells: string[], width: number): string {
  const line = cells.join(gap);
  return Number.isFinite(width) ? cliTruncate(line, width) : line;
}

function widestText<Value>(columns: readonly Column<Value>[], widths: readonly number[]): number | undefined {
  let found: number | undefined;
  for (const [index, column] of columns.entries()) {
    const width = widths[index] ?? 0;
    if (!column.number && width > narrowest && width > (found === undefined ? 0 : (widths[found] ?? 0)))
      found = index;
  }
  return found;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
