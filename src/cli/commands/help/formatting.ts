import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import { formatting } from '#cli/reference/formatting.ts';
import type { Ending, Room } from '#cli/room.ts';
import type { Fielded, Shape } from '#cli/shape.ts';
import { replyShape } from '#cli/shapes/chat.ts';
import { itemShape } from '#cli/shapes/item.ts';
import { orderDetailShape } from '#cli/shapes/order.ts';
import { userShape } from '#cli/shapes/user.ts';
import { definitions, paragraph, printTopic } from './topic.ts';

type Row = (typeof formatting)[number];

const formatShape: Shape<Row> = {
  fields: { format: ({ format }) => format, meaning: ({ meaning }) => meaning },
  columns: [
    { title: 'format', text: ({ format }) => format },
    { title: 'meaning', text: ({ meaning }) => meaning },
  ],
};

export const prints = formatShape;

export const endings: Ending[] = [];

export function register(command: Command, { out }: Room) {
  command.action(() => printTopic(out, { text: formattingText(), rows: formatting, shape: formatShape }));
  examples(command, ['shop help formatting', 'shop help formatting --json']);
}

const keysOf = ({ fields }: Fielded) => Object.keys(fields).join(' ');

const nouns: [noun: string, shape: Fielded][] = [
  ['item', itemShape],
  ['order', orderDetailShape],
  ['order.items[]', orderDetailShape.parts?.shape ?? { fields: {} }],
  ['user', userShape],
  ['chat', replyShape],
];

const formattingText = () => `Forms of a result, by -o or --output:

${definitions(formatting.map(({ format, meaning }) => [format, meaning]))}

${paragraph("`--fields` a,b,c gives these fields in this order, in every format; each command's --help lists its names. Those of an order's or a cart's lines (itemId,quantity) make the lines go out instead of the whole.")}

${paragraph("`--safe-csv` is csv for spreadsheets: a text that one would take for a formula gets a ' before it, the program's own numbers do not; `shop items import --from-safe-csv` takes it off again.")}

${paragraph('Results go to stdout, everything else to stderr; with `--quiet` stderr has errors alone. A terminal gets colours unless `--no-color`, NO_COLOR or TERM=dumb say otherwise; a pipe gets some with FORCE_COLOR alone. Text from the database or a model is shown without control characters; JSON carries it whole, escaped.')}

Keys of the JSON:

${definitions(nouns.map(([noun, shape]) => [noun, keysOf(shape)]))}

${paragraph('A price is a string with two decimals, and beside it a whole number of cents (priceCents). The status of an order is TEMP (the cart), CLOSED (bought) or CANCELLED. Times are in UTC, as ISO 8601.')}`;
