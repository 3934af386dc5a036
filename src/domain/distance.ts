/**
 * How many letters have to be added, dropped, changed or swapped with their neighbour: the distance of optimal string
 * alignment.
 */
export function distance(from: string, to: string): number {
  const [source, target] = [[...from], [...to]];
  const rows: number[][] = [Array.from({ length: target.length + 1 }, (_, at) => at)];
  for (const [at, letter] of source.entries()) {
    const row = [at + 1];
    for (const [column, other] of target.entries()) {
      const isSwap = at > 0 && column > 0 && letter === target[column - 1] && source[at - 1] === other;
      row.push(
        Math.min(
          cell(rows, at, column) + (letter === other ? 0 : 1),
          cell(rows, at, column + 1) + 1,
          (row[column] ?? 0) + 1,
          isSwap ? cell(rows, at - 1, column - 1) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(row);
  }
  return cell(rows, source.length, target.length);
}

const cell = (rows: number[][], row: number, column: number) => rows[row]?.[column] ?? 0;
