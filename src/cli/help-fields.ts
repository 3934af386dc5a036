import type { Command } from 'commander';
import type { Fielded } from './shape.ts';

/** The names that `--fields` takes, in a command's help. */
export function addFieldsHelp(command: Command, { fields, parts }: Fielded) {
  const lines = [wrapped(Object.keys(fields))];
  if (parts) lines.push('  or, of each line:', wrapped(Object.keys(parts.shape.fields)));
  command.addHelpText('after', `\nNames for --fields:\n${lines.join('\n')}`);
}

const width = 80;

function wrapped(names: string[]): string {
  const lines: string[] = [''];
  for (const [at, name] of names.entries()) {
    const word = at < names.length - 1 ? `${name},` : name;
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length < width) lines[lines.length - 1] = longer;
    else lines.push(` ${word}`);
  }
  return lines.map((line) => ` ${line}`).join('\n');
}
