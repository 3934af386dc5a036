import { existsSync } from 'node:fs';
import { nameOf, noServer, noWindows, wrongServer } from '#db/server/failures.ts';
import { findServers, isOlder } from '#db/server/find.ts';
import { placesOf } from '#db/server/places.ts';
import { type ServerStatus, serverStatus, silentServer } from '#db/server/server.ts';
import { asProblem, type Found, fine, orProblem, orSkip, warning } from './finding.ts';
import type { Scene } from './scene.ts';

/** The embedded server: whether it runs, else whether one is installed that could. */
export async function checkServer({ paths, config }: Scene): Promise<Found | Found[]> {
  const { databaseUrl, databaseUrlFrom } = await orSkip('The settings come first.', config);
  if (databaseUrl) return fine(`Not needed: ${databaseUrlFrom} names a database.`);
  if (process.platform === 'win32') return asProblem(noWindows());
  return orProblem(async () => {
    const status = await serverStatus(paths);
    if (status.state === 'running') return running(status);
    if (status.state === 'silent') return asProblem(await silentServer(paths));
    if (status.state === 'starting') return starting(status);
    return startable(status);
  });
}

const facts = ({ state, flavor, version, pid, folder }: ServerStatus) => ({
  state,
  flavor,
  version,
  pid,
  folder,
});

function running(status: ServerStatus): Found {
  const { pid, folder } = status;
  return fine(`${titleOf(status)} runs (process ${pid}) in ${folder}.`, facts(status));
}

const starting = (status: ServerStatus) =>
  warning(`${titleOf(status)} (process ${status.pid}) is starting, or its socket is gone.`, {
    next: 'Wait a moment. The next command starts it anew where its socket is gone.',
    details: facts(status),
  });

/** None runs: could one be started? */
async function startable(status: ServerStatus): Promise<Found> {
  const installed = await findServers();
  const { flavor, version, folder } = status;
  if (flavor === null || version === null) {
    const [first] = installed;
    if (!first) return asProblem(noServer());
    return fine(`There is no database yet; the first command makes one with ${nameOf(first)}.`, {
      ...facts(status),
      installed: installed.map(nameOf),
    });
  }
  const places = placesOf({ database: folder });
  const fitting = installed.some((one) => one.flavor === flavor && !isOlder(one.version, version));
  if (!fitting) return asProblem(wrongServer({ flavor, version }, installed, places));
  if (existsSync(places.socket) || existsSync(places.pid)) {
    return warning(`${titleOf(status)} ended without being stopped: its socket or its note is left behind.`, {
      next: 'shop db start brings it back; what was bought is recovered.',
      details: facts(status),
    });
  }
  return fine(`${titleOf(status)} is stopped; the next command starts it.`, facts(status));
}

const titleOf = ({ flavor, version }: ServerStatus) =>
  flavor === null || version === null ? 'The server' : nameOf({ flavor, version });
