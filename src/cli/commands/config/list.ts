import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import { settingNames } from '#platform/settings.ts';
import { effective, settingShape } from './effective.ts';

export const prints = settingShape;

export const endings: Ending[] = [];

export function register(command: Command, { shop, out }: Room) {
  command.action(() => out.list([effective(shop, settingNames)], settingShape));
  examples(command, ['shop config list', 'shop config list --json']);
}
