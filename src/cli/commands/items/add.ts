import type { Command } from 'commander';
import { complaint } from '#cli/complaint.ts';
import { examples } from '#cli/examples.ts';
import type { Prompt } from '#cli/prompt.ts';
import type { Ending, Room } from '#cli/room.ts';
import { itemShape } from '#cli/shapes/item.ts';
import { addItem } from '#domain/assortment.ts';
import { addItemOptions, typedFields } from './fields.ts';

type Options = { name?: string; price?: string; stock?: string; imageUrl?: string; description?: string };

export const prints = itemShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out, ask }: Room) {
  addItemOptions(command).action(async (options: Options) => {
    typedFields(options);
    const { user } = await shop.person();
    const { name = '', priceCents = 0, ...rest } = typedFields(await askMissing(ask, options));
    const wish = { stock: 0, imageUrl: null, description: null, ...rest, name, priceCents };
    await out.print(await addItem(await shop.db(), { operatorId: user.id, ...wish }), itemShape);
  });
  examples(command, [
    'shop items add --name "Red lamp" --price 24.90 --stock 12',
    'shop items add --name Torch --price 9 --description "Shines for a week" --json',
  ]);
}

/** What an item cannot be without. The rest is asked for only by its option. */
async function askMissing(ask: Prompt, options: Options): Promise<Options> {
  const question = (key: 'name' | 'price', message: string, option: string) =>
    options[key] ??
    ask.text({ message, option, check: (answer) => complaint(() => typedFields({ [key]: answer })) });
  const name = await question('name', 'Name:', '--name <text>');
  const price = await question('price', 'Price:', '--price <amount>');
  return { ...options, name, price };
}
