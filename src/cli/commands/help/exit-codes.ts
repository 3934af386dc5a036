import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import { type ExitCode, endings as everyEnding } from '#cli/reference/exit-codes.ts';
import type { Ending, Room } from '#cli/room.ts';
import type { Shape } from '#cli/shape.ts';
import { endingsText, paragraph, printTopic } from './topic.ts';

const endingShape: Shape<ExitCode> = {
  fields: { code: ({ code }) => code, name: ({ name }) => name, when: ({ when }) => when },
  columns: [
    { title: 'code', text: ({ code }) => String(code), number: true },
    { title: 'name', text: ({ name }) => name },
    { title: 'when', text: ({ when }) => when },
  ],
};

export const prints = endingShape;

export const endings: Ending[] = [];

export function register(command: Command, { out }: Room) {
  command.action(() => printTopic(out, { text: exitCodesText(), rows: everyEnding, shape: endingShape }));
  examples(command, ['shop help exit-codes', 'shop help exit-codes --json']);
}

const exitCodesText = () => `How a command ends:

${endingsText(everyEnding)}

${paragraph('What is wrong stands on stderr, and below it what to do. With `--json` it is one object there: {"error":{"code":"conflict","message":"…","details":{…}}}, whose code is one of these names.')}

${paragraph('No results are no failure: exit 0, and `[]` with `--json`. A closed pipe (`| head -1`) ends a command with 0, too.')}`;
