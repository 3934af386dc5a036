import { ShopError } from '#domain/errors.ts';
import type { ImportFault, ImportRow } from '#domain/import-items.ts';
import { checkItem, type ItemFields } from '#domain/item-fields.ts';
import type { Cents } from '#domain/money.ts';
import type { Field } from './columns.ts';

/** The texts of one row, by field, and the line on which the row begins. */
export type Cells = { line: number; texts: ReadonlyMap<Field, string> };

/** A row as it was meant, or what is wrong with it. */
export function readCells({ line, texts }: Cells): { row: ImportRow } | { fault: ImportFault } {
  try {
    const id = texts.get('id');
    const fields = checkItem(Object.assign({}, ...[...texts].map(([field, text]) => readCell(field, text))));
    return { row: { line, fields, ...(id && { id: readId(id) }) } };
  } catch (error) {
    if (!(error instanceof ShopError) || error.kind !== 'usage') throw error;
    return { fault: faultOf(line, texts, error) };
  }
}

/** Text is taken as it is, spaces and all, so that an export comes back unchanged. An empty cell is no number, and no text. */
function readCell(field: Field, text: string): Partial<ItemFields> {
  switch (field) {
    case 'id':
      return {};
    case 'name':
      return { name: text };
    case 'price':
      return text.trim() === '' ? {} : { priceCents: readPrice(text) };
    case 'stock':
      return text.trim() === '' ? {} : { stock: readStock(text) };
    case 'imageUrl':
      return { imageUrl: text || null };
    case 'description':
      return { description: text || null };
  }
}

// 12 12.5 12,50 18.0000 1,234.50 1.234,50: the last mark is the decimal one.
const plain = /^(\d{1,8})(?:[.,](\d{1,2})0*)?$/;
const grouped = /^(\d{1,3}(?:,\d{3})+\.\d{1,2}|\d{1,3}(?:\.\d{3})+,\d{1,2})$/;

function readPrice(text: string): Cents {
  const typed = text.trim().replace(/^[$€£]\s*|\s*[$€£]$/g, '');
  const ungrouped = grouped.test(typed) ? typed.replace(/[.,](?=\d{3})/g, '') : typed;
  // 1,234 is a thousand in one country and one and a bit in another.
  const [, whole, rest = ''] = plain.exec(ungrouped) ?? [];
  if (whole === undefined) throw wrong('price', text, 'A price is like 9.99, 9,99 or 1,234.50.');
  return Number(whole) * 100 + Number(rest.padEnd(2, '0'));
}

function readStock(text: string): number {
  const typed = text.trim();
  if (/^\d{1,10}(?:[.,]0+)?$/.test(typed)) return Number.parseInt(typed, 10);
  throw wrong('stock', text, 'A stock is a whole number, 0 or more.');
}

function readId(text: string): number {
  const id = /^\s*\d{1,10}\s*$/.test(text) ? Number(text) : 0;
  if (id >= 1 && id <= 2_147_483_647) return id;
  throw wrong('id', text, 'An id is a whole number, 1 or more.');
}

const wrong = (field: Field, value: string, message: string) =>
  new ShopError('usage', message, { details: { field, value } });

// Enough to find it in the file again.
const longestValue = 80;

function faultOf(line: number, texts: Cells['texts'], { message, details }: ShopError): ImportFault {
  const column = String(details?.field ?? '');
  const value = [...texts].find(([field]) => field === column)?.[1] ?? '';
  return { line, column, value: Array.from(value).slice(0, longestValue).join(''), message };
}
