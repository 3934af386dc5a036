import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** The folders that `shop` keeps things in. Absolute; none of them need exist. */
export type Paths = {
  /** What must not be lost. */
  data: string;
  /** Logs, a visitor's token: what may be lost. */
  state: string;
  /** Settings. */
  config: string;
  /** What can be had again: pictures, compiled code. */
  cache: string;
  /** The embedded database with its socket, log and lock. */
  database: string;
};

/** Where everything lives for this environment. Pure: reads and creates nothing. */
export function shopPaths(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): Paths {
  const { data, state, config, cache } = env.SHOP_HOME
    ? oneFolder(resolve(env.SHOP_HOME))
    : perUser(env, platform);
  return { data, state, config, cache, database: join(data, 'database') };
}

const oneFolder = (home: string) => ({
  data: home,
  state: home,
  config: home,
  cache: join(home, 'cache'),
});

function perUser(env: NodeJS.ProcessEnv, platform: NodeJS.Platform) {
  const home = env.HOME || homedir();
  if (platform === 'darwin') {
    const support = join(home, 'Library', 'Application Support', 'shop');
    return {
      data: support,
      state: support,
      config: join(home, 'Library', 'Preferences', 'shop'),
      cache: join(home, 'Library', 'Caches', 'shop'),
    };
  }
  if (platform === 'win32') {
    const local = join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'shop');
    const roaming = join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'shop');
    return {
      data: join(local, 'Data'),
      state: join(local, 'State'),
      config: join(roaming, 'Config'),
      cache: join(local, 'Cache'),
    };
  }
  return {
    data: join(xdg(env.XDG_DATA_HOME, home, '.local/share'), 'shop'),
    state: join(xdg(env.XDG_STATE_HOME, home, '.local/state'), 'shop'),
    config: join(xdg(env.XDG_CONFIG_HOME, home, '.config'), 'shop'),
    cache: join(xdg(env.XDG_CACHE_HOME, home, '.cache'), 'shop'),
  };
}

// The XDG Base Directory Specification says that a relative path is invalid and to be ignored.
const xdg = (value: string | undefined, home: string, fallback: string) =>
  value && isAbsolute(value) ? value : join(home, fallback);
