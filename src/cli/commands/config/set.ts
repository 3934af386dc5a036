import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { factShape } from '#cli/commands/account/text.ts';
import { examples } from '#cli/examples.ts';
import { readSecret } from '#cli/password.ts';
import type { Ending, Room } from '#cli/room.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { writeAbout } from '#domain/about.ts';
import { ShopError } from '#domain/errors.ts';
import { checkSetting, isSecret, isShared, type SettingName } from '#platform/settings.ts';
import { changingSettings, writeSetting } from '#platform/settings-file.ts';
import { holdsPassword, withoutPassword } from '#platform/url-password.ts';
import { settingName } from './named.ts';
import { forgetSecret, keepSecret } from './secret.ts';

const setShape = factShape<{ name: string; set: boolean }>(['name', 'set'], ({ name }) => `${name} is set.`);

export const prints = setShape;

type Options = { file?: string };

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, room: Room) {
  const { shop, out } = room;
  command
    .option('--file <path>', 'take the value from a file')
    .action(async (typed: string, value: string | undefined, { file }: Options) => {
      const name = settingName(typed);
      if (value !== undefined && (isSecret(name) || holdsPassword(value))) throw visible(name);
      const wanted = value ?? (await fetched(name, file, room));
      checkSetting(name, wanted);
      if (isShared(name)) await keepAbout(room, wanted);
      else await changingSettings(shop.paths.config, () => keep(room, name, wanted));
      await out.print({ name, set: true }, setShape);
    });
  examples(command, [
    'shop config set chat.model gpt-5.4-mini',
    'shop config set chat.api-key < key.txt',
    'shop config set shop.about --file about.txt',
  ]);
}

async function keep(room: Room, name: SettingName, value: string) {
  if (isSecret(name)) return keepSecret(room.shop, name, value);
  if (name === 'database.url') return keepUrl(room, value);
  if (name === 'tui.keys') (await import('#tui/own-keys.ts')).withOwnKeys(value);
  await writeSetting(room.shop.paths.config, name, value);
}

/** From the file, else asked for without an echo, else from stdin. */
async function fetched(name: SettingName, file: string | undefined, { ask, stdin }: Room): Promise<string> {
  if (file !== undefined) return (await textOf(file)).replace(/\r?\n$/, '');
  if (ask.possible) return ask.password({ message: `${name}:`, option: '[value] or stdin' });
  return readSecret(stdin, 'setting');
}

async function textOf(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (cause) {
    throw new ShopError('usage', `${file} cannot be read as text.`, { details: { input: '--file' }, cause });
  }
}

async function keepAbout({ shop }: Room, text: string) {
  const { user } = await shop.person();
  await writeAbout(await shop.db(), { operatorId: user.id, text });
}

/** The password goes its own way; what is kept for another server is forgotten. */
async function keepUrl({ shop }: Room, value: string) {
  const { password } = parseDatabaseUrl(value, 'database.url');
  if (password) await keepSecret(shop, 'database.password', password);
  else await forgetSecret(shop, 'database.password');
  await writeSetting(shop.paths.config, 'database.url', withoutPassword(value));
}

const visible = (name: SettingName) =>
  new ShopError('usage', 'Every user of this machine can read a secret that is an argument.', {
    next: `Pass it through stdin: shop config set ${name} < file`,
  });
