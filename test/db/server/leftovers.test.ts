import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '#db/open.ts';
import { findServers } from '#db/server/find.ts';
import { placesOf } from '#db/server/places.ts';
import { ensureServer, serverStatus, stopServer } from '#db/server/server.ts';
import { locked } from '#platform/lock.ts';
import { temporaryHome } from '#test/home.ts';
import { ensureInProcess, startEnsuring, until } from './support.ts';

const silent = () => {};
// Numbers of processes end at 4,194,304 (proc_sys_kernel(5)): this one never runs.
const nobody = 9_999_999;

test('of processes that start at the same first moment one creates, the others use it', async () => {
  await using home = await temporaryHome();

  const answers = await Promise.all([1, 2, 3, 4].map(() => ensureInProcess(home.folder)));

  const { socketPath } = await serverStatus(home.paths);
  expect(answers.flatMap(({ said }) => said)).toHaveLength(1);
  expect(answers.map((answer) => answer.socketPath)).toEqual([
    socketPath,
    socketPath,
    socketPath,
    socketPath,
  ]);
});

test('waits for the one that has the lock', async () => {
  await using home = await temporaryHome();
  mkdirSync(home.paths.database, { recursive: true });
  const order: string[] = [];

  const { ensuring } = await locked(home.paths.database, async () => {
    const ensuring = ensureServer(home.paths, () => order.push('created'));
    // Time enough for the other to come to the lock; however long it takes, it may not pass.
    await findServers();
    order.push('let go');
    return { ensuring };
  });
  await ensuring;

  expect(order).toEqual(['let go', 'created']);
});

test('takes over the lock of a dead process, and of one whose number another has now', async () => {
  await using home = await temporaryHome();
  mkdirSync(home.paths.database, { recursive: true });
  const leave = (number: number, pid: number) =>
    writeFileSync(join(home.paths.database, `lock-${number}`), JSON.stringify({ pid, started: 'long ago' }));

  leave(1, nobody);
  const afterTheDead = await ensureServer(home.paths, silent);
  await stopServer(home.paths);
  leave(99, process.pid);
  const afterTheOther = await ensureServer(home.paths, silent);

  expect(afterTheOther.socketPath).toBe(afterTheDead.socketPath);
  expect(readdirSync(home.paths.database).filter((name) => name.startsWith('lock-'))).toEqual(['lock-100']);
});

test('never signals a process that is not the server, and starts over a stale pid and socket', async () => {
  await using home = await temporaryHome();
  await ensureServer(home.paths, silent);
  await stopServer(home.paths);
  const { pid, socket } = placesOf(home.paths);

  // The number in the note is now that of a living process: the one that runs this test.
  writeFileSync(pid, `${process.pid}\n`);
  writeFileSync(socket, '');
  const stopped = await stopServer(home.paths);
  const before = await serverStatus(home.paths);
  await ensureServer(home.paths, silent);

  expect(stopped).toBe(false);
  expect(before).toMatchObject({ state: 'stopped', pid: null });
  expect((await serverStatus(home.paths)).state).toBe('running');
  expect(Number(readFileSync(pid, 'utf8'))).not.toBe(process.pid);
});

test('a server that lost its socket is ended and started again', async () => {
  await using home = await temporaryHome();
  const { socketPath } = await ensureServer(home.paths, silent);
  const first = await serverStatus(home.paths);

  writeFileSync(`${socketPath}.moved`, '');
  renameSync(`${socketPath}.moved`, socketPath);
  const lost = await serverStatus(home.paths);
  await ensureServer(home.paths, silent);

  const last = await serverStatus(home.paths);
  expect(lost).toMatchObject({ state: 'starting', pid: first.pid });
  expect(last.state).toBe('running');
  expect(last.pid).not.toBe(first.pid);
});

test('a server that hangs is told from one on its way up, and can be stopped', async () => {
  await using home = await temporaryHome();
  await ensureServer(home.paths, silent);
  const { pid } = await serverStatus(home.paths);

  process.kill(pid ?? 0, 'SIGSTOP');
  const hanging = await serverStatus(home.paths);
  const opening = openDatabase({ target: undefined, paths: home.paths, say: silent, poolSize: 1 });

  await expect(opening).rejects.toMatchObject({
    kind: 'unavailable',
    message: `The embedded database (process ${pid}) runs, but does not answer.`,
    next: expect.stringContaining('shop db stop'),
  });
  expect(hanging).toMatchObject({ state: 'silent', pid });
  expect(await stopServer(home.paths)).toBe(true);
});

test('what a creation that was killed left behind is made anew', async () => {
  await using home = await temporaryHome();
  const isBegun = () => {
    try {
      return readdirSync(home.paths.database).some((name) => name.startsWith('data.new-'));
    } catch {
      return false;
    }
  };
  const killed = startEnsuring(home.folder);
  await until(isBegun);
  process.kill(-(killed.pid ?? 0), 'SIGKILL');
  await once(killed, 'close');

  const before = await serverStatus(home.paths);
  const { created } = await ensureServer(home.paths, silent);

  expect(before.state).toBe('absent');
  expect(created).toBe(true);
  expect(isBegun()).toBe(false);
});
