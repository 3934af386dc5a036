import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import type { Shape } from '#cli/shape.ts';
import { readAbout } from '#domain/about.ts';
import { ShopError } from '#domain/errors.ts';
import { isShared } from '#platform/settings.ts';
import { type Effective, effective, settingShape, whereKept } from './effective.ts';
import { settingName } from './named.ts';

// Into a pipe goes the value alone, as `git config` prints it.
const oneShape: Shape<Effective, Effective> = {
  ...settingShape,
  parts: {
    of: (setting) => [setting],
    shape: {
      fields: settingShape.fields,
      columns: settingShape.columns.filter(({ title }) => title === 'value'),
    },
  },
};

export const prints = settingShape;

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async (typed: string) => {
    const name = settingName(typed);
    const [found] = effective(shop, [name]);
    const setting = found && isShared(name) ? { ...found, value: await readAbout(await shop.db()) } : found;
    if (!setting?.source || (isShared(name) && setting.value === null)) {
      throw new ShopError('not_found', `${name} is not set.`, { next: `shop config set ${name}` });
    }
    const isHidden = setting.value === null;
    if (isHidden && out.format !== 'table')
      out.say(`${name} is set ${whereKept(setting)}; a secret is not shown.`);
    // For a pipe there would be an empty line, which is no value either.
    if (!isHidden || out.chosen || out.format !== 'tsv') await out.print(setting, oneShape);
  });
  examples(command, ['shop config get chat.model', 'shop config get database.url --json']);
}
