import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Paths, shopPaths } from '#platform/paths.ts';
import { sweepFolder } from './sweep.ts';

/** A SHOP_HOME of the test's own: `await using home = await temporaryHome()`. */
export type TemporaryHome = AsyncDisposable & { folder: string; paths: Paths };

// As for the test server: the shell outlives the run by a moment, ends the embedded server of this home, and clears up.
// The number in server.pid is only trusted when the process of that number serves this very folder.
const guard = `cat >/dev/null
find "$FOLDER" -name 'server.pid*' -type f 2>/dev/null | while IFS= read -r note; do
  pid=$(cat "$note")
  if (tr '\\0' ' ' <"/proc/$pid/cmdline" || ps -ww -o args= -p "$pid") 2>/dev/null | grep -qF -- "--datadir=$(dirname "$note")/data"; then kill -9 "$pid"; fi
done
rm -rf "$FOLDER"`;

/** Makes an empty SHOP_HOME. At its disposal, or when the run dies, its embedded server is killed and the folder removed. */
export async function temporaryHome({ name = '' } = {}): Promise<TemporaryHome> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-home-'));
  const shell = spawn('/bin/sh', ['-c', guard], {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', FOLDER: folder },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const home = join(folder, name);
  return {
    folder: home,
    paths: shopPaths({ SHOP_HOME: home }),
    [Symbol.asyncDispose]: async () => {
      const told = await sweepFolder(home).catch((error: unknown) => error);
      const ended = once(shell, 'exit');
      shell.stdin.end();
      await ended;
      if (told) throw told;
    },
  };
}
