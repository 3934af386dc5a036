import { ShopError } from '#domain/errors.ts';
import type { LoginStore, Prospect } from '#platform/login-store.ts';
import { readSettings } from '#platform/settings-file.ts';
import { openIdentity, openLoginStore } from '#shop.ts';
import { asProblem, asWarning, type Found, fine, orProblem, orSkip, problem, warning } from './finding.ts';
import type { Scene } from './scene.ts';

const storeOf = (scene: Scene): Promise<LoginStore> =>
  orSkip('The settings come first.', async () => openLoginStore({ ...scene, config: scene.config() }));

/** Where logins and secrets are kept, and whether that opens. */
export async function checkKeychain(scene: Scene): Promise<Found | Found[]> {
  return orProblem(async () => {
    const prospect = await (await storeOf(scene)).look();
    const { place, trouble } = prospect;
    if (!trouble) return fine(places[place], { place });
    const details = { place, trouble: trouble.trouble };
    const needed = neededFor(scene, prospect);
    if (needed.length === 0 && place === 'file') return fine(`${trouble.message} ${places.file}`, details);
    const next = trouble.isAbsent ? isAbsent : isClosed;
    if (needed.length === 0 && place === 'undecided') return warning(trouble.message, { next, details });
    const kept = needed.length > 0 ? ` It keeps ${needed.join(', ')}.` : '';
    return problem('auth', `${trouble.message}${kept}`, { next, details });
  });
}

const places: Record<Prospect['place'], string> = {
  keychain: "The system's keychain works.",
  file: 'Logins and secrets are kept in files that only you can read.',
  memory: 'SHOP_KEYCHAIN is none: nothing is kept.',
  undecided: '',
  nowhere: '',
};

const isAbsent =
  'Set SHOP_KEYCHAIN=file to keep logins and secrets in files that only you can read, or SHOP_TOKEN to a login token.';
const isClosed = 'Unlock it, or start it anew, or set SHOP_KEYCHAIN=file.';

function neededFor({ paths }: Scene, { holdsLogin }: Prospect): string[] {
  const { secrets } = readSettings(paths.config);
  const kept = Object.entries(secrets).flatMap(([name, place]) => (place === 'keychain' ? [name] : []));
  return [...(holdsLogin ? ['your login'] : []), ...kept];
}

/** Who is logged in here, and whether the login holds. */
export async function checkLogin(scene: Scene): Promise<Found | Found[]> {
  const store = await storeOf(scene);
  const config = scene.config();
  return orProblem(async () => {
    // What the file's rights or a keychain say needs no database.
    if (!config.token) await store.read();
    const db = await scene.database();
    const identity = openIdentity({ ...scene, config, openDb: async () => db, say: () => {} });
    try {
      const who = await identity.whoever({ strict: true });
      if (!who) return fine('Nobody is logged in.');
      const { user, session, tokenSource } = who;
      const name = user.isRegistered ? user.username : 'A visitor';
      return fine(`${name}, until ${session.expiresAt}; ${session.promptsLeft} prompts left.`, {
        username: user.isRegistered ? user.username : null,
        expiresAt: session.expiresAt,
        tokenSource,
      });
    } catch (error) {
      // It is of no use, but stands in nobody's way; SHOP_TOKEN goes before every other login.
      if (error instanceof ShopError && error.kind === 'auth')
        return config.token ? asProblem(error) : asWarning(error);
      throw error;
    }
  });
}
