import { nearest, unknownWord } from '#cli/did-you-mean.ts';
import { brief } from '#domain/foreign.ts';
import { type SettingName, settingNames } from '#platform/settings.ts';

/** The setting that was typed. @throws ShopError usage with the nearest ones */
export function settingName(typed: string): SettingName {
  const name = settingNames.find((known) => known === typed);
  if (name) return name;
  const ending = settingNames.filter((known) => known.endsWith(`.${typed.toLowerCase()}`));
  throw unknownWord(
    `There is no setting '${brief(typed)}'.`,
    ending.length > 0 ? ending : nearest(typed, settingNames),
    'shop config list shows what there is.',
  );
}
