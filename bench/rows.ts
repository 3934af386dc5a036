/** What a figure may be: at most or at least so much. */
type Budget = { most: number } | { least: number };

/** One line of the table. `ours` and `floor` are medians in `unit`; `value` is what the budget is about. */
export type Row = {
  what: string;
  /** What ours is held against; empty where the budget is about ours alone. */
  against: string;
  ours: number;
  floor: number | null;
  unit: string;
  value: number;
  budget: Budget;
};

/** One of several ways that are measured in turns. @returns what it took, in the unit of the row */
export type Side = (round: number) => Promise<number> | number;

/**
 * Measures the sides in turns, and another one first each time: what else the machine does falls upon all of them.
 * The first round warms up and is not counted.
 * @returns for each side its figures, round by round
 */
export async function inTurns<Name extends string>(
  sides: Record<Name, Side>,
  rounds: number,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(sides) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round += 1) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const figure = await sides[name](round);
      if (round > 0) figures[name].push(figure);
    }
  }
  return figures;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

/** The smallest value that so many per cent do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}

/** The median of the ratios of one round each: both sides of a ratio met the same machine. */
export const ratioOf = (ours: readonly number[], floor: readonly number[]): number =>
  median(ours.map((figure, round) => figure / (floor[round] ?? Number.NaN)));

/** A row about a ratio. */
export function compared(
  what: string,
  against: string,
  { ours, floor, unit = 'ms' }: { ours: readonly number[]; floor: readonly number[]; unit?: string },
  budget: Budget,
): Row {
  const [a, b] = [median(ours), median(floor)];
  return { what, against, ours: a, floor: b, unit, value: ratioOf(ours, floor), budget };
}

/** Whether the figure keeps its budget. `slack` 1.5 lets it be half as much again, for machines that others keep busy. */
export const isWithin = ({ value, budget }: Row, slack = 1): boolean =>
  'most' in budget ? value <= budget.most * slack : value >= budget.least / slack;

export function printTable(rows: readonly Row[], slack: number) {
  console.table(
    rows.map((row) => ({
      what: row.what,
      against: row.against,
      ours: `${figure(row.ours)} ${row.unit}`,
      floor: row.floor === null ? '' : `${figure(row.floor)} ${row.unit}`,
      value: figure(row.value),
      budget: 'most' in row.budget ? `≤ ${row.budget.most}` : `≥ ${row.budget.least}`,
      kept: isWithin(row, slack) ? 'yes' : 'NO',
    })),
  );
}

const figure = (value: number) =>
  Math.abs(value) >= 100 ? String(Math.round(value)) : value.toFixed(Math.abs(value) < 10 ? 2 : 1);
