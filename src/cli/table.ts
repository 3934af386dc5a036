import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import { cleanText } from '#domain/foreign.ts';
import type { Paint } from './paint.ts';
import type { Column } from './shape.ts';

const gap = '  ';
const narrowest = 6;

/** `widths`: those that the first page of a long list has settled, so that the pages after it stand under it. */
type TableWish = { width: number; paint: Paint; header?: boolean; widths?: readonly number[] };
type Cell = { text: string; width: number };

/** How wide each column may be so that the first page fits: the widest texts give way first, numbers never. */
export function settleWidths<Value>(
  columns: readonly Column<Value>[],
  values: readonly Value[],
  width: number,
): number[] {
  const widths = columns.map((column) =>
    values.reduce(
      (widest, value) => Math.max(widest, widthOf(cleanText(column.text(value)))),
      Math.max(widthOf(column.title), column.least ?? 0),
    ),
  );
  let excess = lineWidth(widths) - width;
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
  const fitted = ({ number }: Column<Value>, text: string, index: number): Cell => {
    const room = widths[index] ?? 0;
    const shown = number ? text : cut(text, room);
    const space = ' '.repeat(Math.max(0, room - widthOf(shown)));
    if (number) return { text: space + shown, width: Math.max(room, shown.length) };
    return index === last ? { text: shown, width: widthOf(shown) } : { text: shown + space, width: room };
  };
  const head = columns.map((column, index) => {
    const { text, width } = fitted(column, column.title.toUpperCase(), index);
    return { text: paint('quiet', text), width };
  });
  const body = values.map((value) =>
    columns.map((column, index) => {
      const { text, width } = fitted(column, cleanText(column.text(value)), index);
      return { text: paint(column.meaning?.(value), text), width };
    }),
  );
  return [...(header ? [head] : []), ...body].map((cells) => `${joined(cells, width)}\n`).join('');
}

function joined(cells: Cell[], width: number): string {
  const line = cells.map(({ text }) => text).join(gap);
  return lineWidth(cells.map((cell) => cell.width)) > width ? cliTruncate(line, width) : line;
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

const lineWidth = (widths: readonly number[]) =>
  widths.reduce((total, width) => total + width, gap.length * (widths.length - 1));

// Latin letters are counted: to load Unicode's tables for the rest takes as long as all of this table.
const widthOf = (text: string) => (/^[ -~\u00c0-\u024f♥…]*$/.test(text) ? text.length : stringWidth(text));

const cut = (text: string, width: number) => (widthOf(text) <= width ? text : cliTruncate(text, width));
