import type { Command } from 'commander';
import * as z from 'zod/mini';
import { addChoices } from '#cli/choices.ts';
import { scriptOf, shells } from '#cli/completion/scripts.ts';
import { examples } from '#cli/examples.ts';
import { oneOf, parse } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { factShape } from './account/text.ts';

const scriptShape = factShape<{ shell: string; script: string }>(['shell', 'script'], ({ script }) => script);

export const prints = scriptShape;

const CompletionInput = z.object({ shell: oneOf('<shell>', shells) });

export const endings: Ending[] = [];

export function register(command: Command, { out }: Room) {
  command.action(async (typed: string) => {
    const { shell } = parse(CompletionInput, { shell: typed });
    const script = scriptOf(shell);
    // A shell reads it from a pipe, where it must not be a table's row.
    const isAsked = out.chosen || !['table', 'tsv'].includes(out.format);
    await (isAsked ? out.print({ shell, script }, scriptShape) : out.lines(script.trimEnd()));
  });
  addChoices(command, { shell: shells });
  command.addHelpText('after', install);
  examples(command, ['eval "$(shop completion bash)"', 'shop completion fish | source']);
}

const install = `
To have it in every shell from now on:
  bash   echo 'eval "$(shop completion bash)"' >> ~/.bashrc
  zsh    echo 'source <(shop completion zsh)' >> ~/.zshrc     (below compinit)
  fish   shop completion fish > ~/.config/fish/completions/shop.fish

Tab then offers commands, options and what they take; the fields of --fields;
and, from a database that runs, items, orders, people and logins. In bash and
zsh an item is found by words of its name, too: shop cart add lamp<Tab>. It
waits 500 ms for the database (SHOP_COMPLETION_MS sets that) and never starts
one.`;
