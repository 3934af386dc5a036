import { cleanText, escapeJson } from '#domain/foreign.ts';
import { jsonLines } from './json-lines.ts';
import type { Paint } from './paint.ts';
import { type Column, fieldColumns, type Json, plain, rowOf, type Shape } from './shape.ts';

export const formats = ['table', 'tsv', 'csv', 'json', 'ndjson'] as const;
export type Format = (typeof formats)[number];

/** A format as text: what stands before all rows, each page of them, what stands after. */
export type Encoder<Value> = {
  head: string;
  page(values: readonly Value[]): string | Buffer;
  foot: string;
};

export type Sheet = {
  width: number;
  paint: Paint;
  terminal: boolean;
  /** The chosen fields, if any are. */
  names: readonly string[] | undefined;
  /** CSV in which a spreadsheet finds no formula. */
  safeCsv?: boolean;
};

/** How a list goes out. What only one format needs is loaded with it. */
export async function encoderFor<Value>(
  format: Format,
  shape: Shape<Value>,
  sheet: Sheet,
): Promise<Encoder<Value>> {
  const columns = sheet.names ? fieldColumns(shape, sheet.names) : shape.columns;
  switch (format) {
    case 'json':
      return jsonList(shape, sheet.names);
    case 'ndjson':
      return { head: '', page: jsonLines(shape, sheet.names), foot: '' };
    case 'tsv':
      return tsv(columns);
    case 'csv':
      return csv(shape, sheet);
    case 'table':
      return table(columns, sheet);
  }
}

/** One JSON document, safe to look at on a terminal. */
export const jsonDocument = (value: unknown) => `${escapeJson(JSON.stringify(value, null, 2))}\n`;

function jsonList<Value>(shape: Shape<Value>, names: readonly string[] | undefined): Encoder<Value> {
  let written = false;
  const one = (value: Value) => {
    const before = written ? ',\n  ' : '\n  ';
    written = true;
    return before + escapeJson(JSON.stringify(rowOf(value, shape, names)));
  };
  return {
    head: '[',
    page: (values) => values.map(one).join(''),
    get foot() {
      return written ? '\n]\n' : ']\n';
    },
  };
}

function tsv<Value>(columns: readonly Column<Value>[]): Encoder<Value> {
  const cell = (column: Column<Value>, value: Value) => cleanText((column.raw ?? column.text)(value));
  const line = (value: Value) => `${columns.map((column) => cell(column, value)).join('\t')}\n`;
  return { head: '', page: (values) => values.map(line).join(''), foot: '' };
}

async function csv<Value>(
  { fields }: Shape<Value>,
  { terminal, names = Object.keys(fields), safeCsv }: Sheet,
): Promise<Encoder<Value>> {
  const { stringify } = await import('csv-stringify/sync');
  const { guardFormulas } = await import('./formulas.ts');
  // A line break of any kind would end the row where it is read.
  const form = { record_delimiter: 'windows', quoted_match: /[\r\n]/ } as const;
  const lines = (cells: string[][]) => stringify(cells, form);
  const cell = (value: Json) => {
    // A file gets the data whole; what a person looks at must not be able to move the cursor.
    const text = terminal ? cleanText(plain(value)) : plain(value);
    return safeCsv && typeof value !== 'number' ? guardFormulas(text) : text;
  };
  const row = (value: Value) => names.map((name) => cell(fields[name]?.(value) ?? null));
  return { head: lines([[...names]]), page: (values) => lines(values.map(row)), foot: '' };
}

async function table<Value>(columns: readonly Column<Value>[], sheet: Sheet): Promise<Encoder<Value>> {
  const { drawTable, settleWidths } = await import('./table.ts');
  let widths: readonly number[] | undefined;
  return {
    head: '',
    page(values) {
      const header = widths === undefined;
      widths ??= settleWidths(columns, values, sheet.width);
      return drawTable(columns, values, { ...sheet, header, widths });
    },
    foot: '',
  };
}
