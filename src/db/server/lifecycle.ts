import { chmodSync, existsSync, statSync } from 'node:fs';
import { ensureFolder } from '#platform/folder.ts';
import { locked } from '#platform/lock.ts';
import type { Paths } from '#platform/paths.ts';
import { createData, recognise } from './create.ts';
import {
  diskFailure,
  foreignFolder,
  isWithoutRoom,
  nameOf,
  noServer,
  noWindows,
  silent,
  unknownData,
  wrongServer,
} from './failures.ts';
import { findServers, isOlder, type SearchPlaces, type Server } from './find.ts';
import { answers, endServer, greeting, launch, runningPid } from './launch.ts';
import { type Places, placesOf, userId } from './places.ts';
import { type Flavor, readState, type ServerState, writeState } from './state.ts';

type Say = (line: string) => void;
type Folder = Pick<Paths, 'database'>;

export type Running = {
  socketPath: string;
  /** True as long as no migration is noted in server.json: the database was just made and is empty. */
  created: boolean;
};

/** Finds, creates and starts what is missing. `search` says where servers are looked for. @throws ShopError unavailable */
export async function ensure(paths: Folder, say: Say, search?: SearchPlaces): Promise<Running> {
  if (process.platform === 'win32') throw noWindows();
  const places = placesOf(paths);
  if (await answers(places.socket)) return running(paths, places);
  return inWords(places, () => {
    openFolder(places.folder);
    return locked(places.folder, () => createAndStart(paths, places, say, search));
  });
}

async function createAndStart(
  paths: Folder,
  places: Places,
  say: Say,
  search?: SearchPlaces,
): Promise<Running> {
  // Whoever held the lock before may have done all of it.
  if (await answers(places.socket)) return running(paths, places);
  // Ours, but it does not answer: still on its way up, or its socket was swept away.
  await endServer(places);

  const state = stateOf(paths, places);
  const server = await choose(places, state, search);
  if (!state) {
    say(`Creating the embedded database (${nameOf(server)}) in ${places.folder} …`);
    await createData(server, places, () => writeState(paths, { ...remember(server), schema: undefined }));
  } else {
    say(`Starting the embedded database (${nameOf(server)}) …`);
  }
  await launch(server, places);
  writeState(paths, remember(server));
  return running(paths, places);
}

const running = (paths: Folder, places: Places): Running => ({
  socketPath: places.socket,
  created: readState(paths)?.schema === undefined,
});

/** Runs `work` while no other process creates, starts, stops or prepares this database. */
export async function alone<T>(paths: Folder, work: () => Promise<T>): Promise<T> {
  const places = placesOf(paths);
  return inWords(places, () => locked(places.folder, work));
}

/** Ends the server. False when it did not run. @throws ShopError unavailable when it does not end */
export async function stop(paths: Folder): Promise<boolean> {
  const places = placesOf(paths);
  if (!existsSync(places.folder)) return false;
  try {
    return await alone(paths, () => endServer(places));
  } catch (error) {
    // Where no lock can be written, no other command can create or start a server either.
    if (isWithoutRoom(error)) return inWords(places, () => endServer(places));
    throw error;
  }
}

/** Notes the newest migration; a note that was lost is made anew from the data folder. */
export async function noteSchema(paths: Folder, schema: string): Promise<void> {
  writeState(paths, { ...stateOf(paths, placesOf(paths)), schema });
}

export const silentServer = (paths: Folder) => silent(runningPid(placesOf(paths)));

export type ServerStatus = {
  /**
   * `absent`: there is no database yet. `starting`: the process is there and takes no connections yet. `silent`: it takes
   * them and does not answer.
   */
  state: 'absent' | 'stopped' | 'starting' | 'silent' | 'running';
  flavor: Flavor | null;
  version: string | null;
  pid: number | null;
  socketPath: string;
  folder: string;
  logPath: string;
  /** The last migration that was applied. */
  schema: string | null;
};

/** How the embedded database is. Changes nothing. */
export async function status(paths: Folder): Promise<ServerStatus> {
  const places = placesOf(paths);
  const state = stateOf(paths, places);
  const pid = runningPid(places) ?? null;
  const found = await greeting(places.socket);
  const quiet = found === 'silent' ? 'silent' : 'starting';
  return {
    state: found === 'greets' ? 'running' : pid !== null ? quiet : state ? 'stopped' : 'absent',
    flavor: state?.flavor ?? null,
    version: state?.version ?? null,
    pid,
    socketPath: places.socket,
    folder: places.folder,
    logPath: places.log,
    schema: state?.schema ?? null,
  };
}

// The folder is the lock: the server inside asks nobody for a password.
function openFolder(folder: string) {
  ensureFolder(folder);
  const { uid, mode } = statSync(folder);
  if (uid !== userId()) throw foreignFolder(folder, uid);
  if (mode & 0o077) chmodSync(folder, 0o700);
}

function stateOf(paths: Folder, places: Places): ServerState | undefined {
  if (!existsSync(places.data)) return undefined;
  const state = readState(paths) ?? recognise(places.data);
  if (!state) throw unknownData(places);
  return state;
}

async function choose(
  places: Places,
  state: ServerState | undefined,
  search?: SearchPlaces,
): Promise<Server> {
  const installed = await findServers(search);
  const fitting = installed.filter(
    ({ flavor, version }) => !state || (flavor === state.flavor && !isOlder(version, state.version)),
  );
  const chosen = fitting.find(({ program }) => program === state?.program) ?? fitting[0];
  if (chosen) return chosen;
  throw state ? wrongServer(state, installed, places) : noServer();
}

const remember = ({ flavor, version, program }: Server): ServerState => ({ flavor, version, program });

async function inWords<T>(places: Places, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw diskFailure(error, places.folder) ?? error;
  }
}
