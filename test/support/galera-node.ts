import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { connect } from '#db/connect.ts';
import { commonOptions } from '#db/server/options.ts';
import { environment, places, usr } from './galera-programs.ts';
import { rowsOf } from './given.ts';

/** One server of a cluster, reached by its socket as root without a password. */
export type Node = {
  readonly name: string;
  readonly socketPath: string;
  readonly log: string;
  isOver(): boolean;
  isKilled(): boolean;
  /** As a power cut would end it. */
  kill(): Promise<void>;
  /** Cuts it off from the others, or lets it back; then it waits until the node has noticed. */
  isolate(apart: boolean): Promise<void>;
  stop(): Promise<void>;
};

/** Where the node listens for the others: for the group, for what it missed, and for a whole state. */
export type Ports = { group: number; missed: number; state: number };

// The server is the child of a shell that waits for its own stdin to end, and so ends with the run, however that dies.
const guard =
  '"$@" >"$LOG" 2>&1 & echo $!; cat >/dev/null; kill -9 $! 2>/dev/null; wait; rm -rf "$FOLDER"; rmdir "$(dirname "$FOLDER")" 2>/dev/null';

// Nothing in it is worth keeping: a commit need not reach the disk.
const withoutDurability = ['--innodb-flush-log-at-trx-commit=0', '--skip-innodb-doublewrite'];

/** Starts a node; it answers when `synced` comes back. `first`: there is no cluster yet, and its data are the truth. */
export async function startNode(
  folder: string,
  ports: Ports,
  members: Ports[],
  first: boolean,
): Promise<Node> {
  for (const name of ['data', 'tmp']) await mkdir(join(folder, name), { recursive: true });
  const socketPath = join(folder, 'server.sock');
  const log = join(folder, 'server.log');
  const shell = spawn('/bin/sh', ['-c', guard, 'guard', join(usr, 'sbin/mariadbd'), ...optionsOf()], {
    cwd: folder,
    env: { ...environment, LOG: log, FOLDER: folder },
    // Ctrl-C goes to the whole group of the terminal: the guard has to live a moment longer than the run.
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const pid = await pidFrom(shell);
  const isOver = () => !isAlive(pid);
  let isKilled = false;

  function optionsOf() {
    return [
      ...commonOptions('mariadb', join(folder, 'data')),
      ...places,
      ...withoutDurability,
      `--socket=${socketPath}`,
      `--pid-file=${join(folder, 'server.pid')}`,
      `--tmpdir=${join(folder, 'tmp')}`,
      '--skip-networking',
      '--innodb-buffer-pool-size=64M',
      '--max-connections=500',
      ...clusterOptions(ports, members),
      ...(first ? ['--wsrep-new-cluster'] : []),
    ];
  }
  return {
    name: `node-${ports.group}`,
    socketPath,
    log,
    isOver,
    isKilled: () => isKilled,
    kill: async () => {
      isKilled = true;
      process.kill(pid, 'SIGKILL');
      while (!isOver()) await pause(10);
    },
    isolate: (apart) => isolate(socketPath, apart),
    stop: async () => {
      shell.stdin?.end();
      if (shell.exitCode === null) await once(shell, 'exit');
    },
  };
}

const address = (port: number) => `127.0.0.1:${port}`;

function clusterOptions(own: Ports, members: Ports[]): string[] {
  const provider = [
    `gmcast.listen_addr=tcp://${address(own.group)}`,
    `ist.recv_addr=${address(own.missed)}`,
    'gcache.size=32M',
  ];
  return [
    '--binlog-format=ROW',
    '--innodb-autoinc-lock-mode=2',
    '--wsrep-on=ON',
    `--wsrep-provider=${usr}/lib/galera/libgalera_smm.so`,
    `--wsrep-cluster-address=gcomm://${members.map(({ group }) => address(group)).join(',')}`,
    `--wsrep-node-name=node-${own.group}`,
    `--wsrep-node-address=${address(own.group)}`,
    '--wsrep-sst-method=rsync',
    `--wsrep-sst-receive-address=${address(own.state)}`,
    `--wsrep-provider-options=${provider.join(';')}`,
  ];
}

async function pidFrom(shell: ChildProcess): Promise<number> {
  if (!shell.stdout) throw new Error('the guard was started without a pipe');
  const [bytes] = await once(shell.stdout, 'data');
  return Number(String(bytes));
}

function isAlive(pid: number) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A node's status variable, whether or not it takes part in the cluster. */
export async function statusOf(socketPath: string, name: string): Promise<string | undefined> {
  const { db, close } = connect({ socketPath, user: 'root' }, { poolSize: 1 });
  try {
    return (await rowsOf<{ Value: string }>(db, `SHOW STATUS LIKE '${name}'`))[0]?.Value;
  } finally {
    await close();
  }
}

async function isolate(socketPath: string, apart: boolean) {
  const { db, close } = connect({ socketPath, user: 'root' }, { poolSize: 1 });
  await db.execute(sql.raw(`SET GLOBAL wsrep_provider_options = 'gmcast.isolate=${apart ? 1 : 0}'`));
  await close();
  while (((await statusOf(socketPath, 'wsrep_ready')) === 'ON') === apart) await pause(50);
}
