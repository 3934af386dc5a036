import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import type { Paint } from './paint.ts';

/** What a chart is drawn with: an eighth of a cell more with each character, the last one fills it. */
type Ink = readonly string[];

const blocks: Ink = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
const ascii: Ink = ['#'];
const heights: Ink = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const asciiHeights: Ink = ['_', '.', '-', '=', '+', '*', '#'];

export type Pen = {
  /** The whole line. */
  width: number;
  paint: Paint;
  /** For terminals and fonts that have ASCII alone. */
  ascii: boolean;
};

/** `share` of `cells`, as long as it comes to; never empty for more than nothing. */
export function bar(share: number, cells: number, ink: Ink = blocks): string {
  const parts = Math.max(share > 0 ? 1 : 0, Math.round(share * cells * ink.length));
  const whole = (ink.at(-1) ?? '').repeat(Math.floor(parts / ink.length));
  return whole + (ink[(parts % ink.length) - 1] ?? '');
}

/** One character for each value, its height from nothing to the greatest. */
export function skyline(values: readonly number[], pen: Pick<Pen, 'ascii'>): string {
  const ink = pen.ascii ? asciiHeights : heights;
  const greatest = Math.max(...values);
  const heightOf = (value: number) => (greatest > 0 ? Math.ceil((value / greatest) * ink.length) : 0);
  return values.map((value) => ink[Math.max(1, heightOf(value)) - 1]).join('');
}

export type BarRow = { label: string; value: number; cells: readonly string[] };

const gap = '  ';
const longest = 60;
const shortestBar = 8;
const narrowestLabel = 6;

/**
 * A line for each row: its label, its bar, its figures to the right of it. All fit the width: the bars give way first, then
 * the labels; the figures never.
 */
export function barChart(rows: readonly BarRow[], { width, paint, ascii: plain }: Pen): string[] {
  const figures = columnWidths(rows.map(({ cells }) => cells));
  const rest = Math.min(width, 120) - sum(figures) - gap.length * (figures.length + 1);
  const wished = Math.max(0, ...rows.map(({ label }) => stringWidth(label)));
  const labels = Math.max(narrowestLabel, Math.min(wished, rest - shortestBar, Math.floor(rest / 2)));
  const bars = Math.max(1, Math.min(longest, rest - labels));
  const greatest = Math.max(...rows.map(({ value }) => value));
  return rows.map(({ label, value, cells }) => {
    const drawn = bar(greatest > 0 ? value / greatest : 0, bars, plain ? ascii : blocks);
    const shown = [
      padded(
        stringWidth(label) > labels
          ? cliTruncate(label, labels, { truncationCharacter: plain ? '~' : '…' })
          : label,
        labels,
      ),
      paint('good', drawn) + ' '.repeat(Math.max(0, bars - stringWidth(drawn))),
      ...cells.map((cell, at) => cell.padStart(figures[at] ?? 0)),
    ];
    return shown.join(gap).trimEnd();
  });
}

const padded = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - stringWidth(text)));

const columnWidths = (rows: readonly (readonly string[])[]) =>
  (rows[0] ?? []).map((_, at) => Math.max(...rows.map((cells) => stringWidth(cells[at] ?? ''))));

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

/** Whether a terminal takes ASCII alone: its locale says so, or the person has. */
export function wantsAscii(env: NodeJS.ProcessEnv, borders: string | undefined): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return borders === 'ascii' || env.TERM === 'dumb' || /^(C|POSIX)$/.test(locale);
}
