import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import type { Shape } from '#cli/shape.ts';
import { settingsPath } from '#platform/settings-file.ts';

type Place = { path: string };

const shape: Shape<Place> = {
  fields: { path: ({ path }) => path },
  columns: [{ title: 'path', text: ({ path }) => path }],
};
const pathShape: Shape<Place, Place> = {
  ...shape,
  text: ({ path }) => path,
  parts: { of: (place) => [place], shape },
};

export const prints = pathShape;

export const endings: Ending[] = [];

export function register(command: Command, { shop, out }: Room) {
  command.action(() => out.print({ path: settingsPath(shop.paths.config) }, pathShape));
  examples(command, ['shop config path', 'cat "$(shop config path)"']);
}
