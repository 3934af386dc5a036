import { inject } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { test as base } from './database.ts';

/** Without a cluster its tests have nothing to stand on: `npm run test:cluster` brings one. */
export const isCluster = inject('nodes').length === 3;

type Nodes = [Db, Db, Db];

/** As the usual `test`, with the same database on each node of the cluster by itself. */
export const test = base.extend<{ nodes: Nodes }>({
  nodes: async ({ databaseUrl, db: _ }, use) => {
    const { nodes, close } = connectEach(inject('nodes'), databaseUrl);
    await use(nodes);
    await close();
  },
});

/** The database of a URL, on each of three nodes. */
export function connectEach(sockets: string[], url: string) {
  const [a, b, c] = sockets.map((socketPath) =>
    connect({ ...parseDatabaseUrl(url), socketPath }, { poolSize: 10 }),
  );
  if (!a || !b || !c) throw new Error('a cluster has three nodes');
  const nodes: Nodes = [a.db, b.db, c.db];
  return { nodes, close: async () => void (await Promise.all([a, b, c].map((one) => one.close()))) };
}

/** So many, spread over the nodes. */
export const inTurn = ([a, b, c]: Nodes, count: number): Db[] =>
  Array.from({ length: count }, (_, at) => [a, b][at % 3] ?? c);
