import type { Command } from 'commander';
import * as z from 'zod/mini';
import { money, parse, text, wholeNumber } from '#cli/input.ts';
import type { ItemFields } from '#domain/item-fields.ts';

const FieldsInput = z.object({
  name: z.optional(text('--name')),
  price: z.optional(money('--price')),
  stock: z.optional(wholeNumber('--stock', { min: 0 })),
  imageUrl: z.optional(z.string()),
  description: z.optional(z.string()),
});

/** The options of `items add` and `items edit`. */
export const addItemOptions = (command: Command): Command =>
  command
    .option('--name <text>', 'what it is called, up to 255 characters')
    .option('--price <amount>', 'like 10 or 9.99')
    .option('--stock <n>', 'how many are there')
    .option('--image-url <url>', 'where its picture is')
    .option('--description <text>', 'what it is');

/** The fields that were typed, and nothing else of the options; an empty text is none. @throws ShopError usage */
export function typedFields(options: unknown): Partial<ItemFields> {
  const { price, imageUrl, description, ...rest } = parse(FieldsInput, options);
  return {
    ...rest,
    ...(price !== undefined && { priceCents: price }),
    ...(imageUrl !== undefined && { imageUrl: imageUrl.trim() || null }),
    ...(description !== undefined && { description: description.trim() || null }),
  };
}
