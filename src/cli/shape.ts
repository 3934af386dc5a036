import { ShopError } from '#domain/errors.ts';
import { brief } from '#domain/foreign.ts';
import { didYouMean, nearest } from './did-you-mean.ts';
import type { Meaning, Paint } from './paint.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Row = Record<string, Json>;

/** One column of a table or of tab-separated lines. */
export type Column<Value> = {
  title: string;
  /** What a cell of the table says. */
  text(value: Value): string;
  /** What the same cell says to a program, where that differs (`true` for a heart). */
  raw?(value: Value): string;
  meaning?(value: Value): Meaning | undefined;
  /** Numbers stand to the right and are never cut. */
  number?: boolean;
  /** How wide it is at least, where rows come one by one and the first cannot tell how long the rest are. */
  least?: number;
};

/** What a text function may use to draw for a terminal. */
export type Canvas = {
  paint: Paint;
  width: number;
  /** An aligned table, cut to the width. */
  table<Value>(columns: readonly Column<Value>[], values: readonly Value[]): string;
};

/** How a noun goes out. `fields` are the JSON keys of the contract, in its order, and what `--fields` may name. */
export type Shape<Value, Part = never> = {
  fields: Record<string, (value: Value) => Json>;
  columns: readonly Column<Value>[];
  /** The sentence for a list with nothing in it, or what finds out which one is true. */
  empty?: string | (() => Promise<string>);
  /** One value on a terminal, without a last line break; where it is missing, a line for each field. The texts in `value` are clean. */
  text?(value: Value, canvas: Canvas): string;
  /** What the rows are when one value goes into tab- or comma-separated lines, such as the lines of an order. */
  parts?: { of(value: Value): readonly Part[]; shape: Shape<Part> };
  /** What stands in a field that is no plain value, as the help shows it: `errors: '[]{line, message}'`. */
  inner?: Record<string, string>;
};

/** What `--fields` may name: the fields of a value, or of its parts. */
export type Fielded = {
  fields: Record<string, unknown>;
  parts?: { shape: { fields: Record<string, unknown> } } | undefined;
  inner?: Record<string, string>;
  /** Where a command prints more than one thing: what as a rule, and what else, by what calls for it (`with --end`). */
  either?: { usual: Fielded; otherwise: Record<string, Fielded> };
};

/** What a command prints as a rule, and otherwise. `--fields` may name any of it until it is known which one it is. */
export function eitherOf(usual: Fielded, otherwise: Record<string, Fielded>): Fielded {
  const others = Object.values(otherwise).map(({ fields }) => fields);
  return { ...usual, fields: Object.assign({}, usual.fields, ...others), either: { usual, otherwise } };
}

/** The keys of an object of this shape, as `inner` has them. */
export const keysInside = ({ fields }: Fielded): string => `{${Object.keys(fields).join(', ')}}`;

type ChosenFields = { names: readonly string[] | undefined; ofParts: boolean };

/**
 * The names behind `--fields`. Those of the parts alone (the lines of a cart) make the parts go out instead of the whole,
 * in every format. @throws ShopError usage naming the valid ones
 */
export function fieldsOf({ fields, parts }: Fielded, wanted: string | undefined): ChosenFields {
  if (wanted === undefined) return { names: undefined, ofParts: false };
  const own = Object.keys(fields);
  const ofParts = Object.keys(parts?.shape.fields ?? {});
  const names = wanted.split(',').map((name) => name.trim());
  if (names.every((name) => own.includes(name))) return { names, ofParts: false };
  if (names.every((name) => ofParts.includes(name))) return { names, ofParts: true };
  const unknown = names.find((name) => ![...own, ...ofParts].includes(name));
  const message =
    unknown === undefined
      ? '--fields takes those of the whole or those of its lines, not both.'
      : `--fields knows no field ${JSON.stringify(brief(unknown))} here.`;
  const areNew = ofParts.some((name) => !own.includes(name));
  const choice = areNew ? `${own.join(', ')}; or ${ofParts.join(', ')}` : own.join(', ');
  throw new ShopError('usage', message, {
    next: [
      unknown && didYouMean(nearest(unknown, [...new Set([...own, ...ofParts])])),
      `The fields are ${choice}.`,
    ]
      .filter(Boolean)
      .join(' '),
    details: { fields: own, ...(ofParts.length > 0 && { lineFields: ofParts }) },
  });
}

/** The value as its JSON object: every field, or the chosen ones in the chosen order. */
export function rowOf<Value, Part>(
  value: Value,
  { fields }: Shape<Value, Part>,
  names: readonly string[] = Object.keys(fields),
): Row {
  const row: Row = {};
  for (const name of names) row[name] = fields[name]?.(value) ?? null;
  return row;
}

/** The fields as columns, for the formats that have columns. */
export function fieldColumns<Value, Part>(
  { fields }: Shape<Value, Part>,
  names: readonly string[] = Object.keys(fields),
): Column<Value>[] {
  return names.map((name) => ({ title: name, text: (value) => plain(fields[name]?.(value) ?? null) }));
}

/** A JSON value as a cell: text as it is, nothing for null, the rest as JSON. */
export function plain(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
