import type { ShopError } from '#domain/errors.ts';
import type { Paths } from '#platform/paths.ts';
import type { Running, ServerStatus } from './lifecycle.ts';

// The hot path only asks where the socket is: what finds, creates and starts servers is loaded when it is needed.
const lifecycle = () => import('./lifecycle.ts');

type Folder = Pick<Paths, 'database'>;
type Say = (line: string) => void;

/**
 * Makes sure that the embedded database runs: finds a server, creates the data folder, starts it; one line goes to `say`
 * for each of the last two. Processes that come at the same moment wait for the first.
 * @throws ShopError unavailable, with what to do about it
 */
export const ensureServer = async (paths: Folder, say: Say): Promise<Running> =>
  (await lifecycle()).ensure(paths, say);

/** How the embedded database is. Changes nothing. */
export const serverStatus = async (paths: Folder): Promise<ServerStatus> => (await lifecycle()).status(paths);

/** Stops the embedded database. False when it did not run. */
export const stopServer = async (paths: Folder): Promise<boolean> => (await lifecycle()).stop(paths);

/**
 * Runs `work` (the migrations and the sample data of a new database) while no other process creates, starts, stops or
 * prepares this database. Not to be called from inside `ensureServer`, which holds the same lock.
 */
export const alone = async <T>(paths: Folder, work: () => Promise<T>): Promise<T> =>
  (await lifecycle()).alone(paths, work);

/** Notes the newest migration that was applied; a note that was lost is made anew from the data folder. */
export const noteSchema = async (paths: Folder, schema: string): Promise<void> =>
  (await lifecycle()).noteSchema(paths, schema);

/** What to say of a server that takes connections and does not greet. */
export const silentServer = async (paths: Folder): Promise<ShopError> =>
  (await lifecycle()).silentServer(paths);

export type { Running, ServerStatus };
