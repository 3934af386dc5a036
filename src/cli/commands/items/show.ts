import type { Command } from 'commander';
import * as z from 'zod/mini';
import { examples } from '#cli/examples.ts';
import { itemRef, parse } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import { itemShape } from '#cli/shapes/item.ts';
import { getItem } from '#domain/items.ts';

export const prints = itemShape;

const ItemsShowInput = z.object({ item: itemRef() });

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async (item: string) => {
    const wish = parse(ItemsShowInput, { item });
    const [person, db] = await Promise.all([shop.whoever(), shop.db()]);
    const found = await getItem(db, { ...wish, userId: person?.user.id ?? null });
    if (found.retired) out.say('It is no longer sold.');
    await out.print(found, itemShape);
  });
  examples(command, ['shop items show 3', 'shop items show "Item 3" --json']);
}
