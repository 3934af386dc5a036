import { type Placeholder, sql } from 'drizzle-orm';
import type { Db, Prepared } from './session.ts';

type Values = Record<string, unknown>;
type Run<Answer> = (db: Db, values: Values) => Promise<Answer>;

/**
 * A statement that is built at its first use on a connection and kept with it: to build one takes the program longer than
 * to send it. What differs from run to run stands in it as `sql.placeholder`.
 */
export function statement<Answer>(build: (db: Db) => Prepared<Answer>): Run<Answer> {
  const built = new WeakMap<Db, Prepared<Answer>>();
  return (db, values) => {
    const query = built.get(db) ?? build(db);
    built.set(db, query);
    return query.execute(values);
  };
}

/** The placeholder of one line's value: `slot('price')`. */
export type Slot<Column extends string> = (column: Column) => Placeholder;

/**
 * As `statement`, for one or more lines. It is built for 1, 2, 4, 8, … of them, and where there are fewer the last one is
 * said again: what `build` makes of the lines has to mean the same then.
 */
export function statementForLines<Column extends string, Answer>(
  build: (db: Db, lines: Slot<Column>[]) => Prepared<Answer>,
) {
  const forCount = new Map<number, Run<Answer>>();
  return (db: Db, lines: readonly Record<Column, unknown>[], values: Values = {}): Promise<Answer> => {
    const count = 2 ** Math.ceil(Math.log2(lines.length));
    const run = forCount.get(count) ?? statement((one) => build(one, slots(count)));
    forCount.set(count, run);
    return run(db, { ...values, ...valuesOf(lines, count) });
  };
}

const slots = <Column extends string>(count: number): Slot<Column>[] =>
  Array.from({ length: count }, (_, at) => (column) => sql.placeholder(`${column}${at}`));

function valuesOf(lines: readonly Values[], count: number): Values {
  const values: Values = {};
  for (let at = 0; at < count; at += 1) {
    const line = lines[Math.min(at, lines.length - 1)] ?? {};
    for (const column in line) values[`${column}${at}`] = line[column];
  }
  return values;
}
