import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Connection, Db } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { openDatabase } from '#db/open.ts';
import { ensureServer } from '#db/server/server.ts';
import { targetOf } from '#db/target.ts';
import { type Credentials, type Registration, register } from '#domain/accounts.ts';
import { checkLogin } from '#domain/sign-in.ts';
import { type Config, readConfig } from '#platform/config.ts';
import { logFault } from '#platform/log.ts';
import { type Ask, LoginStore } from '#platform/login-store.ts';
import { MemoryStore } from '#platform/memory-store.ts';
import { type Paths, shopPaths } from '#platform/paths.ts';
import { pictureFiles } from '#platform/picture-files.ts';
import type { Change, Shopped } from './identity/visitors.ts';
import { type Arrival, type Arriving, Identity, type Person } from './identity.ts';

export type { TokenSource } from './identity/kept-login.ts';
export type { Arrival, Person } from './identity.ts';

/** Everything that commands and screens need of the world. Nothing is opened before it is asked for. */
export type Shop = {
  readonly env: NodeJS.ProcessEnv;
  readonly paths: Paths;
  /** Whether this is a shop for strangers: it keeps nothing, and tells nothing of how it is set up. */
  readonly kiosk: boolean;
  /** Writes into the log what the person is not told. */
  log(error: unknown): void;
  /** Read at the first look, so that a help text needs no environment. @throws ShopError usage when it means nothing */
  readonly config: Config;
  /** Whether the embedded server is being made or started for this program just now, which may take a while. */
  readonly starting: boolean;
  /**
   * The database: opened at the first call, the embedded one created and started if need be. `sample: false` at that
   * call leaves a new one empty.
   */
  db(how?: { sample: boolean }): Promise<Db>;
  /**
   * Starts the embedded server anew if it has gone since; a database that has a URL is left to those whose it is.
   * @throws ShopError unavailable
   */
  revive(): Promise<void>;
  /** Who is logged in. @throws ShopError auth */
  /** The picture at an address, as a file, fetched once. @throws ShopError unavailable, which says why there is none */
  picture(url: string, signal: AbortSignal): Promise<Uint8Array>;
  person(): Promise<Person>;
  /**
   * Logged in, else the visitor if there is one, else null. Creates nothing. A kept login that no longer holds is told
   * in one line and passed over; with `strict` it is an error. @throws ShopError auth
   */
  whoever(how?: { strict?: boolean }): Promise<Person | null>;
  /**
   * Changes the cart of whoever is here. Who is nobody yet becomes a visitor by it, unless it is refused. `change` does
   * nothing outside the database: it may run more than once.
   * @throws ShopError auth for a login that no longer holds; whatever `change` throws
   */
  shopping<Result>(change: Change<Result>): Promise<Shopped<Result, Person>>;
  /**
   * Logs in, keeps the token as SHOP_KEYCHAIN says, and merges the visitor's cart. `otherwise: 'memory'` logs in for
   * this run where there is no keychain and no file is agreed to; `keep: false` stores the token nowhere.
   */
  signIn(wish: Credentials, how?: Arriving): Promise<Arrival>;
  /** Creates an account and logs in, as `signIn`. */
  register(wish: Registration, how?: Arriving): Promise<Arrival>;
  /** @returns whether anybody was logged in */
  signOut(how?: { everywhere?: boolean }): Promise<boolean>;
  /** Forgets the login of an account that is deleted: its sessions went with it. */
  forgetLogin(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

type Outside = {
  /** Prints one line on stderr. */
  say: (line: string) => void;
  poolSize?: number;
  /** Takes the database as it runs: nothing is started, made or prepared. */
  running?: boolean;
  /** Present where a person can be asked. */
  ask?: Ask | undefined;
  /** Keeps logins and visitors for this run alone, and removes them at its end (see `kiosk.ts`). */
  kiosk?: boolean;
};

/** The one place that knows every room. */
export function openShop(
  env: NodeJS.ProcessEnv,
  { say, poolSize = 2, running = false, ask, kiosk = false }: Outside,
): Shop {
  const paths = shopPaths(env);
  let settings: Config | undefined;
  let connection: Promise<Connection> | undefined;
  let starting = false;
  let known: Identity | undefined;

  const config = () => {
    settings ??= readConfig(env, paths.config);
    return settings;
  };

  async function db(how?: { sample: boolean }): Promise<Db> {
    const settings = config();
    connection ??= open(settings, how);
    return (await connection).db;
  }

  async function open(settings: Config, how?: { sample: boolean }): Promise<Connection> {
    starting = settings.databaseUrl === undefined;
    try {
      return await openDatabase({ target: await targetOf(settings), paths, say, poolSize, running, ...how });
    } catch (error) {
      // A database that did not open may open at the next try: the TUI stays and offers one.
      connection = undefined;
      throw error;
    } finally {
      starting = false;
    }
  }

  const identity = () => {
    known ??= openIdentity({ env, paths, kiosk, config: config(), openDb: db, say });
    return known;
  };

  return {
    env,
    paths,
    kiosk,
    log: (error) => void logFault(paths, error),
    get config() {
      return config();
    },
    get starting() {
      return starting;
    },
    db,
    picture: pictureFiles({ folder: join(paths.cache, 'pictures') }).read,
    // The pool's next connection finds the new server at the same socket.
    revive: async () => {
      if (config().databaseUrl !== undefined || !connection) return;
      await ensureServer(paths, say);
    },
    person: async () => identity().person(),
    whoever: async (how) => identity().whoever(how),
    shopping: async (change) => identity().shopping(change),
    signIn: async (wish, how) => identity().arrive((before) => checkLogin(before, wish), { ask, ...how }),
    register: async (wish, how) => identity().arrive(async () => (tx) => register(tx, wish), { ask, ...how }),
    signOut: async (how) => identity().leave(how),
    forgetLogin: async () => identity().forget(),
    [Symbol.asyncDispose]: async () => {
      // Who has come in a moment ago has to be known before they can be removed.
      if (kiosk) await known?.settled();
      const [identity, open] = [known, connection];
      known = undefined;
      connection = undefined;
      const opened = await open?.catch(() => undefined);
      // With the database gone, what would have been ended there expires by itself.
      if (opened) await identity?.close(opened.db).catch(() => {});
      await opened?.close();
    },
  };
}

type Opening = Pick<Shop, 'env' | 'paths' | 'config'> & {
  kiosk?: boolean;
  openDb: () => Promise<Db>;
  say: Outside['say'];
};

/** Who is here, with a database of the caller's own choice. */
export function openIdentity(opening: Opening): Identity {
  const { config, openDb, say, kiosk } = opening;
  const store = kiosk ? new MemoryStore() : openLoginStore(opening);
  const device = kiosk ? 'kiosk' : hostname();
  return new Identity({ given: config.token, store, openDb, device, say });
}

/** Where logins are kept for this environment. */
export function openLoginStore({ env, paths, config }: Pick<Shop, 'env' | 'paths' | 'config'>): LoginStore {
  const url = databaseOf(config);
  const logins = join(paths.state, 'logins');
  return new LoginStore({
    mode: config.keychain,
    folder: join(logins, url === null ? 'embedded' : shortHash(url)),
    consentFile: join(logins, 'keep-in-file'),
    account: () => shortHash([paths.state, url]),
    env,
  });
}

// Two shops of one person, or two folders of one shop, must not read each other's logins. The password of the URL
// is left out, so that a new one does not log anybody out.
function databaseOf({ databaseUrl, databaseUrlFrom }: Config) {
  if (databaseUrl === undefined) return null;
  const target = parseDatabaseUrl(databaseUrl, databaseUrlFrom);
  return [target.host, target.port, target.socketPath, target.database];
}

const shortHash = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
