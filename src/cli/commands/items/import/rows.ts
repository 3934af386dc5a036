import { counted } from '#domain/counted.ts';
import { ShopError } from '#domain/errors.ts';
import type { ImportFault } from '#domain/import-items.ts';
import type { Cells } from './cells.ts';
import { columnsOf, type Field } from './columns.ts';
import { csvRecords } from './csv.ts';
import type { Format } from './format.ts';
import { type Found, jsonObjects } from './json.ts';

/** A row of a file, or what keeps it from being one. */
export type Read = { cells: Cells } | { fault: ImportFault };

export type Reading = {
  map: ReadonlyMap<Field, string>;
  /** What a cell of CSV means. */
  cell?: ((text: string) => string) | undefined;
};

type Wish = Reading & { format: Format };

/** The rows of a text in any of the formats, one by one. @throws ShopError usage when it cannot hold items at all */
export function rowsOf(text: AsyncIterable<string>, { format, map, cell }: Wish): AsyncGenerator<Read> {
  return format.kind === 'csv'
    ? csvRows(text, format.delimiter, { map, cell })
    : jsonRows(text, format.kind, map);
}

async function* csvRows(
  text: AsyncIterable<string>,
  delimiter: string,
  { map, cell = (text) => text }: Reading,
): AsyncGenerator<Read> {
  let header: string[] | undefined;
  let columns: ReturnType<typeof columnsOf> = new Map();
  for await (const record of csvRecords(text, delimiter)) {
    if ('message' in record) {
      if (!header) throw new ShopError('usage', `The header cannot be read: ${record.message}`);
      yield { fault: { ...record, column: null } };
      continue;
    }
    const { line, values } = record;
    if (!header) {
      header = values.map((name) => name.trim());
      columns = columnsOf(header, map);
    } else if (values.length !== header.length) {
      const message = `This row has ${counted(values.length, 'cell')}, the header ${header.length}.`;
      yield { fault: { line, column: null, value: values[0] ?? null, message } };
    } else {
      const texts = new Map([...columns].map(([at, field]) => [field, cell(values[at] ?? '')]));
      yield { cells: { line, texts } };
    }
  }
}

async function* jsonRows(
  text: AsyncIterable<string>,
  kind: 'json' | 'ndjson',
  map: Wish['map'],
): AsyncGenerator<Read> {
  for await (const found of jsonObjects(text, kind)) {
    if ('message' in found) {
      yield { fault: { ...found, column: null } };
      continue;
    }
    yield fromObject(found, map);
  }
}

// Every object has names of its own.
function fromObject({ line, object }: Extract<Found, { object: unknown }>, map: Wish['map']): Read {
  const names = Object.keys(object);
  try {
    const columns = [...columnsOf(names, map)];
    const texts = columns.map(([at, field]) => [field, textOf(object[names[at] ?? ''])] as const);
    const deep = texts.find(([, text]) => text === undefined);
    if (!deep) return { cells: { line, texts: new Map(texts.map(([field, text = '']) => [field, text])) } };
    return { fault: { line, column: deep[0], value: null, message: 'Only texts and numbers can be read.' } };
  } catch (error) {
    if (!(error instanceof ShopError)) throw error;
    return { fault: { line, column: null, value: null, message: error.message } };
  }
}

function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
