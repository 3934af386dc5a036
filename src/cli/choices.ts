import type { Command } from 'commander';

/**
 * Tells a command's help, and a shell that completes, which words its options (by their attribute's name) or arguments
 * take. It is `oneOf` that checks them, in one sentence for the command line and stdin alike.
 */
export function addChoices(command: Command, words: Record<string, readonly string[]>): Command {
  for (const option of command.options) {
    const choices = words[option.attributeName()];
    if (choices) option.argChoices = [...choices];
  }
  for (const argument of command.registeredArguments) {
    const choices = words[argument.name()];
    if (choices) argument.argChoices = [...choices];
  }
  return command;
}
