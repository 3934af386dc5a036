/** Levenshtein's distance: how many letters have to be added, dropped or changed. */
export function distance(from: string, to: string): number {
  const target = [...to];
  let row = target.map((_, at) => at + 1);
  for (const [at, letter] of [...from].entries()) {
    let left = at + 1;
    row = target.map((other, column) => {
      const diagonal = column === 0 ? at : previous(row, column - 1);
      left = Math.min(diagonal + (letter === other ? 0 : 1), previous(row, column) + 1, left + 1);
      return left;
    });
  }
  return row.at(-1) ?? [...from].length;
}

const previous = (row: number[], at: number) => row[at] ?? 0;
