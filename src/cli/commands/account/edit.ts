import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import { userShape } from '#cli/shapes/user.ts';
import type { Profile } from '#domain/account-fields.ts';
import { changeProfile } from '#domain/accounts.ts';
import { ShopError } from '#domain/errors.ts';
import { addProfileOptions, askProfile, typedProfile } from './profile-options.ts';

export const prints = userShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out, ask }: Room) {
  addProfileOptions(command).action(async (options: Profile) => {
    const typed = typedProfile(options);
    const isTyped = Object.keys(typed).length > 0;
    if (!isTyped && !ask.possible) throw nothingToChange();
    const { user } = await shop.person();
    const profile = isTyped ? typed : await askProfile(ask, {}, user);
    await out.print(await changeProfile(await shop.db(), { userId: user.id, ...profile }), userShape);
  });
  examples(command, ['shop account edit', "shop account edit --city Berlin --phone ''"]);
}

const nothingToChange = () =>
  new ShopError('usage', 'There is nothing to change.', {
    next: 'Give one of --first-name, --last-name, --email, --phone, --country, --city; an empty text removes it.',
  });
