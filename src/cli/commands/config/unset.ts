import type { Command } from 'commander';
import { factShape } from '#cli/commands/account/text.ts';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import { removeAbout } from '#domain/about.ts';
import { isSecret, isShared, type SettingName } from '#platform/settings.ts';
import { changingSettings, readSettings, writeSetting } from '#platform/settings-file.ts';
import { settingName } from './named.ts';
import { forgetSecret } from './secret.ts';

type Unset = { name: string; unset: boolean };

const unsetShape = factShape<Unset>(['name', 'unset'], ({ name, unset }) =>
  unset ? `${name} is forgotten.` : `${name} was not set.`,
);

export const prints = unsetShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, room: Room) {
  const { shop, out } = room;
  command.action(async (typed: string) => {
    const name = settingName(typed);
    if (isShared(name)) return out.print({ name, unset: await forgetAbout(room) }, unsetShape);
    const unset = await changingSettings(shop.paths.config, () => forget(room, name));
    await out.print({ name, unset }, unsetShape);
  });
  examples(command, ['shop config unset chat.api-key', 'shop config unset tui.keys --json']);
}

async function forget({ shop }: Room, name: SettingName): Promise<boolean> {
  if (isSecret(name)) return forgetSecret(shop, name);
  const folder = shop.paths.config;
  const unset = readSettings(folder).plain[name] !== undefined;
  if (unset) await writeSetting(folder, name, undefined);
  // A password is for one server: it must not go to the next one that is named.
  if (name === 'database.url') await forgetSecret(shop, 'database.password');
  return unset;
}

async function forgetAbout({ shop }: Room): Promise<boolean> {
  const { user } = await shop.person();
  return removeAbout(await shop.db(), { operatorId: user.id });
}
