import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import { itemShape } from '#cli/shapes/item.ts';
import { everyItem } from '#domain/items.ts';

const favoritesShape = { ...itemShape, empty: 'You have no favorites yet.' };
export const prints = favoritesShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async () => {
    const { user } = await shop.person();
    const mine = { favoritesOnly: true, stock: 'all', userId: user.id } as const;
    await out.list(everyItem(await shop.db(), mine), favoritesShape);
  });
  examples(command, ['shop favorites list', 'shop favorites list --fields id | shop cart add -']);
}
