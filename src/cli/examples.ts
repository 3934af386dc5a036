import type { Command } from 'commander';

/** True examples below a command's help. */
export function examples(command: Command, lines: readonly string[]) {
  command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`);
}
