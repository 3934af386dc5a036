import { nearest } from '#cli/did-you-mean.ts';
import { environment } from '#cli/reference/environment.ts';
import { ShopError } from '#domain/errors.ts';
import { checkSetting, type SettingName, settingNames, settingOf } from '#platform/settings.ts';
import { type Kept, readSettings, unknownSettings } from '#platform/settings-file.ts';
import { asProblem, type Found, fine, warning } from './finding.ts';
import type { Scene } from './scene.ts';

/** The settings file and the variables: what means nothing, and what is likely to be spelled wrong. */
export async function checkSettings({ env, paths, config }: Scene): Promise<Found[]> {
  const strange = misspelled(env).map(misspelledVariable);
  try {
    const kept = readSettings(paths.config);
    const wrong = settingNames.flatMap((name) => wrongValue(kept, name));
    // What else is wrong is wrong in a variable.
    const refused = wrong.length > 0 ? wrong : refusalOf(config);
    const found = [
      ...refused,
      ...unknownSettings(paths.config).map((name) => unknown(kept, name)),
      ...strange,
    ];
    return found.length > 0 ? found : [summary(kept, env)];
  } catch (error) {
    if (error instanceof ShopError) return [asProblem(error), ...strange];
    throw error;
  }
}

function wrongValue({ plain, path }: Kept, name: SettingName): Found[] {
  const value = plain[name];
  if (value === undefined) return [];
  try {
    checkSetting(name, value, `${name} in ${path}`);
    return [];
  } catch (error) {
    if (!(error instanceof ShopError)) throw error;
    const next = error.next ?? `shop config set ${name}, or shop config unset ${name}`;
    return [{ ...asProblem(error), next }];
  }
}

function refusalOf(config: Scene['config']): Found[] {
  try {
    config();
    return [];
  } catch (error) {
    if (error instanceof ShopError) return [asProblem(error)];
    throw error;
  }
}

function unknown({ path }: Kept, name: string): Found {
  const [meant] = nearest(name, settingNames);
  return warning(`${path} has ${name}, which is no setting.`, {
    next: meant ? `Did you mean ${meant}?` : 'shop config list shows those that there are.',
  });
}

const variables = environment.flatMap(({ names }) => names).filter((name) => name.startsWith('SHOP_'));

/** Variables of ours that nobody reads, as far as there is one that they were meant for. */
const misspelled = (env: NodeJS.ProcessEnv) =>
  Object.keys(env)
    .filter((name) => name.startsWith('SHOP_') && !variables.includes(name))
    .flatMap((name) => {
      const [meant] = nearest(name.toLowerCase(), inLowerCase);
      return meant === undefined ? [] : [{ name, meant: meant.toUpperCase() }];
    });

const inLowerCase = variables.map((name) => name.toLowerCase());

const misspelledVariable = ({ name, meant }: { name: string; meant: string }) =>
  warning(`The variable ${name} means nothing to shop.`, { next: `Did you mean ${meant}?` });

/** Secrets themselves never stand in the settings file: only where they are does. */
const placeOf = { keychain: 'the keychain', file: 'a file that only you can read' } as const;

function summary({ plain, secrets, path }: Kept, env: NodeJS.ProcessEnv): Found {
  const kept = [...Object.keys(plain), ...Object.keys(secrets)];
  const given = settingNames.filter((name) => env[settingOf(name).env ?? '']);
  const hidden = Object.entries(secrets).map(([name, where]) => `${name} in ${placeOf[where]}`);
  const open = Object.keys(plain).length > 0 ? [`${Object.keys(plain).join(', ')} in ${path}`] : [];
  const inFile = kept.length > 0 ? [...open, ...hidden].join('; ') : 'Nothing is set in a file';
  const inEnvironment = given.map((name) => settingOf(name).env).join(', ');
  return fine(`${inFile}${inEnvironment && `; ${inEnvironment} in the environment`}.`, {
    path,
    kept,
    environment: given,
  });
}
