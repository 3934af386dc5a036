import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { register } from '#domain/accounts.ts';
import { hashPassword } from '#domain/passwords.ts';
import { temporaryHome } from '#test/home.ts';
import { watchProcesses } from '#test/process-watch.ts';
import { aShopper, test as withShop } from '#test/run-shop.ts';
import { sweepRun } from '#test/run-sweep.ts';
import { secrets, secretsIn } from '#test/secrets.ts';
import { openTerminal } from '#test/terminal.ts';

const secret = secrets.urlPassword;

describe('the sweep after the tests finds', () => {
  test('each kind of secret, and no other text', async () => {
    for (const [name, text] of Object.entries(secrets)) expect(secretsIn(`x ${text} y`)).toEqual([name]);
    expect(secretsIn(await hashPassword(secrets.password))).toEqual(['the hash of a password']);
    expect(secretsIn('$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy')).toHaveLength(1);
    expect(secretsIn('shop login joe --password-stdin, mysql://joe@db/shop, eyJ, $2 off')).toEqual([]);
  });

  withShop('a login token', async ({ db, inside }) => {
    await register(db, { username: 'joe', password: secrets.password });
    await inside.run(['login', 'joe', '--password-stdin'], { input: secrets.password });

    const [name = ''] = await readdir(join(inside.home, 'logins'));
    const token = await readFile(join(inside.home, 'logins', name, 'login'), 'utf8');
    expect(secretsIn(token)).toEqual(['a login token']);
  });

  test('what a command says, on its output and on its errors', async () => {
    await using shopper = await aShopper({
      start: async () => ({ stdout: '', stderr: `shop: no ${secret}`, exitCode: 1 }),
    });

    await expect(shopper.run(['whoami'])).rejects.toThrow('shop whoami tells urlPassword.');
  });

  test('what a terminal was shown', async () => {
    // Not on its command line, where the sweep of this very run would find it.
    const terminal = await openTerminal('/bin/sh', [
      '-c',
      `printf 'no %s%s' ${secret.slice(0, 3)} ${secret.slice(3)}`,
    ]);
    await terminal.exit;

    await expect(terminal[Symbol.asyncDispose]()).rejects.toThrow('The terminal tells urlPassword.');
  });

  test.for(['shop.log', 'database/server.log', 'core', 'settings.json'])(
    'what stands in %s of a home',
    async (name) => {
      const home = await temporaryHome();
      const file = join(home.folder, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, Buffer.concat([Buffer.from([0xff, 0]), Buffer.from(`no ${secret}`)]));

      await expect(home[Symbol.asyncDispose]()).rejects.toThrow(`${file} tells urlPassword.`);
      expect(existsSync(home.folder)).toBe(false);
    },
  );

  test('nothing in the files that are there to keep secrets', async () => {
    await using home = await temporaryHome();
    await mkdir(join(home.folder, 'secrets'), { recursive: true });
    await writeFile(join(home.folder, 'secrets', 'chat.api-key'), secrets.apiKey);
  });

  test.runIf(existsSync('/proc/self/cmdline'))(
    'what stands on a command line, of a grandchild too',
    async () => {
      // Another secret than those that the sweep of this very run looks for.
      const watch = watchProcesses(process.pid, (line) => (line.includes('planted') ? ['it'] : []));
      const child = spawn('/bin/sh', ['-c', '(exec /bin/sh -c "sleep 600; true" "$NAME") & cat'], {
        env: { NAME: 'planted' },
        stdio: ['pipe', 'ignore', 'ignore'],
        detached: true,
      });
      try {
        await vi.waitFor(() => expect(watch.told()).not.toEqual([]), { timeout: 30_000 });
        expect(watch.told()).toEqual([
          expect.stringMatching(/^The command line of \/bin\/sh .* tells it\.$/),
        ]);
        expect(watch.seen()).toBeGreaterThan(2);
      } finally {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
        await once(child, 'exit');
        watch.stop();
      }
    },
  );

  test('a core file, and the log of the database server, at the end of a run', async () => {
    const core = join(tmpdir(), `core.${process.pid}`);
    const sweep = sweepRun(process.ppid);
    await writeFile(core, `\0${secret}\0`);
    try {
      await expect(sweep.end('')).rejects.toThrow(`${core} tells urlPassword.`);
    } finally {
      await rm(core);
    }
    await expect(sweepRun(process.ppid).end(`Connect ${secret}`)).rejects.toThrow(
      "The database server's log tells urlPassword.",
    );
  });
});
