import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import { environment, type Variable } from '#cli/reference/environment.ts';
import type { Ending, Room } from '#cli/room.ts';
import type { Shape } from '#cli/shape.ts';
import { definitions, paragraph, printTopic } from './topic.ts';

const variableShape: Shape<Variable> = {
  fields: { names: ({ names }) => [...names], meaning: ({ meaning }) => meaning },
  columns: [
    { title: 'names', text: ({ shown }) => shown },
    { title: 'meaning', text: ({ meaning }) => meaning },
  ],
};

export const prints = variableShape;

export const endings: Ending[] = [];

export function register(command: Command, { out }: Room) {
  command.action(() => printTopic(out, { text: environmentText(), rows: environment, shape: variableShape }));
  examples(command, ['shop help environment', 'shop help environment --json']);
}

const environmentText = () => `Variables that shop reads:

${definitions(environment.map(({ shown, meaning }) => [shown, meaning]))}

${paragraph('An option of the command goes first, then the variable, then what `shop config set` has kept, then the default; an empty variable counts as none. `shop config list` shows what holds and where it comes from. No .env is read.')}`;
