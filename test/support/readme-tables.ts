import { readFileSync } from 'node:fs';
import { groups, rows } from '#cli/program.ts';
import { environment } from '#cli/reference/environment.ts';
import { endings } from '#cli/reference/exit-codes.ts';

export const readmeFile = new URL('../../README.md', import.meta.url);

/** README's tables, by the name of the marks around them. */
const tables: Record<string, () => string> = {
  commands: () => tableOf(['command', ''], commandRows()),
  'exit codes': () =>
    tableOf(
      ['exit code', 'name', 'when'],
      endings.map(({ code, name, when }) => [String(code), name, when]),
    ),
  environment: () =>
    tableOf(
      ['variable', 'meaning'],
      environment.map(({ shown, meaning }) => [shown.replace(/[^ ,]+/g, '`$&`'), meaning]),
    ),
};

/** README as it has to be: what stands between its marks comes from the code. */
export function readmeFromCode(): string {
  return Object.entries(tables).reduce(
    (text, [name, table]) => {
      const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
      const [before, rest] = cut(text, begin);
      const [, after] = cut(rest, end);
      return `${before}${begin}${table()}${end}${after}`;
    },
    readFileSync(readmeFile, 'utf8'),
  );
}

function cut(text: string, at: string): [before: string, after: string] {
  const place = text.indexOf(at);
  if (place < 0) throw new Error(`README has no ${at.trim()}`);
  return [text.slice(0, place), text.slice(place + at.length)];
}

/** A row for each noun with its verbs, and one for each command without. */
function commandRows(): string[][] {
  const byNoun = Map.groupBy(rows, ([usage]) => usage.split(' ', 1)[0] ?? '');
  return [...byNoun].map(([noun, commands]) => {
    const about = groups[noun];
    if (about === undefined) {
      const [usage = noun, description = ''] = commands[0] ?? [];
      return [`\`shop ${usage}\``, description];
    }
    const verbs = commands.map(([usage]) => `\`${usage.slice(noun.length + 1)}\``);
    const [first = '', ...others] = verbs;
    return [[first.replace('`', `\`shop ${noun} `), ...others].join(', '), about];
  });
}

function tableOf(head: string[], body: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('').replaceAll('|  |', '| |');
}
