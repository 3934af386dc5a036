import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { execa } from 'execa';
import { apt } from './apt.ts';
import { openTerminal } from './terminal.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const sshd = '/usr/sbin/sshd';

/** Why there can be no SSH server here, or null. Root gets the packages on Debian. */
export async function missingSshd(): Promise<string | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return 'only root may make the user that strangers come in as';
  }
  if (await hasSsh()) return null;
  try {
    await installQuietly(['openssh-server', 'openssh-client']);
  } catch {
    return 'openssh-server and openssh-client could not be installed with apt-get';
  }
  return (await hasSsh()) ? null : 'sshd does not run here';
}

const hasSsh = () =>
  run('sh', ['-c', `[ -x ${sshd} ] && command -v ssh scp sftp ssh-keygen useradd userdel runuser`]).then(
    () => true,
    () => false,
  );

// Debian starts what it installs, unless this file says no: the machine of a developer must not be opened to the network.
const policy = '/usr/sbin/policy-rc.d';

async function installQuietly(packages: string[]): Promise<void> {
  const isOurs = !existsSync(policy);
  if (isOurs) await writeFile(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await apt('update');
    await apt('install', '--no-install-recommends', ...packages);
  } finally {
    if (isOurs) await rm(policy, { force: true });
  }
}

/** README's "Strangers": what root runs, the user's login shell, what goes into sshd_config; `as` instead of shop-kiosk. */
async function documented(as: string): Promise<[commands: string, shell: string, fragment: string]> {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const [, section = ''] = /\n## Strangers[^\n]*\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const blocks = [...section.matchAll(/```(?:sh|text)\n([\s\S]*?)```/g)].map(([, text = '']) =>
    text.replaceAll('shop-kiosk', as),
  );
  const [commands = '', shell = '', fragment = ''] = blocks;
  return [commands, shell, fragment];
}

// What the most careless administrator could have written. The fragment is what closes it.
const lax = (folder: string, port: number) => `
Port ${port}
ListenAddress 127.0.0.1
HostKey ${folder}/host_key
PidFile none
UsePAM no
PrintMotd no
StrictModes no
AcceptEnv *
PermitUserEnvironment yes
PermitUserRC yes
AllowTcpForwarding yes
AllowStreamLocalForwarding yes
AllowAgentForwarding yes
X11Forwarding yes
PermitTunnel yes
GatewayPorts yes
Subsystem sftp internal-sftp
`;

// Lets the user in as the fragment does, and closes nothing.
const openDoors = (user: string) => `
Match User ${user}
    AuthenticationMethods none
    PermitEmptyPasswords yes
`;

// As for a test's home: a shell outlives the run by a moment, and takes back what the run has made of this machine. Whoever
// is in the shop is ended first, or their user could not be removed.
const guard = `for config in open lax; do ${sshd} -D -e -f "$FOLDER/$config" 2>"$FOLDER/$config.log" & servers="$servers $!"; done
cat >/dev/null
kill $servers
pids() { ps -o pid= -u "$NAME" 2>/dev/null; }
while [ -n "$(pids)" ]; do kill -9 $(pids) 2>/dev/null; done
userdel "$NAME"
rm -rf "/opt/$NAME" "/var/lib/$NAME" "/var/lib/$NAME-database" "/usr/local/bin/$NAME" "$FOLDER"`;

/** Where anybody but root may have a file. */
const PLACES = ['/tmp', '/var', '/run', '/dev/shm', '/home', '/opt'];

export type SshShop = Awaited<ReturnType<typeof anSshShop>>;

/** A port of this machine that nobody listens on just now. */
async function aPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  server.close();
  await once(server, 'close');
  return port;
}

