import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openBalancer } from './balancer.ts';
import { type Node, type Ports, startNode, statusOf } from './galera-node.ts';
import { createState } from './galera-programs.ts';

export type Cluster = { folder: string; nodes: Node[]; stop(): Promise<void> };

const longestStart = 120_000;

/** A cluster in the place of a throw-away server: one socket, behind which each connection meets another node. */
export async function startTestCluster() {
  const cluster = await startCluster();
  const nodes = cluster.nodes.map(({ socketPath }) => socketPath);
  const socketPath = join(cluster.folder, '1', 'balancer.sock');
  const close = await openBalancer(socketPath, nodes);
  return {
    socketPath,
    flavor: 'mariadb' as const,
    nodes,
    stop: async () => {
      close();
      await cluster.stop();
    },
  };
}

/** Starts three servers that are one database, in a temporary folder. The second and third get their state by rsync. */
export async function startCluster(size = 3): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-cluster-'));
  const members = await freePorts(size);
  const nodes: Node[] = [];
  const stop = async () => {
    const ends = await Promise.all(nodes.map(lastWords));
    await Promise.all(nodes.map((node) => node.stop()));
    await rm(folder, { recursive: true, force: true });
    if (ends.some((words) => words)) throw new Error(`A node ended by itself: ${ends.join('\n')}`);
  };
  try {
    await createState(join(folder, '1'));
    for (const [at, ports] of members.entries()) {
      const node = await startNode(join(folder, `${at + 1}`), ports, members, at === 0);
      nodes.push(node);
      // The others need it to be there; they may then come at the same time.
      if (at === 0) await synced(node, 1);
    }
    await Promise.all(nodes.map((node) => synced(node, size)));
    return { folder, nodes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

// A node that finds its data different from the others' ends itself: no test may pass over that.
async function lastWords(node: Node): Promise<string> {
  return node.isOver() && !node.isKilled() ? (await readFile(node.log, 'utf8')).slice(-20_000) : '';
}

/** Waits until a node is a full member of a cluster of so many. */
export async function synced(node: Node, size: number): Promise<void> {
  const last = performance.now() + longestStart;
  while (!(await isSynced(node, size))) {
    if (node.isOver() || performance.now() > last)
      throw new Error(`A node of the test cluster did not join: ${await readFile(node.log, 'utf8')}`);
    await pause(50);
  }
}

async function isSynced({ socketPath }: Node, size: number): Promise<boolean> {
  try {
    const state = await statusOf(socketPath, 'wsrep_local_state_comment');
    return state === 'Synced' && (await statusOf(socketPath, 'wsrep_cluster_size')) === String(size);
  } catch {
    // It does not listen yet.
    return false;
  }
}

// All at once, so that no port comes twice. The nodes of a cluster have to know each other's before they start.
async function freePorts(size: number): Promise<Ports[]> {
  const listeners = await Promise.all(Array.from({ length: size * 3 }, listenAnywhere));
  const ports = listeners.map((listener) => (listener.address() as AddressInfo).port);
  await Promise.all(listeners.map((listener) => new Promise((resolve) => listener.close(resolve))));
  return Array.from({ length: size }, (_, at) => {
    const [group = 0, missed = 0, state = 0] = ports.slice(at * 3);
    return { group, missed, state };
  });
}

const listenAnywhere = () =>
  new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const listener = createServer().once('error', reject);
    listener.listen(0, '127.0.0.1', () => resolve(listener));
  });
