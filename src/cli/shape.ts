import { ShopError } from '#domain/errors.ts';
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
  /** The sentence for a list with nothing in it. */
  empty?: string;
  /** One value on a terminal, without a last line break; where it is missing, a line for each field. The texts in `value` are clean. */
  text?(value: Value, canvas: Canvas): string;
  /** What the rows are when one value goes into tab- or comma-separated lines, such as the lines of an order. */
  parts?: { of(value: Value): readonly Part[]; shape: Shape<Part> };
};

/** The names behind `--fields`. @throws ShopError usage naming the valid ones */
export function chosenFields(
  wanted: string | undefined,
  fields: Record<string, unknown>,
): readonly string[] | undefined {
  if (wanted === undefined) return undefined;
  const valid = Object.keys(fields);
  const names = wanted.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !valid.includes(name));
  if (unknown === undefined) return names;
  throw new ShopError('usage', `--fields knows no field ${JSON.stringify(unknown)} here.`, {
    next: `The fields are ${valid.join(', ')}.`,
    details: { fields: valid },
  });
}

/** The value as its JSON object: every field, or the chosen ones in the chosen order. */
export function rowOf<Value, Part>(
  value: Value,
  { fields }: Shape<Value, Part>,
  names?: readonly string[],
): Row {
  return Object.fromEntries(
    (names ?? Object.keys(fields)).map((name) => [name, fields[name]?.(value) ?? null]),
  );
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
