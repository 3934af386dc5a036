import type { TestProject } from 'vitest/node';
import type { Flavor } from '#db/server/state.ts';
import { startTestServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The Unix socket of the run's throw-away server; user root, no password. */
    socket: string;
    flavor: Flavor;
  }
}

/** One throw-away server for the whole run. */
export default async function setup(project: TestProject) {
  const server = await startTestServer();
  project.provide('socket', server.socketPath);
  project.provide('flavor', server.flavor);
  return () => server.stop();
}
