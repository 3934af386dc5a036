import type { TestProject } from 'vitest/node';
import type { Flavor } from '#db/server/state.ts';
import { startTestCluster } from './galera.ts';
import { sweepRun } from './run-sweep.ts';
import { startTestServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The Unix socket of the run's throw-away server; user root, no password. */
    socket: string;
    /** The sockets of the servers behind that one: three on a cluster, where each connection goes to the next. */
    nodes: string[];
    flavor: Flavor;
  }
}

/** One throw-away server, or one cluster, for the whole run. */
export default async function setup(project: TestProject) {
  const sweep = sweepRun();
  const isCluster = process.env.SHOP_TEST_SERVER === 'galera';
  const server = await (isCluster ? startTestCluster() : startTestServer());
  project.provide('socket', server.socketPath);
  project.provide('nodes', 'nodes' in server ? server.nodes : [server.socketPath]);
  project.provide('flavor', server.flavor);
  return async () => {
    const log = 'log' in server ? await server.log() : '';
    await server.stop();
    await sweep.end(log);
  };
}