/** The shop behind a real sshd on loopback, installed word for word as README says, but for the name of its user. */
export async function anSshShop({ databaseUrl }: { databaseUrl: string }) {
  await using made = new AsyncDisposableStack();
  const name = `shop-kiosk-${randomBytes(3).toString('hex')}`;
  const folder = await mkdtemp(join(tmpdir(), 'shop-sshd-'));
  const [commands, shell, fragment] = await documented(name);
  const ports = { closed: await aPort(), open: await aPort() };
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'host_key')]);
  await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  await writeFile(join(folder, 'lax'), lax(folder, ports.closed) + fragment);
  await writeFile(join(folder, 'open'), lax(folder, ports.open) + openDoors(name));

  made.use(takenBack(name, folder));
  const database = made.use(await reachableDatabase(name, databaseUrl));
  await install(name, { folder, commands, shell, databaseUrl: database.url });
  for (const port of Object.values(ports)) await listening(port);

  const to = (port: number) => [
    '-F',
    'none',
    ...['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'].flatMap((one) => [
      '-o',
      one,
    ]),
    ...['-o', `Port=${port}`],
  ];
  const all = made.move();
  return {
    name,
    address: `${name}@127.0.0.1`,
    database: database.socket,
    /** The words for ssh, scp and sftp before their own: to the server with the fragment, or to the one without. */
    way: to(ports.closed),
    openWay: to(ports.open),
    state: `/var/lib/${name}/state`,
    shell: `/usr/local/bin/${name}`,
    /** Somebody at a terminal who comes in. */
    visit: (words: string[] = [], wish: Parameters<typeof openTerminal>[2] = {}) =>
      openTerminal('ssh', [...to(ports.closed), ...words, `${name}@127.0.0.1`], wish),
    /** The processes of the user that strangers come in as. */
    processes: async () => {
      const { stdout } = await execa('ps', ['-o', 'pid=,args=', '-u', name], { reject: false });
      return stdout.split('\n').filter((line) => line.trim() !== '');
    },
    /** The files that this user has, but for Node's own cache of the program. */
    files: async () => {
      // A file that is gone by the time that it is looked at is no failure.
      const { stdout } = await execa('find', [...PLACES, '-xdev', '-user', name], { reject: false });
      return stdout
        .split('\n')
        .filter((path) => !path.startsWith(`/var/lib/${name}/state/cache/`))
        .toSorted();
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function takenBack(name: string, folder: string): AsyncDisposable {
  const shell = spawn('/bin/sh', ['-c', guard], {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', NAME: name, FOLDER: folder },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  return {
    [Symbol.asyncDispose]: async () => {
      const ended = once(shell, 'exit');
      shell.stdin.end();
      await ended;
    },
  };
}

type Installation = { folder: string; commands: string; shell: string; databaseUrl: string };

async function install(name: string, { folder, commands, shell, databaseUrl }: Installation): Promise<void> {
  const bin = `/opt/${name}/bin`;
  await mkdir(bin, { recursive: true });
  // The machine's own Node may be an old one, and that of a checkout is not everybody's to read.
  await copyFile(process.execPath, join(bin, 'node'));
  await chmod(join(bin, 'node'), 0o755);
  // It is built already: to build it anew would take it from the tests beside this one.
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await run('npm', pack, { cwd: root });
  await writeFile(join(folder, `${name}.sh`), shell);
  await writeFile(join(folder, 'url.txt'), databaseUrl);
  const words = commands.replace(/\.\/shop-[\d.]+\.tgz/, `./${stdout.trim().split('\n').at(-1)}`);
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, npm_config_update_notifier: 'false' };
  await run('bash', ['-euo', 'pipefail', '-c', words], { cwd: folder, env });
}

/** The test's database where the user of strangers finds it: its own socket lies in a folder of root's. */
async function reachableDatabase(name: string, databaseUrl: string) {
  const url = new URL(databaseUrl);
  const inside = url.searchParams.get('socket') ?? '';
  const folder = `/var/lib/${name}-database`;
  await mkdir(folder, { mode: 0o755 });
  const socket = join(folder, 'socket');
  const server = createServer((client) => {
    const behind = createConnection(inside);
    for (const [one, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      one.on('error', () => {});
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  server.listen(socket);
  await once(server, 'listening');
  await chmod(socket, 0o777);
  url.searchParams.set('socket', socket);
  return {
    url: url.href,
    socket,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Comes back when somebody answers at this port. */
async function listening(port: number): Promise<void> {
  while (!(await greets(port))) await pause(50);
}

const greets = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.on('close', () => resolve(false));
    socket.on('data', () => {
      resolve(true);
      socket.destroy();
    });
  });
