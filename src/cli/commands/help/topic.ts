import wrapAnsi from 'wrap-ansi';
import type { Output } from '#cli/output.ts';
import type { ExitCode } from '#cli/reference/exit-codes.ts';
import type { Shape } from '#cli/shape.ts';

const width = 80;
const widestTerm = 20;

/** Prints a page, or the rows that it tells of where a format is asked for that programs read. */
export async function printTopic<Row>(
  out: Output,
  { text, rows, shape }: { text: string; rows: readonly Row[]; shape: Shape<Row> },
) {
  const forPrograms = out.chosen || !['table', 'tsv'].includes(out.format);
  if (forPrograms) await out.list([[...rows]], shape);
  else await out.page(text);
}

/** Terms and what they mean: side by side, or one below the other where a term is long. */
export function definitions(entries: readonly [term: string, meaning: string][]): string {
  const longest = Math.max(...entries.map(([term]) => term.length));
  const beside = longest <= widestTerm;
  const margin = beside ? longest + 4 : 6;
  return entries
    .map(([term, meaning]) => {
      const lines = paragraph(meaning, margin);
      return beside ? `  ${term.padEnd(longest)}  ${lines.trimStart()}` : `  ${term}\n${lines}`;
    })
    .join('\n');
}

/** Exit codes, each with its name and when a command ends with it. */
export const endingsText = (endings: readonly ExitCode[]): string =>
  definitions(
    endings.map(({ code, name, when }) => [`${String(code).padStart(3)}  ${name}`, when || 'done']),
  );

/** Text without the marks of Markdown, broken into lines that begin at `margin`. */
export const paragraph = (text: string, margin = 0) =>
  wrapAnsi(text.replaceAll('`', ''), width - margin)
    .split('\n')
    .map((line) => ' '.repeat(margin) + line)
    .join('\n');
