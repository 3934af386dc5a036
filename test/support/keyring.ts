import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { missingParts, succeeds } from './apt.ts';

const run = promisify(execFile);

/** A real keyring on a session bus of its own: `await using keyring = await startKeyring()`. */
export type Keyring = AsyncDisposable & {
  /** What a program needs to find it, and nothing else of this machine's environment but the PATH. */
  env: NodeJS.ProcessEnv;
  lock(): Promise<void>;
  /** How many entries there are, of whomever. */
  entries(): Promise<number>;
  /** Stops the service, which then takes calls and never answers. */
  freeze(): void;
  /** Lets it answer again. */
  thaw(): void;
};

type KeyringKind = 'unlocked' | 'without a collection' | 'without a service';

/** Why there can be no keyring here, or null. */
export const missingKeyring = () => missingParts(['libsecret-1-0', 'gnome-keyring', 'dbus'], hasKeyring);

const hasKeyring = () =>
  succeeds(
    '{ ldconfig -p || /sbin/ldconfig -p; } | grep -q libsecret-1.so.0 && command -v gnome-keyring-daemon dbus-run-session dbus-send',
  );

const daemons: Record<KeyringKind, string> = {
  unlocked: 'printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1',
  'without a collection': 'gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1',
  'without a service': 'true',
};

// The bus lives as long as this shell and the shell as long as its stdin, so that nothing outlives a run that dies.
const script = (kind: KeyringKind) => `${daemons[kind]}
bus() { dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / "org.freedesktop.DBus.$1" string:org.freedesktop.secrets 2>/dev/null; }
pid=0
if [ "${kind}" != 'without a service' ]; then
  until bus GetNameOwner >/dev/null; do sleep 0.02; done
  pid=$(bus GetConnectionUnixProcessID | grep -o '[0-9]*$')
fi
echo "$DBUS_SESSION_BUS_ADDRESS $pid"
cat >/dev/null
[ "$pid" = 0 ] || kill -9 "$pid"`;

// A bus that knows no service files, so that asking for the keyring starts none.
const bareBus = `<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`;

const busOfOneCommand = 'dbus-run-session';

/** Starts one; its password is `test`. Needs what `missingKeyring` looks for. */
export async function startKeyring(kind: KeyringKind = 'unlocked'): Promise<Keyring> {
  const home = await mkdtemp(join(tmpdir(), 'shop-keyring-'));
  const runtime = join(home, 'run');
  await mkdir(runtime, { mode: 0o700 });
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: runtime };
  const shell = spawn(busOfOneCommand, [...(await busOptions(kind, home)), '--', 'sh', '-c', script(kind)], {
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const [line] = await once(shell.stdout, 'data');
  const [address, pid] = String(line).trim().split(' ');
  const inside = { ...env, DBUS_SESSION_BUS_ADDRESS: address };
  return {
    env: inside,
    lock: async () => {
      await send(inside, '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock', [
        `array:objpath:${collection}`,
      ]);
    },
    entries: async () => {
      const answer = await send(inside, collection, 'org.freedesktop.DBus.Properties.Get', [
        'string:org.freedesktop.Secret.Collection',
        'string:Items',
      ]);
      return answer.match(/object path/g)?.length ?? 0;
    },
    freeze: () => process.kill(Number(pid), 'SIGSTOP'),
    thaw: () => process.kill(Number(pid), 'SIGCONT'),
    [Symbol.asyncDispose]: async () => {
      const ended = once(shell, 'exit');
      shell.stdin.end();
      await ended;
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const collection = '/org/freedesktop/secrets/collection/login';

async function busOptions(kind: KeyringKind, home: string): Promise<string[]> {
  if (kind !== 'without a service') return [];
  const file = join(home, 'bus.conf');
  await writeFile(file, bareBus);
  return [`--config-file=${file}`];
}

async function send(env: NodeJS.ProcessEnv, path: string, method: string, args: string[]): Promise<string> {
  const options = ['--session', '--print-reply', '--dest=org.freedesktop.secrets'];
  return (await run('dbus-send', [...options, path, method, ...args], { env })).stdout;
}
