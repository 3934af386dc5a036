const bars = [...'▁▂▃▄▅▆▇█'];

/** One bar for each value, from the least to the greatest of them; empty where nothing has changed. */
export function sparkline(values: readonly number[]): string {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  if (!(greatest > least)) return '';
  const heightOf = (value: number) => Math.round(((value - least) / (greatest - least)) * (bars.length - 1));
  return values.map((value) => bars[heightOf(value)]).join('');
}
