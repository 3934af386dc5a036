import type { Shape } from '#cli/shape.ts';
import type { ImportFault, ImportRow } from '#domain/import-items.ts';
import { formatMoney } from '#domain/money.ts';
import type { Result } from './load.ts';

export const importShape: Shape<Result> = {
  fields: {
    inserted: (result) => result.inserted,
    updated: (result) => result.updated,
    skipped: (result) => result.skipped,
    failed: (result) => result.failed,
    errors: (result) => result.errors.map((fault) => ({ ...fault })),
  },
  inner: { errors: '[]{line, column, value, message}' },
  columns: [],
  text: ({ inserted, updated, skipped, failed, errors }, { paint }) =>
    [
      `${inserted} inserted, ${updated} updated, ${skipped} unchanged, ${failed} failed.`,
      ...faultTexts({ failed, errors }).map((line) => paint('bad', line)),
    ].join('\n'),
};

export const faultTexts = ({ failed, errors }: Pick<Result, 'failed' | 'errors'>): string[] => [
  ...errors.map(faultText),
  ...(failed > errors.length ? [`And ${failed - errors.length} more.`] : []),
];

/** `Line 12, price "abc": A price is like 9.99.` */
function faultText({ line, column, value, message }: ImportFault): string {
  const what = column ? `, ${column}${value === null ? '' : ` "${value}"`}` : '';
  return `Line ${line}${what}: ${message}`;
}

/** A row of a file before it is imported; what it does not say is left out. */
export const previewShape: Shape<ImportRow> = {
  fields: {
    line: ({ line }) => line,
    id: ({ id }) => id ?? null,
    name: ({ fields }) => fields.name ?? null,
    price: ({ fields }) => priceOf(fields.priceCents) ?? null,
    stock: ({ fields }) => fields.stock ?? null,
    imageUrl: ({ fields }) => fields.imageUrl ?? null,
    description: ({ fields }) => fields.description ?? null,
  },
  columns: [
    { title: 'line', text: ({ line }) => String(line), number: true },
    { title: 'id', text: ({ id }) => String(id ?? ''), number: true },
    { title: 'name', text: ({ fields }) => fields.name ?? '' },
    { title: 'price', text: ({ fields }) => priceOf(fields.priceCents) ?? '', number: true },
    { title: 'stock', text: ({ fields }) => String(fields.stock ?? ''), number: true },
    { title: 'image', text: ({ fields }) => fields.imageUrl ?? '' },
    { title: 'description', text: ({ fields }) => fields.description ?? '' },
  ],
};

const priceOf = (cents: number | undefined) => (cents === undefined ? undefined : formatMoney(cents));
